#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/text.h"
#include "server/campaign/letter_state.h"
#include "server/campaign/person.h"
#include "server/campaign/staff_action.h"
#include "server/campaign/stage.h"

namespace postbag::campaign {

/// A campaign as the database keeps it: its TOML file, whole.
struct StoredCampaign {
  std::int64_t id = 0;
  std::string slug;
  std::string source;
  Instant imported_at;
  Stage stage = Stage::live;
  /// Which of the versions that staff saved `source` is.
  std::int64_t version = 0;
};

/// A mail from the service to a supporter.
struct ServiceMail {
  std::string message_id;
  Line subject;
  Prose body;
};

/// Everything one accepted submission writes, in one transaction.
struct NewLetter {
  /// Unguessable; what the API calls `letter`.
  std::string public_id;
  std::int64_t campaign_id = 0;
  /// The version of the campaign that it was written with.
  std::int64_t campaign_version = 0;
  std::string constituency;
  std::string member;
  Line supporter_name;
  EmailAddress supporter_email;
  /// Keyed digest of the address: tells whether a person already wrote, also after the address is
  /// purged.
  std::string supporter_key;
  Line subject;
  Prose body;
  /// `en` or `cy`: of the letter, and of the mails to its writer.
  std::string language;
  std::string mail_language = "en";
  /// The wording agreed to, or empty when the supporter did not opt in.
  std::string consent_wording;
  std::string source;
  /// SHA-256 of the confirmation link's secret, which itself stands in the mail only.
  std::string confirmation_hash;
  /// Fixed for good, without angle brackets.
  std::string message_id;
  /// Digest of the Idempotency-Key (with the campaign), or empty; and of the request it came with.
  std::string idempotency_key;
  std::string request_digest;
  /// What is sent to the supporter: one or the other, as they did not or did already write.
  ServiceMail confirmation;
  ServiceMail already_wrote;
};

/// What a confirmation link says: which letter, and that whoever has it got the mail.
struct ConfirmationLink {
  std::string public_id;
  /// SHA-256 of the secret.
  std::string hash;
};

struct LetterStatus {
  std::string public_id;
  LetterState state = LetterState::awaiting_confirmation;
};

/// What a confirmation link leads to.
struct PendingLetter {
  LetterStatus status;
  std::int64_t campaign_id = 0;
  std::string constituency;
  std::string member;
  /// Of its text: `en` or `cy`.
  std::string language;
  /// When it may leave, while it is `queued`.
  std::optional<Instant> leaves_at;
  /// What would be sent; filled only while the letter awaits its confirmation.
  Line supporter_name;
  Line subject;
  Prose body;
};

/// Letters `sent` to one person in one seat.
struct ReachCell {
  std::string constituency;
  std::string member;
  std::int64_t letters = 0;
  bool operator==(const ReachCell&) const = default;
};

/// A campaign's counters. Cells are in order of constituency, then member, and have at least one
/// letter.
struct Reach {
  std::vector<ReachCell> cells;
  /// People who confirmed a letter and did not withdraw it.
  std::int64_t supporters = 0;
  bool operator==(const Reach&) const = default;
};

/// What staff see of a letter: nothing personal.
struct LetterRow {
  std::string public_id;
  /// Its campaign's slug.
  std::string campaign;
  std::string constituency;
  std::string member;
  LetterState state = LetterState::awaiting_confirmation;
  Instant since;
  /// Why it is in its state, in one word: an outcome of mailer::outcome_of(), `seat_vacant`,
  /// `staff` …; empty when nothing is to be said.
  std::string reason;
  std::int64_t attempts = 0;
  std::string message_id;
  /// Its text has not been deleted yet.
  bool has_text = false;
};

/// Which letters staff ask for. What is left empty does not choose.
struct LetterSearch {
  std::string public_id = {};
  std::optional<LetterState> state = {};
  std::string campaign = {};
  std::int64_t limit = 100;
};

/// How long things are kept.
struct Retention {
  Duration unconfirmed;
  Duration text;
  /// How long a letter may be due without anybody coming for it.
  Duration untaken;
};

/// What one round of tidying did.
struct Tidied {
  std::int64_t recovered = 0;
  std::int64_t uncertain = 0;
  std::int64_t expired = 0;
  /// Nobody came for them in time.
  std::int64_t given_up = 0;
  std::int64_t purged = 0;
};

/// What the ledger holds now, over all campaigns.
struct Figures {
  /// How many letters are in each state but `expired` and `withdrawn`, where nothing is left to do.
  std::map<LetterState, std::int64_t> letters;
  /// Since when the mail that has waited longest could have left; nothing when none waits.
  std::optional<Instant> oldest_due_letter;
  std::optional<Instant> oldest_due_service_mail;
};

/// The ledger of campaigns and letters. One of the house's six interfaces (with mailer::Queue).
/// Thread-safe. Every writing call is one transaction and is durable when it returns. Throws
/// std::runtime_error when the database fails.
class Store {
 public:
  Store() = default;
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;
  virtual ~Store() = default;

  /// Adds a campaign or replaces the one of the same slug (its letters stay).
  virtual void import_campaign(const Slug& slug, std::string_view source) = 0;
  /// In order of slug.
  [[nodiscard]] virtual std::vector<StoredCampaign> campaigns() = 0;
  /// Changes whenever a campaign is imported, by whichever process.
  [[nodiscard]] virtual std::int64_t campaigns_revision() = 0;

  /// What became of a submission. Called once, by any thread, when it is durable or has failed;
  /// must be quick and not throw.
  using Submitted = std::function<void(Result<LetterStatus> status)>;

