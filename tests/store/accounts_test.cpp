#include "server/staff/accounts.h"

#include <thread>

#include <boost/test/unit_test.hpp>

#include "server/campaign/made.h"
#include "server/staff/totp.h"
#include "server/store/backup.h"
#include "server/store/copy.h"
#include "server/store/staff_store.h"
#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::staff;
using postbag::EmailAddress;
using postbag::store::DatabaseError;
using postbag::store::SqlStaffStore;
using postbag::testing::StoreWorld;

constexpr const char* kPassword = "three brown ducks";
constexpr const char* kOther = "seven white swans";

EmailAddress address(const std::string& text) {
  return EmailAddress::parse(text).value();
}

/// Accounts of an admin, an editor and a viewer.
struct Office : StoreWorld {
  SqlStaffStore staff_store{*database};
  Accounts accounts{staff_store, clock, rng, std::string(32, 's'), {4, 8, 1}};
  Actor actor = Actor::command_line();
  std::int64_t ada =
      accounts.add(actor, address("Ada@example.org"), Role::admin, kPassword).value();
  std::int64_t ed = accounts.add(actor, address("ed@example.org"), Role::editor, kPassword).value();

  Accounts::Entered enter(const std::string& email = "ada@example.org",
                          std::string_view password = kPassword, std::string_view device = {}) {
    return accounts.sign_in(email, password, device);
  }
  std::string refusal(const std::string& email, std::string_view password = kPassword,
                      std::string_view device = {}) {
    const auto entered = enter(email, password, device);
    return entered ? "" : entered.error().error.code;
  }
  SignedIn signed_in(const std::string& email = "ada@example.org") {
    return accounts.session(enter(email)->token).value();
  }
  /// Asks for a link by mail, and waits until it is done where there is one to do; the token.
  std::string mailed_token(const std::string& email, bool comes = true) {
    std::string made;
    accounts.mail_reset(address(email), [&](std::string_view id, std::string_view token) {
      made = token;
      return StaffMail{std::string{id},
                       std::string{id}.append("@postbag.example.org"),
                       {},
                       postbag::campaign::made<postbag::Line>("A new password", "subject"),
                       postbag::campaign::made<postbag::Prose>("Link: " + made, "body")};
    });
    const auto until = std::chrono::steady_clock::now() + 10s;
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
                                    totp_code(secret, totp_step_at(clock.now())), kPassword)
                      .has_value());
    clock.advance(1min);
    return secret;
  }
};

BOOST_FIXTURE_TEST_SUITE(accounts, Office)

BOOST_AUTO_TEST_CASE(who_has_the_password_is_let_in_as_what_they_are) {
  const auto entered = enter("ADA@Example.org");
  BOOST_REQUIRE(entered.has_value());
  const auto who = accounts.session(entered->token);
  BOOST_REQUIRE(who.has_value());
  BOOST_TEST(who->user == ada);
  BOOST_TEST(who->email.text() == "Ada@example.org");
  BOOST_TEST((who->role == Role::admin));
  BOOST_TEST(last_action() == "session.started");
  BOOST_TEST(!accounts.session("").has_value());
  BOOST_TEST(!accounts.session(std::string(22, 'A')).has_value());
  BOOST_TEST(!is_kept(entered->token));
  BOOST_TEST(!is_kept(kPassword));
}

BOOST_AUTO_TEST_CASE(an_unknown_address_a_wrong_password_and_a_disabled_account_look_alike) {
  BOOST_REQUIRE(accounts.add(actor, address("new@example.org"), Role::viewer, {}).has_value());
  BOOST_REQUIRE(accounts.disable(actor, ed).has_value());
  const auto wrong = enter("ada@example.org", kOther).error().error;
  BOOST_TEST(wrong.code == "wrong_credentials");
  for (const char* email : {"ed@example.org", "nobody@example.org", "new@example.org", "nonsense"})
    BOOST_TEST_CONTEXT(email) BOOST_TEST((enter(email).error().error == wrong));
  BOOST_TEST((enter("new@example.org", "").error().error == wrong));
}

