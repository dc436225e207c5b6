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
  [[nodiscard]] std::vector<office::Record> versions(office::RecordKind kind,
                                                     std::string_view id) override;
  [[nodiscard]] std::int64_t revision(office::RecordKind kind) override;

  [[nodiscard]] office::Delivery delivery(Instant now) override;
  [[nodiscard]] std::vector<office::ListedLetter> letters(const office::LetterChoice& choice,
                                                          std::int64_t before,
                                                          std::int64_t limit) override;
  [[nodiscard]] std::int64_t count(const office::LetterChoice& choice) override;
  [[nodiscard]] std::optional<office::LetterFile> letter(std::string_view public_id) override;
  [[nodiscard]] std::vector<office::FailingMember> failing() override;
  office::Moved move(std::span<const std::string> public_ids, campaign::StaffAction action,
                     const staff::AuditEntry& entry) override;

  campaign::Erased erase(std::string_view supporter_key, const staff::AuditEntry& entry) override;
  [[nodiscard]] std::vector<office::OptedIn> opted_in(std::string_view campaign) override;

 private:
  Database& database_;
};

}  // namespace postbag::store
