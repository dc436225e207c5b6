#include "server/staff/accounts.h"
#include "tests/store/accounts_world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::staff;
using namespace postbag::testing;

BOOST_FIXTURE_TEST_SUITE(sign_in, AccountsWorld)

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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
