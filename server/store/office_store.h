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
  [[nodiscard]] Result<void> save_new(office::RecordKind kind,
                                      std::span<const office::NewRecord> records,
                                      const staff::AuditEntry& entry) override;
  [[nodiscard]] std::vector<office::Record> all_at(office::RecordKind kind,
                                                   Instant moment) override;

  [[nodiscard]] std::vector<office::DueFollowUp> due_follow_ups(
      const office::FollowUpSearch& search) override;
  bool ask(const office::FollowUpKey& key, const office::FollowUpMail& mail, Instant now) override;
  [[nodiscard]] std::optional<office::FollowUp> follow_up(const office::FollowUpKey& key) override;
  bool answer(const office::FollowUpKey& key, office::FollowUpAnswer answer,
              std::optional<office::Manner> manner, Instant now) override;
  bool stop_follow_ups(const office::FollowUpKey& key, Instant now) override;
  [[nodiscard]] office::FollowUpCounts follow_up_counts(std::string_view member,
                                                        std::string_view campaign,
                                                        Instant moment) override;

  [[nodiscard]] office::Ledger ledger(const office::LedgerSearch& search) override;
  [[nodiscard]] office::MpLetters letters_to(std::string_view member,
                                             std::int64_t most_problems) override;

  [[nodiscard]] Result<void> publish_campaign(std::string_view slug, std::int64_t version,
                                              std::int64_t shown,
                                              const staff::AuditEntry& entry) override;
  [[nodiscard]] Result<void> set_stage(std::string_view slug, campaign::Stage from,
                                       campaign::Stage stage,
                                       const staff::AuditEntry& entry) override;
  [[nodiscard]] std::map<std::int64_t, std::int64_t> letters_by_version(
      std::string_view slug) override;
  void mail_oneself(std::string_view public_id, const campaign::ServiceMail& mail,
                    const EmailAddress& recipient, const staff::AuditEntry& entry) override;

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
