#include "server/staff/accounts.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/token.h"
#include "server/staff/totp.h"

namespace postbag::staff {
namespace {

constexpr int kAttempts = 10;
constexpr Duration kAttemptReturns = std::chrono::minutes{1};
constexpr int kResetMails = 3;
constexpr Duration kResetMailReturns = std::chrono::minutes{20};
constexpr Duration kTicketLasts = std::chrono::minutes{5};
/// How exactly it is known when a session was last used.
constexpr Duration kSeenEvery = std::chrono::minutes{1};
/// How many passwords may wait for their hash, a fifth of a second each: beyond it strangers are
/// sent away, so that they do not take the threads of everybody else.
constexpr int kMostWaiting = 4;
constexpr Duration kShortWait = std::chrono::seconds{2};

Error too_many_attempts() {
  return {
      "too_many_attempts",
      "There were too many attempts to sign in to this account. Wait a minute, then try again; or "
      "choose “I have forgotten my password” to sign in by a link that we mail you now.",
      ""};
}

Error wrong_credentials() {
  return {"wrong_credentials",
          "The email address or the password is wrong, or the account is disabled.", ""};
}

Error wrong_code() {
  return {"wrong_code", "Enter the six digits that your app shows now. Each code works once.",
          "code"};
}

Error unknown_user() {
  return {"unknown_user", "There is no such account.", ""};
}

void log_refusal(std::string_view reason, std::int64_t user) {
  log(LogLevel::info, "staff.refused", {{"reason", reason}, {"user", user}});
}

/// A user's number and a word that tells this browser from another, as one word.
std::string device_words(const User& user, const std::string& word) {
  return std::to_string(user.id) + '~' + word;
}

}  // namespace

Accounts::Accounts(StaffStore& store, const Clock& clock, Rng& rng, const std::string& secret,
                   ScryptCost cost)
    : store_(store),
      clock_(clock),
      rng_(rng),
      passwords_(rng, cost),
      attempts_(clock, 1, kAttemptReturns, kAttempts),
      reset_mails_(clock, 1, kResetMailReturns, kResetMails),
      tickets_(secret, "code", clock, kTicketLasts),
      devices_(secret, "device", clock, kDeviceKnown),
      seal_(secret, rng) {}

Accounts::Entered Accounts::sign_in(std::string_view email, std::string_view password,
                                    std::string_view device) {
  const auto address = EmailAddress::parse(email);
  if (!address) return tl::unexpected(Refusal{wrong_credentials()});
  const std::optional<User> user = store_.find(*address);
  const Share share = share_of(user, *address, device);
  if (const Duration wait = attempts_.take(share.bucket); wait > Duration::zero()) {
    log_refusal("too_many_attempts", user ? user->id : 0);
    return tl::unexpected(Refusal{too_many_attempts(), wait});
  }
  if (!share.known && passwords_.busy() >= kMostWaiting)
    return tl::unexpected(Refusal{too_many_attempts(), kShortWait});
  const bool may_sign_in = user && !user->disabled_at;
  // Nobody's password takes as long to compare.
  if (!passwords_.matches(password.substr(0, kLongestPassword * 4),
                          may_sign_in ? std::string_view{user->password} : std::string_view{})) {
    log_refusal("wrong_credentials", user ? user->id : 0);
    return tl::unexpected(Refusal{wrong_credentials()});
  }
  attempts_.put_back(share.bucket);
  if (!user->totp_secret.empty())
    return tl::unexpected(ask_for_code(
        *user, {"code_needed", "Enter the six digits that your app shows now.", "code"}));
  return enter(*user);
}

Accounts::Entered Accounts::enter_code(std::string_view ticket, std::string_view code,
                                       std::string_view device) {
  const auto begin_again = [] {
    return tl::unexpected(
        Refusal{{"old_ticket", "That took too long. Enter your password again.", ""}});
  };
  std::int64_t id = 0;
  for (const char digit : SignedText::words_of(ticket)) {
    if (digit < '0' || digit > '9' || id > 1'000'000'000'000) return begin_again();
    id = id * 10 + (digit - '0');
  }
  const std::optional<User> user = store_.find(id);
  // Bound to the password, so that a ticket ends with it.
  if (!user || user->disabled_at || !tickets_.is_ours(ticket, user->password)) return begin_again();
  const std::string bucket = "code " + share_of(user, user->email, device).bucket;
  if (const Duration wait = attempts_.take(bucket); wait > Duration::zero()) {
    log_refusal("too_many_attempts", user->id);
    return tl::unexpected(Refusal{too_many_attempts(), wait, std::string{ticket}});
  }
  if (user->totp_secret.empty()) return enter(*user);
  if (const auto secret = totp_secret_of(*user)) {
    const auto step = accepted_step(*secret, code, clock_.now(), user->totp_last_step);
    const std::string kept =
        Seal::is_sealed(user->totp_secret) ? user->totp_secret : sealed(user->id, *secret);
    if (step && store_.use_totp_step(*user, *step, kept)) {
      attempts_.put_back(bucket);
      return enter(*user);
    }
  }
  log_refusal("wrong_code", user->id);
  return tl::unexpected(ask_for_code(*user, wrong_code()));
}

/// Those that were stored before there was a seal stand there as they are.
std::optional<std::string> Accounts::totp_secret_of(const User& user) const {
  if (!Seal::is_sealed(user.totp_secret)) return user.totp_secret;
  auto secret = seal_.open(user.totp_secret, std::to_string(user.id));
  if (!secret) log(LogLevel::error, "staff.code_unreadable", {{"user", user.id}});
  return secret;
}

std::string Accounts::sealed(std::int64_t user, std::string_view secret) const {
  return seal_.close(secret, std::to_string(user));
}

Refusal Accounts::ask_for_code(const User& user, Error error) const {
  return {std::move(error), {}, tickets_.make(std::to_string(user.id), user.password)};
}

Entrance Accounts::enter(const User& user) {
  const std::string token = random_token(rng_);
  const Instant now = clock_.now();
  const SignedIn who{user.id, user.email, user.role, !user.totp_secret.empty(), sha256(token)};
  store_.start_session({who.token_hash, user.id, now, now, now + kLongestSession},
                       entry(who.actor(), "session.started", user.email.text()));
  return {token, make_device(user)};
}

std::string Accounts::make_device(const User& user) {
  return devices_.make(device_words(user, random_token(rng_)), {});
}

Accounts::Share Accounts::share_of(const std::optional<User>& user, const EmailAddress& email,
                                   std::string_view device) const {
  const std::string_view words = SignedText::words_of(device);
  if (user && words.starts_with(device_words(*user, {})) && devices_.is_ours(device, {}))
    return {"device " + std::string{words}, true};
  return {"account " + email.identity(), false};
}

std::optional<SignedIn> Accounts::session(std::string_view token) {
  if (token.size() != kTokenLength) return std::nullopt;
  const auto owned = store_.session(sha256(token));
  if (!owned || owned->user.disabled_at) return std::nullopt;
  const StoredSession& session = owned->session;
  const Instant now = clock_.now();
  if (now >= session.expires_at || now >= session.seen_at + kIdle) return std::nullopt;
  if (now >= session.seen_at + kSeenEvery) try {
      store_.see(session.token_hash, now);
    } catch (const std::runtime_error&) {
      // On a full disk staff can still look at what is wrong.
      log(LogLevel::warning, "staff.not_seen");
    }
  const User& user = owned->user;
  return SignedIn{user.id, user.email, user.role, !user.totp_secret.empty(), session.token_hash};
}

void Accounts::sign_out(const SignedIn& who) {
  store_.end_session(who.token_hash, entry(who.actor(), "session.ended", who.email.text()));
}

std::vector<StoredSession> Accounts::sessions(const SignedIn& who) {
  std::vector<StoredSession> sessions = store_.sessions(who.user);
  const Instant now = clock_.now();
  std::erase_if(sessions, [now](const StoredSession& session) {
    return now >= session.expires_at || now >= session.seen_at + kIdle;
  });
  return sessions;
}

std::int64_t Accounts::end_other_sessions(const SignedIn& who) {
  return store_.end_sessions(who.user, who.token_hash,
                             entry(who.actor(), "sessions.ended", who.email.text()));
}

Result<User> Accounts::with_present_password(const SignedIn& who, std::string_view present) {
  const std::string bucket = "present " + std::to_string(who.user);
  if (attempts_.take(bucket) > Duration::zero()) return tl::unexpected(too_many_attempts());
  auto found = user(who.user);
  if (!found) return found;
  if (!passwords_.matches(present.substr(0, kLongestPassword * 4), found->password))
    return fail("wrong_password", "Enter your present password.", "present");
  attempts_.put_back(bucket);
  return found;
}

Result<void> Accounts::change_password(const SignedIn& who, std::string_view present,
                                       std::string_view fresh) {
  if (auto good = check_password(fresh, who.email); !good) return good;
  if (const auto found = with_present_password(who, present); !found)
    return tl::unexpected(found.error());
  store_.set_password(who.user, passwords_.hash(fresh), who.token_hash,
                      entry(who.actor(), "user.password", who.email.text()));
  return {};
}

std::string Accounts::begin_totp() {
  return make_totp_secret(rng_);
}

Result<void> Accounts::confirm_totp(const SignedIn& who, std::string_view secret,
                                    std::string_view code, std::string_view present) {
  // Whoever has found a session open may not put their own telephone in the place of the owner's.
  if (who.has_totp)
    return fail("code_is_on", "A code is set up already. Remove that one first.", "code");
  if (const auto found = with_present_password(who, present); !found)
    return tl::unexpected(found.error());
  if (!is_totp_secret(secret)) return tl::unexpected(wrong_code());
  const auto step = accepted_step(secret, code, clock_.now(), 0);
  if (!step) return tl::unexpected(wrong_code());
  store_.set_totp(who.user, sealed(who.user, secret), *step,
                  entry(who.actor(), "totp.on", who.email.text()));
  return {};
}

Result<void> Accounts::remove_totp(const SignedIn& who, std::string_view present) {
  if (const auto found = with_present_password(who, present); !found)
    return tl::unexpected(found.error());
  return forget_totp(who.actor(), who.user);
}

std::vector<User> Accounts::users() {
  return store_.users();
}

Result<User> Accounts::find(const EmailAddress& email) {
  if (auto found = store_.find(email)) return std::move(*found);
  return tl::unexpected(unknown_user());
}

Result<User> Accounts::user(std::int64_t id) {
  if (auto found = store_.find(id)) return std::move(*found);
  return tl::unexpected(unknown_user());
}

Result<std::int64_t> Accounts::add(const Actor& actor, const EmailAddress& email, Role role,
                                   const std::optional<std::string>& password) {
  User user;
  user.email = email;
  user.role = role;
  user.created_at = clock_.now();
  if (password) {
    if (auto good = check_password(*password, email); !good) return tl::unexpected(good.error());
    user.password = passwords_.hash(*password);
    user.password_changed_at = user.created_at;
  }
  return store_.add(user, entry(actor, "user.added", email.text(), std::string{name_of(role)}));
}

Result<void> Accounts::set_role(const Actor& actor, std::int64_t id, Role role) {
  return user(id).and_then([&](const User& found) {
    return store_.set_role(
        id, role, entry(actor, "user.role", found.email.text(), std::string{name_of(role)}));
  });
}

Result<void> Accounts::disable(const Actor& actor, std::int64_t id) {
  return user(id).and_then([&](const User& found) {
    return store_.disable(id, entry(actor, "user.disabled", found.email.text()));
  });
}

Result<void> Accounts::enable(const Actor& actor, std::int64_t id) {
  return user(id).and_then([&](const User& found) {
    return store_.enable(id, entry(actor, "user.enabled", found.email.text()));
  });
}

Result<void> Accounts::set_password(const Actor& actor, std::int64_t id,
                                    std::string_view password) {
  const auto found = user(id);
  if (!found) return tl::unexpected(found.error());
  if (auto good = check_password(password, found->email); !good) return good;
  store_.set_password(id, passwords_.hash(password), {},
                      entry(actor, "user.password", found->email.text()));
  return {};
}

Result<void> Accounts::forget_totp(const Actor& actor, std::int64_t id) {
  return user(id).map([&](const User& found) {
    store_.set_totp(id, {}, 0, entry(actor, "totp.off", found.email.text()));
  });
}

Result<std::string> Accounts::make_reset(const Actor& actor, std::int64_t id) {
  const auto found = user(id);
  if (!found) return tl::unexpected(found.error());
  if (found->disabled_at) return fail("disabled_user", "The account is disabled. Enable it first.");
  std::string token = random_token(rng_);
  store_.add_reset({sha256(token), id, clock_.now() + kResetLasts},
                   entry(actor, "user.link", found->email.text()));
  return token;
}

void Accounts::mail_reset(
    const EmailAddress& email,
    const std::function<StaffMail(std::string_view id, std::string_view token)>& write) {
  const std::string token = random_token(rng_);
  StaffMail mail = write(random_token(rng_), token);
  const bool may = reset_mails_.take(email.identity()) == Duration::zero();
  const std::optional<User> user = store_.find(email);
  if (!may || !user || user->disabled_at) return;
  mail.recipient = user->email;
  store_.start_mail_reset(
      {sha256(token), user->id, clock_.now() + kMailedResetLasts}, mail,
      entry({std::nullopt, "somebody not signed in"}, "user.asked_link", user->email.text()));
}

std::optional<User> Accounts::owner_of_reset(std::string_view token) {
  return store_.owner_of_reset(sha256(token), clock_.now());
}

Result<std::string> Accounts::reset(std::string_view token, std::string_view password) {
  const auto unknown = [] {
    return fail("unknown_link", "This link was used before, or is too old. Ask for another.");
  };
  const auto owner = owner_of_reset(token);
  if (!owner) return unknown();
  if (auto good = check_password(password, owner->email); !good)
    return tl::unexpected(good.error());
  const Actor actor{owner->id, owner->email.text()};
  if (!store_.take_reset(sha256(token), passwords_.hash(password),
                         entry(actor, "user.password", actor.name, "by link")))
    return unknown();
  return make_device(*owner);
}

void Accounts::record(const Actor& actor, std::string action, std::string subject,
                      std::string detail) {
  store_.record(entry(actor, std::move(action), std::move(subject), std::move(detail)));
}

AuditEntry Accounts::entry(const Actor& actor, std::string action, std::string subject,
                           std::string detail) const {
  return {clock_.now(), actor, std::move(action), std::move(subject), std::move(detail)};
}

}  // namespace postbag::staff
