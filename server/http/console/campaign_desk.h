#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/console/choice.h"
#include "server/http/console/desk.h"
#include "server/office/campaigns.h"
#include "templates/campaign_document.h"

namespace postbag::http::console {

/// A campaign as staff work on it: its newest version, and what supporters see.
struct CampaignDesk {
  std::string slug;
  office::Record draft;
  /// Null as long as supporters never saw it.
  std::shared_ptr<const campaign::Campaign> shown;

  [[nodiscard]] std::int64_t shown_version() const { return shown ? shown->version : office::kNew; }
  [[nodiscard]] bool has_changes() const { return draft.version != shown_version(); }
  /// Of the newest version, else the slug.
  [[nodiscard]] std::string title() const;
};

/// The one that the address names. Nothing when there is none.
[[nodiscard]] std::optional<CampaignDesk> find_campaign(Service& service, const Request& request);

/// The page for an address that names none.
[[nodiscard]] Response no_campaign(const View& view);

/// `/staff/campaigns/{slug}`, with `/rest` after it.
[[nodiscard]] std::string campaign_place(std::string_view slug, std::string_view rest = {});

/// A line of the audit log about a campaign.
[[nodiscard]] staff::AuditEntry campaign_deed(const Service& service, const staff::SignedIn& who,
                                              std::string_view action, std::string_view slug,
                                              std::string detail);
/// `version 5`.
[[nodiscard]] std::string version_text(std::int64_t version);

/// console_fields() with the campaign's name and the way to its pages.
[[nodiscard]] Fields campaign_fields(const View& view, std::string_view title_key,
                                     const staff::SignedIn& who, const CampaignDesk& desk);

/// What was typed into a field, with line ends as files have them.
[[nodiscard]] std::string typed(const Request& request, std::string_view name);
/// Each line that is not empty, trimmed.
[[nodiscard]] std::vector<std::string> typed_lines(const Request& request, std::string_view name);
[[nodiscard]] std::string joined(const std::vector<std::string>& lines);

/// Where the form is that a mistake can be put right in: `edit#closes`.
[[nodiscard]] std::string place_of(const templates::Mistake& mistake);

/// A mistake as a sentence that calls its field as the form does.
[[nodiscard]] std::string sentence_of(const View& view, const templates::Mistake& mistake,
                                      std::string_view label_key);

/// The mistakes of one form, said at its fields: those whose field begins with `prefix` (`letter.`)
/// in the table `number`. What is before the prefix's end is cut off the names.
[[nodiscard]] std::vector<Error> errors_of(const View& view,
                                           const std::vector<templates::Mistake>& mistakes,
                                           std::string_view prefix, std::size_t number,
                                           std::string_view labels);

/// What partials/difference.html shows.
[[nodiscard]] List difference_lines(std::string_view before, std::string_view after);

/// The document of a version, or the page that says why no form can hold it, and where to put it
/// right.
using Editable = tl::expected<templates::CampaignDocument, Response>;
[[nodiscard]] Editable editable(const View& view, const CampaignDesk& desk);

/// A form was sent that began with version `base`: saves what it makes of the campaign. Nothing new
/// saves nothing. The number of the newest version, or `edited_meanwhile`.
[[nodiscard]] Result<std::int64_t> save_campaign(Service& service, const staff::SignedIn& who,
                                                 const CampaignDesk& desk, std::int64_t base,
                                                 std::string_view toml);

/// Tells the second of two editors what the first saved: the page shows `theirs` against `ours`,
/// and its form begins with the newest version.
void add_conflict(const View& view, Fields& page, const CampaignDesk& desk, std::string_view ours);
/// The same names, for a page without a conflict.
void add_no_conflict(Fields& page);

/// `?saved=5` of an address as a notice; empty for none.
[[nodiscard]] std::string saved_notice(const View& view, const Request& request,
                                       const CampaignDesk& desk);
/// To that page of the campaign, which then says what was saved.
[[nodiscard]] Response go_on_saved(const CampaignDesk& desk, std::string_view page,
                                   std::int64_t version);

/// Each mistake with a link to where it is put right; with its line and column.
[[nodiscard]] List mistake_links(const CampaignDesk& desk,
                                 const std::vector<templates::Mistake>& mistakes);

/// What was saved as that version; nothing when there is no such version.
[[nodiscard]] std::optional<office::Record> find_version(Service& service, std::string_view slug,
                                                         std::int64_t version);

}  // namespace postbag::http::console
