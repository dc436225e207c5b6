#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/http/console/desk.h"
#include "server/office/engagement_book.h"

namespace postbag::http::console {

/// What the texts of an engagement may name, today.
class EngagementDesk {
 public:
  /// `recorded`: Members named in it are known whether or not they still sit.
  explicit EngagementDesk(const Service& service, std::span<const office::MetMember> recorded = {});

  [[nodiscard]] const office::Members& members() const { return members_; }
  [[nodiscard]] office::EngagementWorld world() const { return {members_, campaigns_}; }

 private:
  office::Members members_;
  std::vector<std::string> campaigns_;
};

[[nodiscard]] std::string kind_name(const View& view, office::EngagementKind kind);

/// A campaign's title; its slug as long as supporters never saw it.
[[nodiscard]] std::string campaign_title(const View& view, const std::string& slug);

/// `22 November 2026`.
[[nodiscard]] std::string day_text(const View& view, const office::Day& day);

/// Whom it was with, in one line; at most so many are named.
[[nodiscard]] std::string whom(const View& view, const office::Engagement& engagement);

/// Today in London.
[[nodiscard]] office::Day today(const View& view);

/// What was typed into the form of an engagement.
[[nodiscard]] office::EngagementText engagement_text(const Request& request);

/// Another person's text of a field, shown beside it.
struct TheirText {
  std::string_view field;
  std::string text;
};

/// The fields of the form.
[[nodiscard]] List engagement_fields(const View& view, const office::EngagementText& text,
                                     const std::vector<Error>& errors,
                                     const std::vector<TheirText>& theirs = {});

/// Of a select: the kinds and the campaigns, each after `all`, which stands for none of them.
[[nodiscard]] templates::Value kind_choice(const View& view, std::string_view all,
                                           std::string_view chosen,
                                           const std::vector<Error>& errors);
[[nodiscard]] templates::Value campaign_choice(const View& view, std::string_view all,
                                               std::string_view chosen,
                                               const std::vector<Error>& errors);

/// `Met with 15 MPs.` and its like, each as `{sentence}`.
[[nodiscard]] List engagement_sentences(const View& view, const office::EngagementSums& sums);

/// The reminders that are due, for the names of partials/staff-reminders.html.
void add_reminders(const View& view, Fields& page, const staff::SignedIn& who,
                   std::vector<office::RecordedEngagement> all);
/// The same, reading what is recorded.
void add_reminders(const View& view, Fields& page, const staff::SignedIn& who);

}  // namespace postbag::http::console
