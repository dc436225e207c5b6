#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/text.h"
#include "server/staff/role.h"

namespace postbag::staff {

/// An account, as the database keeps it.
struct User {
  std::int64_t id = 0;
  EmailAddress email;
  Role role = Role::viewer;
  /// As Passwords::hash() made it; empty until one is set.
  std::string password;
  /// Empty without a second factor.
  std::string totp_secret;
  /// The step whose code was used last.
  std::int64_t totp_last_step = 0;
  Instant created_at;
  std::optional<Instant> disabled_at;
  std::optional<Instant> password_changed_at;
};

/// From a sign-in to its end. The token itself is in the browser's cookie only.
struct StoredSession {
  /// SHA-256 of the token.
  std::string token_hash;
  std::int64_t user = 0;
  Instant created_at;
  Instant seen_at;
  /// When it ends, used or not.
  Instant expires_at;
};

/// Who does something: somebody signed in, or whoever has the command line.
struct Actor {
  std::optional<std::int64_t> user;
  /// Their address, or `command line`.
  std::string name;

  [[nodiscard]] static Actor command_line() { return {std::nullopt, "command line"}; }
};

/// One line of the audit log.
struct AuditEntry {
  Instant at;
  Actor actor;
  /// Such as `user.disabled`.
  std::string action;
  /// Whom or what it was done to.
  std::string subject;
  /// Such as the role that was given; never a password, token or secret.
  std::string detail = {};
};

/// A link that lets its owner set a password, once.
struct PasswordReset {
  std::string token_hash;
  std::int64_t user = 0;
  Instant expires_at;
};

/// A mail to a member of staff.
struct StaffMail {
  /// For logs and the bounce address.
  std::string public_id;
  /// Without angle brackets.
  std::string message_id;
  EmailAddress recipient;
  Line subject;
  Prose body;
};

/// The accounts of staff, their sessions and the audit log. One of the house's six interfaces.
/// Thread-safe. Every writing call is one transaction with its line of the audit log, and is
/// durable when it returns. Throws std::runtime_error when the database fails.
class StaffStore {
 public:
  StaffStore() = default;
  StaffStore(const StaffStore&) = delete;
  StaffStore& operator=(const StaffStore&) = delete;
  virtual ~StaffStore() = default;

  /// `user.id` is given by the store and returned. Error: `known_user`, when an account has the
  /// same address already, whatever its case.
  [[nodiscard]] virtual Result<std::int64_t> add(const User& user, const AuditEntry& entry) = 0;

  /// In order of address.
  [[nodiscard]] virtual std::vector<User> users() = 0;
  [[nodiscard]] virtual std::optional<User> find(std::int64_t id) = 0;
  [[nodiscard]] virtual std::optional<User> find(const EmailAddress& email) = 0;

  /// Errors of both: `unknown_user`; `last_admin`, when no admin who may sign in would be left.
  [[nodiscard]] virtual Result<void> set_role(std::int64_t id, Role role,
                                              const AuditEntry& entry) = 0;
  /// Ends all sessions and links of theirs, too.
  [[nodiscard]] virtual Result<void> disable(std::int64_t id, const AuditEntry& entry) = 0;
  [[nodiscard]] virtual Result<void> enable(std::int64_t id, const AuditEntry& entry) = 0;

  /// Ends all links of theirs, and all sessions but the one with the hash `kept`.
  virtual void set_password(std::int64_t id, std::string_view password, std::string_view kept,
                            const AuditEntry& entry) = 0;

  /// `secret` is kept as it is given; empty: none. `last_step` is the step of the code that proved
  /// it.
  virtual void set_totp(std::int64_t id, std::string_view secret, std::int64_t last_step,
                        const AuditEntry& entry) = 0;
  /// Puts `secret` in the place of the user's. False when the code of this step, or of a later one,
  /// was used before, and when they have another secret by now.
  [[nodiscard]] virtual bool use_totp_step(const User& user, std::int64_t step,
                                           std::string_view secret) = 0;

  /// Also deletes the sessions and links of everybody that are over.
  virtual void start_session(const StoredSession& session, const AuditEntry& entry) = 0;
  struct Owned {
    StoredSession session;
    User user;
  };
  [[nodiscard]] virtual std::optional<Owned> session(std::string_view token_hash) = 0;
  [[nodiscard]] virtual std::vector<StoredSession> sessions(std::int64_t user) = 0;
  virtual void see(std::string_view token_hash, Instant at) = 0;
  virtual void end_session(std::string_view token_hash, const AuditEntry& entry) = 0;
  /// All of theirs but the one with the hash `kept`; how many.
  virtual std::int64_t end_sessions(std::int64_t user, std::string_view kept,
                                    const AuditEntry& entry) = 0;

  /// In place of earlier links of theirs.
  virtual void add_reset(const PasswordReset& reset, const AuditEntry& entry) = 0;
  /// Beside earlier links of theirs, with the mail that brings it, which the mailer's queue takes.
  /// Does not wait; what fails is logged, and nothing is kept of it.
  virtual void start_mail_reset(const PasswordReset& reset, const StaffMail& mail,
                                const AuditEntry& entry) = 0;
  /// Whose link it is; nothing for an unknown one, one that is over, and one of a disabled account.
  [[nodiscard]] virtual std::optional<User> owner_of_reset(std::string_view token_hash,
                                                           Instant now) = 0;
  /// As set_password(), if the link is still there; false when it is not.
  [[nodiscard]] virtual bool take_reset(std::string_view token_hash, std::string_view password,
                                        const AuditEntry& entry) = 0;

  /// For what other rooms change.
  virtual void record(const AuditEntry& entry) = 0;
  /// The newest first: at most `limit`, those older than number `before` (0: from the newest).
  struct Numbered {
    std::int64_t number = 0;
    AuditEntry entry;
  };
  [[nodiscard]] virtual std::vector<Numbered> audit(std::int64_t before, std::int64_t limit) = 0;
};

}  // namespace postbag::staff
