#pragma once

#include "server/staff/store.h"
#include "server/store/database.h"

namespace postbag::store {

/// Accounts, sessions and the audit log, in the database of the letters.
class SqlStaffStore final : public staff::StaffStore {
 public:
  /// The reference must outlive it.
  explicit SqlStaffStore(Database& database) : database_(database) {}

  [[nodiscard]] Result<std::int64_t> add(const staff::User& user,
                                         const staff::AuditEntry& entry) override;
  [[nodiscard]] std::vector<staff::User> users() override;
  [[nodiscard]] std::optional<staff::User> find(std::int64_t id) override;
  [[nodiscard]] std::optional<staff::User> find(const EmailAddress& email) override;
  [[nodiscard]] Result<void> set_role(std::int64_t id, staff::Role role,
                                      const staff::AuditEntry& entry) override;
  [[nodiscard]] Result<void> disable(std::int64_t id, const staff::AuditEntry& entry) override;
  [[nodiscard]] Result<void> enable(std::int64_t id, const staff::AuditEntry& entry) override;
  void set_password(std::int64_t id, std::string_view password, std::string_view kept,
                    const staff::AuditEntry& entry) override;
  void set_totp(std::int64_t id, std::string_view secret, std::int64_t last_step,
                const staff::AuditEntry& entry) override;
  [[nodiscard]] bool use_totp_step(const staff::User& user, std::int64_t step,
                                   std::string_view secret) override;

  void start_session(const staff::StoredSession& session, const staff::AuditEntry& entry) override;
  [[nodiscard]] std::optional<Owned> session(std::string_view token_hash) override;
  [[nodiscard]] std::vector<staff::StoredSession> sessions(std::int64_t user) override;
  void see(std::string_view token_hash, Instant at) override;
  void end_session(std::string_view token_hash, const staff::AuditEntry& entry) override;
  std::int64_t end_sessions(std::int64_t user, std::string_view kept,
                            const staff::AuditEntry& entry) override;

  void add_reset(const staff::PasswordReset& reset, const staff::AuditEntry& entry) override;
  void start_mail_reset(const staff::PasswordReset& reset, const staff::StaffMail& mail,
                        const staff::AuditEntry& entry) override;
  [[nodiscard]] std::optional<staff::User> owner_of_reset(std::string_view token_hash,
                                                          Instant now) override;
  [[nodiscard]] bool take_reset(std::string_view token_hash, std::string_view password,
                                const staff::AuditEntry& entry) override;

  void record(const staff::AuditEntry& entry) override;
  [[nodiscard]] std::vector<Numbered> audit(std::int64_t before, std::int64_t limit) override;

 private:
  Database& database_;
};

}  // namespace postbag::store
