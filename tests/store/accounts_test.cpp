#include "server/staff/accounts.h"

#include "server/store/backup.h"
#include "server/store/copy.h"
#include "tests/store/accounts_world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::staff;
using namespace postbag::testing;
using postbag::EmailAddress;
using postbag::store::DatabaseError;
using postbag::store::SqlStaffStore;

BOOST_FIXTURE_TEST_SUITE(accounts, AccountsWorld)

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
