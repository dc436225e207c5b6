#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/campaign/person.h"
#include "server/campaign/store.h"
#include "server/office/delivery.h"
#include "server/office/follow_up.h"
#include "server/office/ledger.h"
#include "server/office/mp_letters.h"
#include "server/office/people.h"
#include "server/office/record.h"
#include "server/staff/store.h"

namespace postbag::office {

/// A record that is to be saved for the first time.
struct NewRecord {
  std::string id;
  std::string body;
};

/// What staff keep beside the letters, and what they count of them. One of the house's six
/// interfaces. Thread-safe. Every writing call is one transaction with its line of the audit log,
/// and is durable when it returns. Throws std::runtime_error when the database fails.
class OfficeStore {
 public:
  OfficeStore() = default;
  OfficeStore(const OfficeStore&) = delete;
  OfficeStore& operator=(const OfficeStore&) = delete;
  virtual ~OfficeStore() = default;

  // Records. Nothing that was saved is ever changed, only followed by another version.

  /// Adds a version after `expected` (kNew for the first), by the actor and at the time of `entry`;
  /// its number. `body` must not be empty. Error: `edited_meanwhile` when the newest version is
  /// another one.
  [[nodiscard]] virtual Result<std::int64_t> save(RecordKind kind, std::string_view id,
                                                  std::int64_t expected, std::string_view body,
                                                  const staff::AuditEntry& entry) = 0;
  /// Adds an empty version, and empties all earlier ones. Error: as save().
  [[nodiscard]] virtual Result<void> remove(RecordKind kind, std::string_view id,
                                            std::int64_t expected,
                                            const staff::AuditEntry& entry) = 0;
  /// The newest version; nothing for what was never there. It may be a removed one.
  [[nodiscard]] virtual std::optional<Record> find(RecordKind kind, std::string_view id) = 0;
  /// The newest version of each that is not removed, in order of id.
  [[nodiscard]] virtual std::vector<Record> all(RecordKind kind) = 0;
  /// All of one, the newest first.
  [[nodiscard]] virtual std::vector<Record> versions(RecordKind kind, std::string_view id) = 0;
  /// Changes whenever a record of that kind is saved or removed, by whichever process.
  [[nodiscard]] virtual std::int64_t revision(RecordKind kind) = 0;

  // Delivery.

  [[nodiscard]] virtual Delivery delivery(Instant now) = 0;
  /// Those written last first, from before number `before` (0: from the newest).
  [[nodiscard]] virtual std::vector<ListedLetter> letters(const LetterChoice& choice,
                                                          std::int64_t before,
                                                          std::int64_t limit) = 0;
  [[nodiscard]] virtual std::int64_t count(const LetterChoice& choice) = 0;
  [[nodiscard]] virtual std::optional<LetterFile> letter(std::string_view public_id) = 0;
  /// Those with the most letters first.
  [[nodiscard]] virtual std::vector<FailingMember> failing() = 0;
  /// As campaign::Store::move() for each, in one transaction, with a line of the audit log for each
  /// that moved: `entry`, about that letter. One that is refused does not stop the others.
  virtual Moved move(std::span<const std::string> public_ids, campaign::StaffAction action,
                     const staff::AuditEntry& entry) = 0;

  // People.

  /// As campaign::Store::erase().
  virtual campaign::Erased erase(std::string_view supporter_key,
                                 const staff::AuditEntry& entry) = 0;
  /// Of a campaign, those who confirmed a letter and agreed, in order of their letters.
  [[nodiscard]] virtual std::vector<OptedIn> opted_in(std::string_view campaign) = 0;

  // Figures (server/office/figures.h makes them of a ledger).

  /// The letters of the search as they stood at its moment.
  [[nodiscard]] virtual Ledger ledger(const LedgerSearch& search) = 0;
  /// The letters to a person (data::Member::id), of all campaigns, with so many problems at most.
  [[nodiscard]] virtual MpLetters letters_to(std::string_view member,
                                             std::int64_t most_problems) = 0;
  /// Saves them all, or none, with one line of the audit log. Error: `edited_meanwhile` when one of
  /// them is there already.
  [[nodiscard]] virtual Result<void> save_new(RecordKind kind, std::span<const NewRecord> records,
                                              const staff::AuditEntry& entry) = 0;
  /// The version of each that was the newest at that moment, in order of id; without what was
  /// removed, then or since.
  [[nodiscard]] virtual std::vector<Record> all_at(RecordKind kind, Instant moment) = 0;

  // Questions to supporters after delivery.

  /// The letters whose writers may be asked: sent, with their text and so their address, and nobody
  /// who wants no questions or has told of a reply. Those whose day came first, first.
  [[nodiscard]] virtual std::vector<DueFollowUp> due_follow_ups(const FollowUpSearch& search) = 0;
  /// Asks once: the mail stands in the queue if, and only if, the question is noted. False when it
  /// was asked before, or may not be asked any more.
  virtual bool ask(const FollowUpKey& key, const FollowUpMail& mail, Instant now) = 0;
  /// Nothing for what was never asked, and once the writer had their details erased.
  [[nodiscard]] virtual std::optional<FollowUp> follow_up(const FollowUpKey& key) = 0;
  /// Notes the answer; the manner only of a reply. False when it was answered before, and when
  /// follow_up() finds nothing.
  virtual bool answer(const FollowUpKey& key, FollowUpAnswer answer, std::optional<Manner> manner,
                      Instant now) = 0;
  /// From now on the letter's writer is asked nothing, and questions that wait to leave do not.
  /// False when follow_up() finds nothing.
  virtual bool stop_follow_ups(const FollowUpKey& key, Instant now) = 0;
  /// What was told of that MP by `moment`, in all campaigns (`campaign` empty) or one.
  [[nodiscard]] virtual FollowUpCounts follow_up_counts(std::string_view member,
                                                        std::string_view campaign,
                                                        Instant moment) = 0;
  // Campaigns. What supporters see of one is a version of its record, and its stage.

  /// Makes a version what supporters see; a campaign they never saw is then live. `shown` is the
  /// version they see until then, kNew for none. Errors: `edited_meanwhile` when it is another one;
  /// `unknown_version`.
  [[nodiscard]] virtual Result<void> publish_campaign(std::string_view slug, std::int64_t version,
                                                      std::int64_t shown,
                                                      const staff::AuditEntry& entry) = 0;
  /// Error: `edited_meanwhile` when it is not in the stage `from`.
  [[nodiscard]] virtual Result<void> set_stage(std::string_view slug, campaign::Stage from,
                                               campaign::Stage stage,
                                               const staff::AuditEntry& entry) = 0;
  /// How many letters were written with each version of a campaign; versions without any are left
  /// out, and so are letters from before versions were counted.
  [[nodiscard]] virtual std::map<std::int64_t, std::int64_t> letters_by_version(
      std::string_view slug) = 0;
  /// Gives the mailer's queue a mail to the account of who does it, which belongs to no letter.
  /// `public_id` is for logs and the bounce address.
  virtual void mail_oneself(std::string_view public_id, const campaign::ServiceMail& mail,
                            const EmailAddress& recipient, const staff::AuditEntry& entry) = 0;
};

}  // namespace postbag::office
