#pragma once

#include <thread>

#include <boost/test/unit_test.hpp>

#include "server/campaign/made.h"
#include "server/staff/accounts.h"
#include "server/staff/totp.h"
#include "server/store/staff_store.h"
#include "tests/store/world.h"

namespace postbag::testing {

inline constexpr const char* kPassword = "three brown ducks";
inline constexpr const char* kOther = "seven white swans";

inline EmailAddress address(const std::string& text) {
  return EmailAddress::parse(text).value();
}

/// Accounts of an admin, an editor and a viewer.
struct AccountsWorld : StoreWorld {
  store::SqlStaffStore staff_store{*database};
  staff::Accounts accounts{staff_store, clock, rng, std::string(32, 's'), {4, 8, 1}};
  staff::Actor actor = staff::Actor::command_line();
  std::int64_t ada =
      accounts.add(actor, address("Ada@example.org"), staff::Role::admin, kPassword).value();
  std::int64_t ed =
      accounts.add(actor, address("ed@example.org"), staff::Role::editor, kPassword).value();

  staff::Accounts::Entered enter(const std::string& email = "ada@example.org",
                                 std::string_view password = kPassword,
                                 std::string_view device = {}) {
    return accounts.sign_in(email, password, device);
  }
  std::string refusal(const std::string& email, std::string_view password = kPassword,
                      std::string_view device = {}) {
    const auto entered = enter(email, password, device);
    return entered ? "" : entered.error().error.code;
  }
  staff::SignedIn signed_in(const std::string& email = "ada@example.org") {
    return accounts.session(enter(email)->token).value();
  }
  /// Asks for a link by mail, and waits until it is done where there is one to do; the token.
  std::string mailed_token(const std::string& email, bool comes = true) {
    std::string made;
    accounts.mail_reset(address(email), [&](std::string_view id, std::string_view token) {
      made = token;
      return staff::StaffMail{std::string{id},
                              std::string{id}.append("@postbag.example.org"),
                              {},
                              campaign::made<Line>("A new password", "subject"),
                              campaign::made<Prose>("Link: " + made, "body")};
    });
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (comes && !accounts.owner_of_reset(made) && std::chrono::steady_clock::now() < until)
      std::this_thread::yield();
    return made;
  }
  std::string last_action() { return accounts.audit(0, 1).at(0).entry.action; }

  /// Gives Ada a second factor.
  std::string with_totp() {
    const std::string secret = accounts.begin_totp();
    BOOST_REQUIRE(accounts
                      .confirm_totp(signed_in(), secret,
                                    staff::totp_code(secret, staff::totp_step_at(clock.now())),
                                    kPassword)
                      .has_value());
    clock.advance(std::chrono::minutes{1});
    return secret;
  }
};

}  // namespace postbag::testing