BOOST_AUTO_TEST_CASE(a_session_ends_unused_after_two_hours_and_used_after_twelve) {
  const std::string token = enter()->token;
  clock.advance(2h - 1ms);
  BOOST_TEST(accounts.session(token).has_value());
  clock.advance(2h);
  BOOST_TEST(!accounts.session(token).has_value());
  const std::string used = enter()->token;
  for (int i = 0; i < 11; ++i) {
    clock.advance(1h);
    BOOST_TEST(accounts.session(used).has_value());
  }
  clock.advance(1h);
  BOOST_TEST(!accounts.session(used).has_value());
  BOOST_TEST(value("SELECT count(*) FROM sessions") == "2");
  static_cast<void>(enter());
  BOOST_TEST(value("SELECT count(*) FROM sessions") == "1");
}

BOOST_AUTO_TEST_CASE(that_a_session_is_used_is_written_once_a_minute) {
  const std::string token = enter()->token;
  const std::string seen = value("SELECT seen_at FROM sessions");
  clock.advance(59s);
  BOOST_TEST(accounts.session(token).has_value());
  BOOST_TEST(value("SELECT seen_at FROM sessions") == seen);
  clock.advance(1s);
  BOOST_TEST(accounts.session(token).has_value());
  BOOST_TEST(value("SELECT seen_at FROM sessions") != seen);
}

BOOST_AUTO_TEST_CASE(each_sign_in_has_a_session_of_its_own_and_signing_out_ends_one) {
  const std::string one = enter()->token;
  const std::string two = enter()->token;
  BOOST_TEST(one != two);
  accounts.sign_out(accounts.session(one).value());
  BOOST_TEST(!accounts.session(one).has_value());
  BOOST_TEST(accounts.session(two).has_value());
  static_cast<void>(enter());
  static_cast<void>(enter("ed@example.org"));
  const SignedIn who = accounts.session(two).value();
  BOOST_TEST(accounts.sessions(who).size() == 2U);
  BOOST_TEST(accounts.end_other_sessions(who) == 1);
  BOOST_TEST(accounts.sessions(who).size() == 1U);
  BOOST_TEST(accounts.session(two).has_value());
  BOOST_TEST(value("SELECT count(*) FROM sessions") == "2");
}

