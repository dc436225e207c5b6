#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "data/data_set.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/dissolution.h"
#include "server/campaign/measures.h"
#include "server/campaign/own_letters.h"
#include "server/campaign/reach.h"
#include "server/campaign/store.h"
#include "server/campaign/submission.h"
#include "templates/likeness.h"
#include "templates/wording.h"

namespace postbag::campaign {

/// What the story of a letter needs to know of the configuration.
struct CorrespondenceSettings {
  /// What links in mails begin with, without a trailing slash.
  std::string base_url;
  /// Where letters come from; its domain also makes the Message-IDs.
  EmailAddress letters_from;
  Duration cancel_window;
  Duration unconfirmed_expire_after;
  /// Keys the digests that stand in for addresses; at least 32 bytes.
  std::string secret;
  Dissolution dissolution = {};
};

/// Why a campaign takes no letters: `paused_campaign`, `unopened_campaign`,
/// `closed_campaign` or `parliament_dissolved`.
struct Closed {
  std::string_view code;
  /// When it takes some (again); none: not known, or never.
  std::optional<Instant> letters_from;
};

/// One letter as it would be sent.
struct Draft {
  const data::Constituency* constituency = nullptr;
  /// What the campaign wrote it in; the supporter may have changed it.
  Language language = Language::english;
  Line from_name;
  EmailAddress reply_to;
  Line subject;
  Prose body;
};

/// The error of a submission that agrees to words which are not the campaign's.
[[nodiscard]] Error changed_consent();

/// What a confirmation link leads to, and where that letter stands.
struct Confirmation {
  LetterStatus status;
  std::shared_ptr<const Campaign> campaign;
  /// Null when the data set no longer has the seat.
  const data::Constituency* constituency = nullptr;
  /// Whom the letter is to; null when the seat is no longer theirs.
  const data::Member* member = nullptr;
  /// When it may leave, while it is `queued`: until then its writer can take it back.
  std::optional<Instant> leaves_at;
  /// Where its writer sees all letters of theirs.
  std::string own_letters_path;
  /// What the campaign wrote it in.
  Language language = Language::english;
  /// What would be sent; empty once it was confirmed or can no longer be.
  Line from_name;
  Line subject;
  Prose body;
};

/// The story of a letter, from a postcode to a confirmed letter in the queue: what the API and the
/// pages both call. Holds no state of its own; thread-safe.
class Correspondence {
 public:
  /// The references must outlive it.
  Correspondence(Store& store, Catalogue& catalogue, std::shared_ptr<const data::DataSet> data_set,
                 std::shared_ptr<const templates::Wording> wording, const Clock& clock, Rng& rng,
                 CorrespondenceSettings settings, Measures& measures);

  [[nodiscard]] const data::DataSet& data_set() const { return *data_set_; }
  [[nodiscard]] const templates::Wording& wording() const { return *wording_; }
  [[nodiscard]] const CorrespondenceSettings& settings() const { return settings_; }

  /// What is counted of the letters' ways; handlers add what they refuse themselves.
  [[nodiscard]] Measures& measures() const { return measures_; }

  /// Codes: those of Postcode::parse and DataSet::lookup.
  [[nodiscard]] Result<data::Answer> lookup(std::string_view postcode) const;
  /// Codes: those of DataSet::lookup.
  [[nodiscard]] Result<data::Answer> lookup(const data::Postcode& postcode) const;

  /// The seat a submission is for. Codes: those of lookup; `choose_constituency` when several are
  /// possible and none was chosen; `unknown_constituency` for a choice that does not exist;
  /// `vacant_seat`, `unknown_member` and `unreachable_member` when no letter can be sent there. A
  /// chosen constituency must be one the look-up offers, a neighbour of one, or else the error is
  /// `distant_constituency`.
  [[nodiscard]] Result<const data::Constituency*> target(const data::Postcode& postcode,
                                                         std::string_view chosen) const;

  /// target(), if the campaign writes to it at all. Codes: those of target(), and `excluded` with
  /// the campaign's explanation to readers of that language.
  [[nodiscard]] Result<const data::Constituency*> recipient(const Campaign& campaign,
                                                            const data::Postcode& postcode,
                                                            std::string_view chosen,
                                                            Language reader) const;

  /// Whether nobody is an MP just now.
  [[nodiscard]] bool dissolved() const { return settings_.dissolution.covers(clock_.now()); }

  /// Why the campaign takes no letters now; none when it does.
  [[nodiscard]] std::optional<Closed> closed(const Campaign& campaign) const;

  /// Where else the owner of a postcode may live than in the candidates of the answer: what is
  /// nearby, then the neighbours of the candidates; each once.
  [[nodiscard]] std::vector<const data::Constituency*> others(const data::Answer& answer) const;

  /// The campaign's letter for that target in the supporter's words, or their own version of it.
  /// Codes: those of target(); `excluded` with the campaign's explanation, and `empty_letter` when
  /// the subject or body comes out empty.
  [[nodiscard]] Checked<Draft> draft(const Campaign& campaign, const Submission& submission) const;

  /// How much of `letter` stands as the campaign alone makes it for the same supporter.
  [[nodiscard]] templates::Likeness likeness(const Campaign& campaign, Submission submission,
                                             std::string_view letter) const;

  /// Stores the letter and its confirmation mail. `idempotency_key` may be empty. Errors: those of
  /// draft(), `idempotency_conflict`, `changed_consent` when the submission agreed to words that
  /// are the campaign's in no language. Throws std::runtime_error when the store fails: then
  /// nothing was stored.
  [[nodiscard]] Checked<LetterStatus> submit(const Campaign& campaign, const Submission& submission,
                                             std::string_view idempotency_key);

  /// The same without waiting for the disk: `submitted` is called once, perhaps by another thread
  /// and after this has returned, when the letter is durable or refused. It must be quick and not
  /// throw. A failing store is the error `store_failed`.
  void start_submit(const Campaign& campaign, const Submission& submission,
                    std::string_view idempotency_key,
                    std::function<void(Checked<LetterStatus>)> submitted);

  /// What the page behind a confirmation link shows before the button is pressed. Error:
  /// `unknown_token`.
  [[nodiscard]] Result<Confirmation> pending(std::string_view token) const;

  /// Moves the letter to `queued`. Errors: those of Store::confirm.
  [[nodiscard]] Result<Confirmation> confirm(std::string_view token);

  [[nodiscard]] std::optional<LetterStatus> letter(std::string_view public_id) const;

  /// What supporters may see and do about themselves.
  [[nodiscard]] OwnLetters own_letters() const;

  /// As Store::writable().
  [[nodiscard]] bool writable() { return store_.writable(); }

  [[nodiscard]] PublicReach reach(const Campaign& campaign) const;

  /// As Store::letters_by_state(): for staff alone.
  [[nodiscard]] std::vector<std::pair<LetterState, std::int64_t>> letters_by_state(
      const Campaign& campaign) const {
    return store_.letters_by_state(campaign.id);
  }

 private:
  [[nodiscard]] Checked<NewLetter> make_letter(const Campaign& campaign,
                                               const Submission& submission,
                                               std::string_view idempotency_key) const;
  [[nodiscard]] std::string own_letters_path(std::string_view public_id) const;
  [[nodiscard]] Confirmation describe(const PendingLetter& letter) const;

  Store& store_;
  Catalogue& catalogue_;
  std::shared_ptr<const data::DataSet> data_set_;
  std::shared_ptr<const templates::Wording> wording_;
  const Clock& clock_;
  Rng& rng_;
  CorrespondenceSettings settings_;
  Measures& measures_;
};

}  // namespace postbag::campaign
