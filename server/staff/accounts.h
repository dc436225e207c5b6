#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/buckets.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "server/staff/password.h"
#include "server/staff/seal.h"
#include "server/staff/signed_text.h"
#include "server/staff/store.h"

namespace postbag::staff {

/// How long a session lasts unused, and at most.
inline constexpr Duration kIdle = std::chrono::hours{2};
inline constexpr Duration kLongestSession = std::chrono::hours{12};
/// How long a browser is known after a sign-in.
inline constexpr Duration kDeviceKnown = std::chrono::hours{90 * 24};
/// How long a link to set a password works.
inline constexpr Duration kResetLasts = std::chrono::hours{48};
/// The same for one that somebody asked for by mail.
inline constexpr Duration kMailedResetLasts = std::chrono::hours{2};

/// Who is signed in, as a request finds it.
struct SignedIn {
  std::int64_t user = 0;
  EmailAddress email;
  Role role = Role::viewer;
  bool has_totp = false;
  /// Of the session's token; tells one session from another.
  std::string token_hash;

  [[nodiscard]] Actor actor() const { return {user, email.text()}; }
};

/// What somebody gets who is let in.
struct Entrance {
  /// The session's; new each time.
  std::string token;
  /// The mark of a browser that has signed in before.
  std::string device;
};

/// Why somebody was not let in.
struct Refusal {
  /// `wrong_credentials` (the same for an unknown address, a wrong password and a disabled
  /// account), `code_needed`, `wrong_code`, `old_ticket` (begin again), `too_many_attempts`.
  Error error;
  /// For `too_many_attempts`.
  Duration wait{};
  /// For `code_needed` and `wrong_code`: says for five minutes to enter_code() that the password
  /// was right.
  std::string ticket = {};
};

/// The accounts of staff: who may sign in, as what, and who did what. Thread-safe. Throws
/// std::runtime_error when the database fails.
///
/// Whoever guesses is slowed down, and nobody else is: wrong attempts on an account share a bucket
/// of ten, then one a minute, but a browser that has signed in to it before carries a mark and has
/// a bucket of its own. Callers limit clients by their addresses before they call what takes a
/// password: making its hash takes a fraction of a second of a processor.
class Accounts {
 public:
  /// `secret` signs marks and tickets. The references must outlive it.
  Accounts(StaffStore& store, const Clock& clock, Rng& rng, const std::string& secret,
           ScryptCost cost = {});

  using Entered = tl::expected<Entrance, Refusal>;
  /// `device` is the mark that the browser carries, or anything else.
  [[nodiscard]] Entered sign_in(std::string_view email, std::string_view password,
                                std::string_view device);
  /// The second step, where there is a second factor.
  [[nodiscard]] Entered enter_code(std::string_view ticket, std::string_view code,
                                   std::string_view device);

  /// Nothing once it has ended, lasted too long or not been used for too long, and when the account
  /// was disabled. It counts as used now.
  [[nodiscard]] std::optional<SignedIn> session(std::string_view token);
  void sign_out(const SignedIn& who);
  [[nodiscard]] std::vector<StoredSession> sessions(const SignedIn& who);
  /// How many ended.
  std::int64_t end_other_sessions(const SignedIn& who);

  /// Ends all other sessions. Errors: those of check_password(), and of those that ask for the
  /// present password: `wrong_password`, `too_many_attempts`.
  [[nodiscard]] Result<void> change_password(const SignedIn& who, std::string_view present,
                                             std::string_view fresh);

  /// A secret for an app, to be given back to confirm_totp(); nothing is stored yet.
  [[nodiscard]] std::string begin_totp();
  /// Asks for the present password. Errors: `wrong_code`, `too_many_attempts`, `code_is_on` (there
  /// is one already).
  [[nodiscard]] Result<void> confirm_totp(const SignedIn& who, std::string_view secret,
                                          std::string_view code, std::string_view present);
  /// Asks for the present password.
  [[nodiscard]] Result<void> remove_totp(const SignedIn& who, std::string_view present);

  // What admins and the command line do. Errors of all: `unknown_user`.

  [[nodiscard]] std::vector<User> users();
  [[nodiscard]] Result<User> find(const EmailAddress& email);
  /// Without a password nobody can sign in yet. The id. Errors: `known_user`, those of
  /// check_password().
  [[nodiscard]] Result<std::int64_t> add(const Actor& actor, const EmailAddress& email, Role role,
                                         const std::optional<std::string>& password);
  /// Errors: `last_admin`.
  [[nodiscard]] Result<void> set_role(const Actor& actor, std::int64_t id, Role role);
  /// Ends all sessions of theirs. Errors: `last_admin`.
  [[nodiscard]] Result<void> disable(const Actor& actor, std::int64_t id);
  [[nodiscard]] Result<void> enable(const Actor& actor, std::int64_t id);
  /// Ends all sessions of theirs. Errors: those of check_password().
  [[nodiscard]] Result<void> set_password(const Actor& actor, std::int64_t id,
                                          std::string_view password);
  /// For who has lost their telephone.
  [[nodiscard]] Result<void> forget_totp(const Actor& actor, std::int64_t id);
  /// The token of a link that sets a password once, in place of earlier ones. Error:
  /// `disabled_user`.
  [[nodiscard]] Result<std::string> make_reset(const Actor& actor, std::int64_t id);

  /// Mails a link to set a password to the account of that address, if there is one that may sign
  /// in: three times at once, then each twenty minutes. `write` makes the mail of that id for a
  /// link's token. Earlier links go on working, so that nobody can end them by asking. Returns at
  /// once, and takes as long for an address that is nobody's.
  void mail_reset(
      const EmailAddress& email,
      const std::function<StaffMail(std::string_view id, std::string_view token)>& write);

  /// Whose link it is.
  [[nodiscard]] std::optional<User> owner_of_reset(std::string_view token);
  /// Ends all sessions of theirs; the mark for the browser. Errors: `unknown_link`, those of
  /// check_password().
  [[nodiscard]] Result<std::string> reset(std::string_view token, std::string_view password);

  /// The newest first.
  [[nodiscard]] std::vector<StaffStore::Numbered> audit(std::int64_t before, std::int64_t limit) {
    return store_.audit(before, limit);
  }
  /// Puts a line into the audit log, for what other rooms do.
  void record(const Actor& actor, std::string action, std::string subject, std::string detail = {});

 private:
  [[nodiscard]] AuditEntry entry(const Actor& actor, std::string action, std::string subject,
                                 std::string detail = {}) const;
  [[nodiscard]] Entrance enter(const User& user);
  [[nodiscard]] Refusal ask_for_code(const User& user, Error error) const;
  [[nodiscard]] std::string make_device(const User& user);
  /// Whose attempts share a bucket: a browser's, where it is known to have been `user`'s, else all
  /// on that account.
  struct Share {
    std::string bucket;
    bool known = false;
  };
  [[nodiscard]] Share share_of(const std::optional<User>& user, const EmailAddress& email,
                               std::string_view device) const;
  [[nodiscard]] Result<User> user(std::int64_t id);
  [[nodiscard]] std::optional<std::string> totp_secret_of(const User& user) const;
  /// What stands in the database for a user's secret.
  [[nodiscard]] std::string sealed(std::int64_t user, std::string_view secret) const;
  [[nodiscard]] Result<User> with_present_password(const SignedIn& who, std::string_view present);

  StaffStore& store_;
  const Clock& clock_;
  Rng& rng_;
  Passwords passwords_;
  Buckets attempts_;
  Buckets reset_mails_;
  const SignedText tickets_;
  const SignedText devices_;
  const Seal seal_;
};

}  // namespace postbag::staff
