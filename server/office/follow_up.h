#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/text.h"
#include "server/office/interval.h"

namespace postbag::office {

/// How long after delivery a supporter is asked whether their MP replied: once each.
inline constexpr std::array<Duration, 2> kFollowUpAfter{std::chrono::hours{14 * 24},
                                                        std::chrono::hours{21 * 24}};

/// A question whose day passed so long ago, because nobody could send it, is not asked any more.
inline constexpr Duration kFollowUpMayBeLate = std::chrono::hours{3 * 24};

/// What the MP did, as their constituent tells. The words are the database's.
enum class FollowUpAnswer { reply, holding, none };
[[nodiscard]] std::string_view name_of(FollowUpAnswer answer);
[[nodiscard]] std::optional<FollowUpAnswer> parse_follow_up_answer(std::string_view name);

/// How the reply was.
enum class Manner { helpful, between, unhelpful };
[[nodiscard]] std::string_view name_of(Manner manner);
[[nodiscard]] std::optional<Manner> parse_manner(std::string_view name);

/// A question about a letter: the first or the second.
struct FollowUpKey {
  /// The letter's.
  std::string public_id;
  int round = 1;
};

/// A letter whose writer may be asked.
struct DueFollowUp {
  FollowUpKey key;
  std::string constituency;
  std::string member;
  Instant sent_at;
  /// Of the letter: `en` or `cy`.
  std::string language;
};

/// The letters of a campaign whose day fell between these moments, `after` left out.
struct FollowUpSearch {
  std::string campaign;
  int round = 1;
  Instant after;
  Instant until;
  std::int64_t limit = 100;
};

/// What a question says.
struct FollowUpMail {
  std::string message_id;
  /// The mail's own token: for logs and the bounce address.
  std::string public_id;
  Line subject;
  Prose body;
};

/// A question that was asked.
struct FollowUp {
  /// The campaign's slug.
  std::string campaign;
  std::string constituency;
  std::string member;
  Instant sent_at;
  std::optional<FollowUpAnswer> answer;
  std::optional<Manner> manner;
  /// Its supporter does not want to be asked again.
  bool stopped = false;
};

/// What supporters told of an MP. A letter whose writer answered twice counts once, as they
/// answered last.
struct FollowUpCounts {
  std::int64_t asked = 0;
  std::int64_t answered = 0;
  std::int64_t replies = 0;
  std::int64_t holding = 0;
  /// Of those who had a reply.
  std::int64_t helpful = 0;
  std::int64_t between = 0;
  std::int64_t unhelpful = 0;

  /// Of those who answered, how many in a hundred had a reply; nothing for few answers.
  [[nodiscard]] std::optional<Share> share() const { return interval_of(replies, answered); }
  bool operator==(const FollowUpCounts&) const = default;
};

}  // namespace postbag::office