BOOST_AUTO_TEST_CASE(who_guesses_is_slowed_down_and_a_browser_that_was_there_before_is_not) {
  const std::string device = enter()->device;
  const std::string of_ed = enter("ed@example.org")->device;
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(refusal("ada@example.org", kOther) == "wrong_credentials");
  const auto late = enter();
  BOOST_TEST(late.error().error.code == "too_many_attempts");
  BOOST_TEST(late.error().wait.count() == 60'000);
  BOOST_TEST(refusal("Ada@Example.org") == "too_many_attempts");
  BOOST_TEST(refusal("ada@example.org", kPassword, of_ed) == "too_many_attempts");
  BOOST_TEST(refusal("ada@example.org", kPassword, device + "0") == "too_many_attempts");
  BOOST_TEST(refusal("ada@example.org", kPassword, device).empty());
  BOOST_TEST(refusal("ed@example.org").empty());
  clock.advance(1min);
  BOOST_TEST(refusal("ada@example.org").empty());
}

BOOST_AUTO_TEST_CASE(who_knows_the_password_signs_in_as_often_as_they_like) {
  for (int i = 0; i < 25; ++i)
    BOOST_TEST(enter().has_value());
  const std::string secret = with_totp();
  for (int i = 0; i < 25; ++i) {
    clock.advance(30s);
    const std::string ticket = enter().error().ticket;
    const std::string code = totp_code(secret, totp_step_at(clock.now()));
    BOOST_TEST(accounts.enter_code(ticket, code, {}).has_value());
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_address_is_slowed_down_alike) {
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(refusal("nobody@example.org") == "wrong_credentials");
  BOOST_TEST(refusal("nobody@example.org") == "too_many_attempts");
}

BOOST_AUTO_TEST_CASE(a_second_factor_is_asked_for_and_its_code_is_good_once) {
  const std::string secret = with_totp();
  const auto half = enter();
  BOOST_REQUIRE(!half.has_value());
  BOOST_TEST(half.error().error.code == "code_needed");
  const std::string code = totp_code(secret, totp_step_at(clock.now()));
  const auto wrong = accounts.enter_code(half.error().ticket, "000000", {});
  BOOST_TEST(wrong.error().error.code == "wrong_code");
  const auto whole = accounts.enter_code(wrong.error().ticket, code, {});
  BOOST_REQUIRE(whole.has_value());
  BOOST_TEST(accounts.session(whole->token)->has_totp);
  BOOST_TEST(accounts.enter_code(enter().error().ticket, code, {}).error().error.code ==
             "wrong_code");
}

BOOST_AUTO_TEST_CASE(the_code_is_asked_of_who_gave_the_password_for_five_minutes) {
  const std::string secret = with_totp();
  const std::string ticket = enter().error().ticket;
  const auto code = [&] { return totp_code(secret, totp_step_at(clock.now())); };
  for (const std::string& wrong : {std::string{}, std::string{"1"}, "2" + ticket.substr(1),
                                   ticket + "0", std::string{"99999999999999999999.1.2"}})
    BOOST_TEST_CONTEXT(wrong)
  BOOST_TEST(accounts.enter_code(wrong, code(), {}).error().error.code == "old_ticket");
  clock.advance(5min);
  BOOST_TEST(accounts.enter_code(ticket, code(), {}).error().error.code == "old_ticket");
  const std::string fresh = enter().error().ticket;
  BOOST_REQUIRE(accounts.set_password(actor, ada, kOther).has_value());
  BOOST_TEST(accounts.enter_code(fresh, code(), {}).error().error.code == "old_ticket");
}

BOOST_AUTO_TEST_CASE(codes_cannot_be_guessed_through) {
  with_totp();
  const std::string ticket = enter().error().ticket;
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(accounts.enter_code(ticket, "000000", {}).error().error.code == "wrong_code");
  const auto late = accounts.enter_code(ticket, "000000", {});
  BOOST_TEST(late.error().error.code == "too_many_attempts");
  BOOST_TEST(late.error().ticket == ticket);
}

BOOST_AUTO_TEST_CASE(a_second_factor_goes_with_the_password_or_by_an_admin) {
  with_totp();
  const SignedIn who = signed_in("ed@example.org");
  SignedIn as_ada{ada, address("Ada@example.org"), Role::admin, true, {}};
  BOOST_TEST(accounts.remove_totp(as_ada, kOther).error().code == "wrong_password");
  BOOST_TEST(refusal("ada@example.org") == "code_needed");
  BOOST_REQUIRE(accounts.remove_totp(as_ada, kPassword).has_value());
  BOOST_TEST(last_action() == "totp.off");
  BOOST_TEST(refusal("ada@example.org").empty());
  with_totp();
  BOOST_REQUIRE(accounts.forget_totp(who.actor(), ada).has_value());
  BOOST_TEST(refusal("ada@example.org").empty());
  BOOST_TEST(accounts.forget_totp(actor, 99).error().code == "unknown_user");
}

BOOST_AUTO_TEST_CASE(a_second_factor_is_not_replaced_without_the_password_of_its_owner) {
  with_totp();
  const SignedIn found_open{ada, address("Ada@example.org"), Role::admin, true, {}};
  const std::string theirs = accounts.begin_totp();
  BOOST_TEST(
      accounts
          .confirm_totp(found_open, theirs, totp_code(theirs, totp_step_at(clock.now())), kPassword)
          .error()
          .code == "code_is_on");
}

BOOST_AUTO_TEST_CASE(a_second_factor_begins_with_a_code_of_the_secret_that_was_shown) {
  const SignedIn who = signed_in();
  const std::string secret = accounts.begin_totp();
  const std::string code = totp_code(secret, totp_step_at(clock.now()));
  BOOST_TEST(accounts.confirm_totp(who, secret, "000000", kPassword).error().code == "wrong_code");
  BOOST_TEST(accounts.confirm_totp(who, "AAAA", code, kPassword).error().code == "wrong_code");
  BOOST_TEST(accounts.confirm_totp(who, secret, code, kOther).error().code == "wrong_password");
  BOOST_TEST(refusal("ada@example.org").empty());
}

BOOST_AUTO_TEST_CASE(
    the_secret_of_a_second_factor_lies_sealed_and_an_old_one_is_sealed_with_its_next_use) {
  const std::string secret = with_totp();
  BOOST_TEST(!is_kept(secret));
  const auto enters = [&] {
    clock.advance(1min);
    const auto half = enter();
    const std::string code = totp_code(secret, totp_step_at(clock.now()));
    return accounts.enter_code(half.error().ticket, code, {}).has_value();
  };
  BOOST_TEST(enters());
  execute("UPDATE users SET totp_secret = '" + secret + "' WHERE id = " + std::to_string(ada));
  BOOST_TEST(enters());
  BOOST_TEST(value("SELECT totp_secret FROM users WHERE id = " + std::to_string(ada))
                 .starts_with("sealed$"));
  BOOST_TEST(enters());
  // Under another secret of the installation, or in another's place, it opens nothing.
  execute("UPDATE users SET totp_secret = (SELECT totp_secret FROM users WHERE id = " +
          std::to_string(ada) + ") WHERE id = " + std::to_string(ed));
  const auto half = enter("ed@example.org");
  const std::string code = totp_code(secret, totp_step_at(clock.now()));
  BOOST_TEST(accounts.enter_code(half.error().ticket, code, {}).error().error.code == "wrong_code");
}

BOOST_AUTO_TEST_CASE(a_link_comes_by_mail_to_an_account_that_may_sign_in_and_to_nobody_else) {
  const std::string token = mailed_token("ADA@example.org");
  BOOST_TEST(accounts.owner_of_reset(token)->id == ada);
  BOOST_TEST(last_action() == "user.asked_link");
  const auto jobs = store.claim("one", 10, clock.now() + kLease);
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs.at(0).recipient.text() == "Ada@example.org");
  BOOST_TEST(jobs.at(0).body.text() == "Link: " + token);
  BOOST_REQUIRE(accounts.disable(actor, ed).has_value());
  for (const char* nobody : {"nobody@example.org", "ed@example.org"})
    BOOST_TEST(!accounts.owner_of_reset(mailed_token(nobody, false)).has_value());
  BOOST_TEST(last_action() == "user.disabled");
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "1");
}

