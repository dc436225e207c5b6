#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/campaign/person.h"
#include "server/office/delivery.h"
#include "server/office/people.h"
#include "server/office/record.h"
#include "server/staff/store.h"

namespace postbag::office {

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
};

}  // namespace postbag::office
