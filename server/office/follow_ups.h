#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/rng.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/correspondence.h"
#include "server/office/store.h"

namespace postbag::office {

/// Whether a campaign's supporters are asked, and since when that is so.
struct FollowUpSwitch {
  bool on = false;
  std::optional<Instant> since = {};
  /// Of the record that says so.
  std::int64_t version = kNew;
};
[[nodiscard]] FollowUpSwitch follow_up_switch(OfficeStore& store, std::string_view campaign);
/// Errors: those of OfficeStore::save(). Switching on what is on changes nothing.
[[nodiscard]] Result<void> switch_follow_ups(OfficeStore& store, std::string_view campaign, bool on,
                                             const staff::Actor& actor, Instant now);

/// The word in the link of a question: the letter's id, the round and a keyed digest of both. It
/// cannot be guessed, and takes no place in the ledger.
[[nodiscard]] std::string follow_up_token(const FollowUpKey& key, std::string_view secret);
/// Nothing for a word that was not made with this secret.
[[nodiscard]] std::optional<FollowUpKey> read_follow_up_token(std::string_view token,
                                                              std::string_view secret);

/// Asks supporters, two and three weeks after delivery, whether their MP replied.
class FollowUps {
 public:
  /// The references must outlive it.
  FollowUps(OfficeStore& store, const campaign::Catalogue& catalogue,
            const campaign::Correspondence& correspondence, const Clock& clock, Rng& rng)
      : store_(store),
        catalogue_(catalogue),
        correspondence_(correspondence),
        clock_(clock),
        rng_(rng) {}

  /// Puts the questions whose day has come into the queue of mails, for the campaigns that ask: a
  /// hundred of each campaign and round at most, the rest when it is called again. How many. Only
  /// those whose day fell after the switch was turned on, and none that is three days late.
  std::int64_t ask_due();

 private:
  [[nodiscard]] FollowUpMail mail(const campaign::Campaign& campaign, const DueFollowUp& due) const;

  OfficeStore& store_;
  const campaign::Catalogue& catalogue_;
  const campaign::Correspondence& correspondence_;
  const Clock& clock_;
  Rng& rng_;
};

}  // namespace postbag::office