BOOST_AUTO_TEST_CASE(
    a_mailed_link_works_for_two_hours_beside_others_and_all_end_with_the_first_used) {
  const std::string first = mailed_token("ada@example.org");
  const std::string second = mailed_token("ada@example.org");
  BOOST_TEST(accounts.owner_of_reset(first).has_value());
  BOOST_REQUIRE(accounts.reset(second, kOther).has_value());
  BOOST_TEST(!accounts.owner_of_reset(first).has_value());
  const std::string third = mailed_token("ada@example.org");
  BOOST_TEST(!accounts.owner_of_reset(mailed_token("ada@example.org", false)).has_value());
  clock.advance(2h);
  BOOST_TEST(!accounts.owner_of_reset(third).has_value());
  BOOST_TEST(accounts.owner_of_reset(mailed_token("ada@example.org")).has_value());
}

BOOST_AUTO_TEST_CASE(a_mail_to_staff_is_dropped_a_day_later_sent_or_not) {
  static_cast<void>(mailed_token("ada@example.org"));
  store.tidy(kRetention);
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "1");
  clock.advance(25h);
  store.tidy(kRetention);
  BOOST_TEST(value("SELECT count(*) FROM service_mails") == "0");
}

BOOST_AUTO_TEST_CASE(a_new_password_needs_the_present_one_and_ends_all_other_sessions) {
  const std::string here = enter()->token;
  const std::string elsewhere = enter()->token;
  const SignedIn who = accounts.session(here).value();
  BOOST_TEST(accounts.change_password(who, kOther, kOther).error().code == "wrong_password");
  BOOST_TEST(accounts.change_password(who, kPassword, "short").error().code == "short_password");
  BOOST_REQUIRE(accounts.change_password(who, kPassword, kOther).has_value());
  BOOST_TEST(accounts.session(here).has_value());
  BOOST_TEST(!accounts.session(elsewhere).has_value());
  BOOST_TEST(refusal("ada@example.org") == "wrong_credentials");
  BOOST_TEST(refusal("ada@example.org", kOther).empty());
}

