#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/office/ledger.h"
#include "server/office/mp_letters.h"
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
  /// The same as it was at a moment: of each the newest version saved by then. What was removed
  /// since is gone from it too.
  [[nodiscard]] virtual std::vector<Record> all_at(RecordKind kind, Instant as_of) = 0;
  /// All of one, the newest first.
  [[nodiscard]] virtual std::vector<Record> versions(RecordKind kind, std::string_view id) = 0;
  /// Changes whenever a record of that kind is saved or removed, by whichever process.
  [[nodiscard]] virtual std::int64_t revision(RecordKind kind) = 0;

  // Figures (server/office/figures.h makes them of a ledger).

  /// The letters of the search as they stood at its moment.
  [[nodiscard]] virtual Ledger ledger(const LedgerSearch& search) = 0;
  /// The letters to a person (data::Member::id), of all campaigns, with so many problems at most.
  [[nodiscard]] virtual MpLetters letters_to(std::string_view member,
                                             std::int64_t most_problems) = 0;
};

}  // namespace postbag::office