  /// Stores a letter in `awaiting_confirmation` with its confirmation mail; or, when the supporter
  /// already wrote, an empty one that can never be confirmed, with the mail that says so: from
  /// outside the two look alike. A repeated idempotency key answers with the first letter, or the
  /// error `idempotency_conflict` when the request differs. Does not wait; a database that fails or
  /// has too little room left is the error `store_failed`, with nothing stored.
  virtual void start_submit(NewLetter letter, Submitted submitted) = 0;

  /// The same, waiting for the answer. Throws std::runtime_error when the database fails.
  [[nodiscard]] Result<LetterStatus> submit(NewLetter letter);

  /// The letter a confirmation link is for; nothing for an unknown one.
  [[nodiscard]] virtual std::optional<PendingLetter> pending(const ConfirmationLink& link) = 0;

  /// Moves it to `queued`, to leave after `cancel_window`. Confirming again answers with the state
  /// it has by then. Errors: `unknown_token`, `expired_letter`, `withdrawn_letter`, `already_wrote`
  /// (another of theirs was confirmed first).
  [[nodiscard]] virtual Result<PendingLetter> confirm(const ConfirmationLink& link,
                                                      Duration cancel_window) = 0;

  [[nodiscard]] virtual std::optional<LetterStatus> letter(std::string_view public_id) = 0;

  /// Whose letter it is, as NewLetter::supporter_key; empty once they had their details erased.
  /// Nothing for an unknown letter.
  [[nodiscard]] virtual std::optional<std::string> supporter_of(std::string_view public_id) = 0;

  /// What is held about a supporter, with so many letters at most.
  [[nodiscard]] virtual Person person(std::string_view supporter_key, std::int64_t limit) = 0;

  /// Takes a letter of that supporter back and deletes its text, with what they agreed to in it.
  /// Errors: `unknown_letter`; `too_late` once it is on its way or has ended, also when that
  /// happened at the same moment; `withdrawn_letter` when it was taken back before.
  [[nodiscard]] virtual Result<Withdrawn> withdraw(std::string_view supporter_key,
                                                   std::string_view public_id) = 0;

  /// Sets the wording that the supporter agrees to, from now on; empty takes it back, and deletes
  /// the name and address that were kept for it alone. Errors: `unknown_letter`; `text_deleted`
  /// when there is no address left to agree for.
  [[nodiscard]] virtual Result<void> set_consent(std::string_view supporter_key,
                                                 std::string_view public_id,
                                                 std::string_view wording) = 0;

  /// Deletes all that is personal in the letters of a supporter and in the mails to them, takes
  /// back what has not left, and cuts what stays of the letters from the person: they are known no
  /// more, nor their letters as one person's. All or nothing.
  virtual Erased erase(std::string_view supporter_key) = 0;

  /// The counters, kept as letters change state: costs the same however many letters there are.
  [[nodiscard]] virtual Reach reach(std::int64_t campaign_id) = 0;

  /// The same, counted from the letters themselves; the counters are set to it when they differ.
  /// `was` is what they said.
  struct Recount {
    Reach was;
    Reach is;
  };
  [[nodiscard]] virtual Recount recount(std::int64_t campaign_id) = 0;

  /// How many letters of a campaign are in each state.
  [[nodiscard]] virtual std::vector<std::pair<LetterState, std::int64_t>> letters_by_state(
      std::int64_t campaign_id) = 0;

  /// The newest first; those that are queued, the last to leave first.
  [[nodiscard]] virtual std::vector<LetterRow> letters(const LetterSearch& search) = 0;

  /// Does what staff ask for, with the reason `staff` in the letter's history; where it then
  /// stands. Errors: `unknown_letter`; `illegal_move` from the state it is in; `text_deleted` when
  /// it would have to be sent and its text is gone.
  [[nodiscard]] virtual Result<LetterStatus> move(std::string_view public_id,
                                                  StaffAction action) = 0;
  /// The ledger in figures: costs the same however many letters have been sent.
  [[nodiscard]] virtual Figures figures() = 0;

  /// Returns when whatever writes to the database has taken its turn, well or not: never, when it
  /// hangs.
  virtual void wait_for_writer() = 0;

  /// Whether addresses in the ledger are known by this secret, told by its digest: under another
  /// nobody would be recognised as having written already. An empty ledger takes the first that
  /// comes.
  [[nodiscard]] virtual bool is_secret_of_this_ledger(std::string_view digest) = 0;
  /// The next secret that comes is taken, for when the old one is lost.
  virtual void forget_secret() = 0;

  /// Whether a letter could be stored now: there is room for more, and a durable write of a
  /// letter's size works. Tried at most once a second.
  [[nodiscard]] virtual bool writable() = 0;

  /// What a dead mailer left of its own knowledge whether a letter's final dot went out.
  using MayHaveGoneOut = std::function<bool(std::string_view owner, std::int64_t letter)>;

  /// Ends the leases of the owners of whom `is_gone` says so, without waiting until they run out;
  /// the next tidy() brings back what they had in hand: to `uncertain` the letters that
  /// `may_have_gone_out`, to `queued` the others. The number of leases ended.
  virtual std::int64_t end_leases(const std::function<bool(std::string_view owner)>& is_gone,
                                  const MayHaveGoneOut& may_have_gone_out) = 0;

  /// Brings back what dead mailers had in hand, expires what was never confirmed, gives up what
  /// nobody came for, and deletes personal text past its time, with what mail servers said.
  virtual Tidied tidy(const Retention& retention) = 0;
};

}  // namespace postbag::campaign