BOOST_AUTO_TEST_CASE(a_disabled_account_is_out_at_once_and_may_be_enabled_again) {
  const std::string token = enter("ed@example.org")->token;
  const std::string link = accounts.make_reset(actor, ed).value();
  BOOST_REQUIRE(accounts.disable(actor, ed).has_value());
  BOOST_TEST(last_action() == "user.disabled");
  BOOST_TEST(!accounts.session(token).has_value());
  BOOST_TEST(!accounts.owner_of_reset(link).has_value());
  BOOST_TEST(accounts.make_reset(actor, ed).error().code == "disabled_user");
  BOOST_REQUIRE(accounts.enable(actor, ed).has_value());
  BOOST_TEST(!accounts.session(token).has_value());
  BOOST_TEST(refusal("ed@example.org").empty());
  BOOST_TEST(accounts.disable(actor, 99).error().code == "unknown_user");
  BOOST_TEST(accounts.enable(actor, 99).error().code == "unknown_user");
}

BOOST_AUTO_TEST_CASE(the_last_admin_stays_one_and_stays_enabled) {
  BOOST_TEST(accounts.disable(actor, ada).error().code == "last_admin");
  BOOST_TEST(accounts.set_role(actor, ada, Role::editor).error().code == "last_admin");
  BOOST_TEST(last_action() == "user.added");
  BOOST_REQUIRE(accounts.set_role(actor, ada, Role::admin).has_value());
  BOOST_REQUIRE(accounts.set_role(actor, ed, Role::admin).has_value());
  BOOST_REQUIRE(accounts.set_role(actor, ada, Role::viewer).has_value());
  BOOST_TEST(accounts.disable(actor, ed).error().code == "last_admin");
  BOOST_REQUIRE(accounts.disable(actor, ada).has_value());
}

BOOST_AUTO_TEST_CASE(a_role_counts_from_the_next_request_on) {
  const std::string token = enter("ed@example.org")->token;
  BOOST_REQUIRE(accounts.set_role(actor, ed, Role::viewer).has_value());
  BOOST_TEST((accounts.session(token)->role == Role::viewer));
}

BOOST_AUTO_TEST_CASE(an_address_has_one_account_whatever_its_case) {
  BOOST_TEST(accounts.add(actor, address("ADA@example.org"), Role::viewer, {}).error().code ==
             "known_user");
  BOOST_TEST(accounts.add(actor, address("jo@example.org"), Role::viewer, "short").error().code ==
             "short_password");
  const auto users = accounts.users();
  BOOST_REQUIRE(users.size() == 2U);
  BOOST_TEST(users.at(0).email.text() == "Ada@example.org");
  BOOST_TEST(users.at(1).email.text() == "ed@example.org");
}

BOOST_AUTO_TEST_CASE(a_link_sets_a_password_once_within_two_days_and_ends_all_sessions) {
  const std::string token = enter("ed@example.org")->token;
  const std::string old = accounts.make_reset(actor, ed).value();
  const std::string link = accounts.make_reset(actor, ed).value();
  BOOST_TEST(!is_kept(link));
  BOOST_TEST(accounts.reset(old, kOther).error().code == "unknown_link");
  BOOST_TEST(accounts.reset(link, "short").error().code == "short_password");
  const auto device = accounts.reset(link, kOther);
  BOOST_REQUIRE(device.has_value());
  BOOST_TEST(!accounts.session(token).has_value());
  BOOST_TEST(accounts.reset(link, kPassword).error().code == "unknown_link");
  for (int i = 0; i < 10; ++i)
    static_cast<void>(refusal("ed@example.org", "a wrong password"));
  BOOST_TEST(refusal("ed@example.org", kOther) == "too_many_attempts");
  BOOST_TEST(refusal("ed@example.org", kOther, *device).empty());
  const std::string late = accounts.make_reset(actor, ed).value();
  clock.advance(48h);
  BOOST_TEST(accounts.reset(late, kPassword).error().code == "unknown_link");
}

