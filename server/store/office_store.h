#pragma once

#include "server/office/store.h"
#include "server/store/database.h"

namespace postbag::store {

/// What staff keep and count, in the database of the letters.
class SqlOfficeStore final : public office::OfficeStore {
 public:
  /// The reference must outlive it.
  explicit SqlOfficeStore(Database& database) : database_(database) {}

  [[nodiscard]] Result<std::int64_t> save(office::RecordKind kind, std::string_view id,
                                          std::int64_t expected, std::string_view body,
                                          const staff::AuditEntry& entry) override;
  [[nodiscard]] Result<void> remove(office::RecordKind kind, std::string_view id,
                                    std::int64_t expected, const staff::AuditEntry& entry) override;
  [[nodiscard]] std::optional<office::Record> find(office::RecordKind kind,
                                                   std::string_view id) override;
  [[nodiscard]] std::vector<office::Record> all(office::RecordKind kind) override;
  [[nodiscard]] std::vector<office::Record> all_at(office::RecordKind kind, Instant as_of) override;
  [[nodiscard]] std::vector<office::Record> versions(office::RecordKind kind,
                                                     std::string_view id) override;
  [[nodiscard]] std::int64_t revision(office::RecordKind kind) override;

  [[nodiscard]] office::Ledger ledger(const office::LedgerSearch& search) override;
  [[nodiscard]] office::MpLetters letters_to(std::string_view member,
                                             std::int64_t most_problems) override;

 private:
  Database& database_;
};

}  // namespace postbag::store