BOOST_AUTO_TEST_CASE(the_audit_log_says_who_did_what_and_cannot_be_changed) {
  const SignedIn who = signed_in();
  BOOST_REQUIRE(accounts.set_role(who.actor(), ed, Role::viewer).has_value());
  accounts.record(who.actor(), "campaign.closed", "back-to-work");
  const auto lines = accounts.audit(0, 2);
  BOOST_REQUIRE(lines.size() == 2U);
  BOOST_TEST(lines.at(0).entry.action == "campaign.closed");
  const AuditEntry& role = lines.at(1).entry;
  BOOST_TEST(role.actor.name == "Ada@example.org");
  BOOST_TEST((role.actor.user == ada));
  BOOST_TEST(role.action == "user.role");
  BOOST_TEST(role.subject == "ed@example.org");
  BOOST_TEST(role.detail == "viewer");
  BOOST_TEST((role.at == clock.now()));
  const auto before = accounts.audit(lines.at(1).number, 10);
  BOOST_REQUIRE(before.size() == 4U);
  BOOST_TEST(before.at(2).entry.actor.name == "command line");
  BOOST_TEST(!before.at(2).entry.actor.user.has_value());
  BOOST_CHECK_THROW(execute("UPDATE audit SET actor = 'nobody'"), DatabaseError);
  BOOST_CHECK_THROW(execute("DELETE FROM audit"), DatabaseError);
  BOOST_TEST(accounts.audit(0, 100).size() == 6U);
}

BOOST_AUTO_TEST_CASE(a_ledger_of_the_second_schema_is_brought_up_and_takes_accounts) {
  take_back_to_schema_2();
  const auto migrated = postbag::store::Database::open(place).value();
  BOOST_TEST(value("SELECT max(version) FROM schema_versions") == "4");
  SqlStaffStore fresh_store{*migrated};
  Accounts fresh{fresh_store, clock, rng, std::string(32, 's'), {4, 8, 1}};
  BOOST_TEST(fresh.users().empty());
  BOOST_TEST(fresh.add(actor, address("ada@example.org"), Role::admin, kPassword).has_value());
}

BOOST_AUTO_TEST_CASE(a_backup_that_is_put_back_lets_nobody_in_who_was_there_before) {
  const std::string token = enter()->token;
  const std::string link = accounts.make_reset(actor, ed).value();
  database->write([&](postbag::store::Connection& connection) {
    postbag::store::hold_what_may_have_left(connection, clock.now());
  });
  BOOST_TEST(!accounts.session(token).has_value());
  BOOST_TEST(!accounts.owner_of_reset(link).has_value());
  BOOST_TEST(refusal("ada@example.org").empty());
}

BOOST_AUTO_TEST_CASE(a_copied_ledger_has_its_accounts_and_the_old_one_changes_them_no_more) {
  const std::string token = enter()->token;
  const auto target = postbag::store::Database::open(folder / "copy.db").value();
  BOOST_REQUIRE(postbag::store::copy_ledger(*database, *target).has_value());
  SqlStaffStore copied_store{*target};
  Accounts copied{copied_store, clock, rng, std::string(32, 's'), {4, 8, 1}};
  BOOST_TEST(copied.session(token).has_value());
  BOOST_TEST(copied.audit(0, 10).size() == accounts.audit(0, 10).size());
  BOOST_TEST(copied.add(actor, address("new@example.org"), Role::viewer, {}).has_value());
  BOOST_CHECK_THROW(static_cast<void>(accounts.disable(actor, ed)), DatabaseError);
  BOOST_TEST(!staff_store.find(ed)->disabled_at.has_value());
  const auto used = postbag::store::Database::open(folder / "used.db").value();
  SqlStaffStore used_store{*used};
  Accounts in_use{used_store, clock, rng, std::string(32, 's'), {4, 8, 1}};
  BOOST_REQUIRE(in_use.add(actor, address("new@example.org"), Role::viewer, {}).has_value());
  BOOST_TEST(postbag::store::copy_ledger(*target, *used).error().code == "not_empty");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
