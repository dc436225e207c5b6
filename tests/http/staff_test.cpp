#include <boost/test/unit_test.hpp>

#include "base/digest.h"
#include "server/http/console/admission.h"
#include "server/http/routes.h"
#include "server/staff/totp.h"
#include "tests/http/console.h"
#include "tests/http/supporter.h"
#include "tests/support/captured_stderr.h"

namespace {

using namespace std::chrono_literals;
using postbag::EmailAddress;
using postbag::http::Route;
using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::has;
using postbag::testing::kPassword;
using postbag::testing::post_form;
using postbag::testing::value_of_cookie;

constexpr const char* kOther = "seven white swans";

std::string replaced_token(std::string_view pattern) {
  std::string path{pattern};
  for (const auto& [name, value] : {std::pair{"{token}", "AAAAAAAAAAAAAAAAAAAAAA"},
                                    {"{slug}", "back-to-work"},
                                    {"{number}", "1"},
                                    {"{version}", "1"},
                                    {"{name}", "party"},
                                    {"{member}", "5142"},
                                    {"{group}", "new"}})
    if (const std::size_t at = path.find(name); at != std::string::npos)
      path.replace(at, std::string_view{name}.size(), value);
  return path;
}

bool is_of_staff(const Route& route) {
  return route.pattern == "/staff" || route.pattern.starts_with("/staff/");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(staff_pages)

BOOST_AUTO_TEST_CASE(every_address_of_the_console_but_sign_in_and_reset_asks_for_a_role) {
  int of_staff = 0;
  for (const Route& route : postbag::http::routes())
    BOOST_TEST_CONTEXT(route.method << ' ' << route.pattern) {
      const bool open = route.pattern == "/staff/sign-in" ||
                        route.pattern.starts_with("/staff/reset") || !is_of_staff(route);
      BOOST_TEST(least_role(route).has_value() == !open);
      of_staff += is_of_staff(route) ? 1 : 0;
    }
  BOOST_TEST(of_staff >= 12);
}

BOOST_AUTO_TEST_CASE(each_address_lets_in_exactly_who_has_its_role) {
  Console console;
  for (const Route& route : postbag::http::routes()) {
    const auto least = least_role(route);
    if (!least) continue;
    const std::string path = replaced_token(route.pattern);
    const auto ask = [&](const httplib::Headers& session) {
      if (route.method == "GET") return console.get(path, session);
      return console.post(path, session, {{"user", "0"}});
    };
    BOOST_TEST_CONTEXT(route.method << ' ' << path) {
      const auto nobody = ask({});
      BOOST_TEST(nobody->status == 303);
      BOOST_TEST(nobody->get_header_value("Location").starts_with("/staff/sign-in"));
      for (const Role role : postbag::staff::kRoles)
        BOOST_TEST_CONTEXT(name_of(role)) {
          const auto answer = ask(console.as(role));
          BOOST_TEST((answer->status == 403) == (role < *least));
          constexpr std::array answers{200, 303, 403, 404, 409, 422};
          BOOST_TEST((std::find(answers.begin(), answers.end(), answer->status) != answers.end()));
          BOOST_TEST(!answer->get_header_value("Location").starts_with("/staff/sign-in?"));
          BOOST_TEST(answer->get_header_value("Cache-Control") == "no-store");
          BOOST_TEST(answer->get_header_value("X-Robots-Tag").starts_with("noindex"));
        }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_form_of_the_console_is_taken_without_the_token_of_its_own_session) {
  Console console;
  const auto session = console.as(Role::admin);
  const std::string ours = form_of(console.get("/staff", session)->body)["form_token"];
  const std::string of_another =
      form_of(console.get("/staff", console.as(Role::admin))->body)["form_token"];
  const std::string of_supporters = form_of(console.get("/c/back-to-work")->body)["form_token"];
  for (const Route& route : postbag::http::routes()) {
    if (!least_role(route) || route.method != "POST") continue;
    const std::string path{route.pattern};
    const auto status = [&](const std::string& token, httplib::Headers headers) {
      headers.insert(session.begin(), session.end());
      return post_form(console.http, path,
                       {{"form_token", token},
                        {"step", "disable"},
                        {"user", std::to_string(console.ids[Role::viewer])}},
                       headers)
          ->status;
    };
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(status("", {}) == 403);
      BOOST_TEST(status(of_another, {}) == 403);
      BOOST_TEST(status(of_supporters, {}) == 403);
      BOOST_TEST(status(ours, {{"Origin", "https://evil.example.org"}}) == 403);
      BOOST_TEST(status(ours, {{"Sec-Fetch-Site", "same-site"}}) == 403);
    }
  }
  BOOST_TEST(!console.staff_store.find(console.ids[Role::viewer])->disabled_at.has_value());
  BOOST_TEST(console.get("/staff", session)->status == 200);
}

BOOST_AUTO_TEST_CASE(whoever_signs_in_goes_on_to_where_they_wanted) {
  Console console;
  const auto refused = console.get("/staff/account");
  BOOST_TEST(refused->get_header_value("Location") == "/staff/sign-in?next=/staff/account");
  const auto page = console.get("/staff/sign-in?next=/staff/account");
  BOOST_TEST(form_of(page->body)["next"] == "/staff/account");
  const auto entered = console.sign_in(Role::viewer, kPassword, {}, "/staff/account");
  BOOST_TEST(entered->status == 303);
  BOOST_TEST(entered->get_header_value("Location") == "/staff/account");
  const std::string cookie = entered->get_header_value("Set-Cookie", 0);
  BOOST_TEST(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax"));
  const httplib::Headers session{
      {"Cookie", "a=b; postbag_staff=" + value_of_cookie(entered, "postbag_staff") + "; c=d"}};
  BOOST_TEST(has(console.get("/staff/account", session), "viewer@example.org"));
  BOOST_TEST(console.get("/staff/sign-in", session)->get_header_value("Location") == "/staff");
}

BOOST_AUTO_TEST_CASE(after_the_sign_in_nobody_is_sent_out_of_the_console) {
  for (const char* place :
       {"", "https://evil.example.org", "//evil.example.org", "/staff/../c/x?y",
        "/staff/../..//evil", "/staff//evil", "/staff/./x", "/staffroom", "/staff/\\evil",
        "/staff/\r\nX: y", "/staff/sign-out", "/c/back-to-work", "/staff?x=1"})
    BOOST_TEST_CONTEXT(place)
  BOOST_TEST(postbag::http::console::next_place(place) == "/staff");
  BOOST_TEST(postbag::http::console::next_place("/staff/users") == "/staff/users");
}

BOOST_AUTO_TEST_CASE(over_https_the_cookies_are_for_this_host_and_https_alone) {
  Console console{[](auto& settings) { settings.base_url = "https://post.example.org"; }};
  const auto entered = console.sign_in(Role::viewer);
  const std::string token = value_of_cookie(entered, "__Host-postbag_staff");
  BOOST_TEST(token.size() == 22U);
  BOOST_TEST(!value_of_cookie(entered, "__Host-postbag_device").empty());
  BOOST_TEST(entered->get_header_value("Set-Cookie", 0).ends_with("; Secure"));
  BOOST_TEST(entered->get_header_value("Set-Cookie", 1).find("; Secure; Max-Age=7776000") !=
             std::string::npos);
  BOOST_TEST(console.get("/staff", {{"Cookie", "__Host-postbag_staff=" + token}})->status == 200);
  BOOST_TEST(console.get("/staff", {{"Cookie", "postbag_staff=" + token}})->status == 303);
}

BOOST_AUTO_TEST_CASE(a_session_that_somebody_planted_is_not_the_one_that_the_sign_in_gives) {
  Console console;
  const std::string planted(22, 'P');
  const auto entered =
      console.sign_in(Role::admin, kPassword, {{"Cookie", "postbag_staff=" + planted}});
  BOOST_TEST(value_of_cookie(entered, "postbag_staff") != planted);
  BOOST_TEST(console.get("/staff", {{"Cookie", "postbag_staff=" + planted}})->status == 303);
  const auto of_viewer = console.as(Role::viewer);
  const auto again = console.sign_in(Role::admin, kPassword, of_viewer);
  BOOST_TEST(again->status == 303);
  BOOST_TEST(console.get("/staff", of_viewer)->status == 303);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_and_an_unknown_address_get_the_same_page) {
  Console console;
  const auto wrong = console.sign_in(Role::admin, kOther);
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(has(wrong, "The email address or the password is wrong"));
  BOOST_TEST(has(wrong, "value=\"admin@example.org\""));
  BOOST_TEST(!has(wrong, kOther));
  Form form = form_of(console.get("/staff/sign-in")->body);
  form["email"] = "<nobody>@example.org";
  const auto unknown = post_form(console.http, "/staff/sign-in", form);
  BOOST_TEST(unknown->status == 422);
  BOOST_TEST(has(unknown, "The email address or the password is wrong"));
  BOOST_TEST(has(unknown, "&lt;nobody&gt;"));
  form["form_token"] = "x";
  BOOST_TEST(post_form(console.http, "/staff/sign-in", form)->status == 403);
  BOOST_TEST(
      console.sign_in(Role::admin, kPassword, {{"Origin", "https://evil.example.org"}})->status ==
      403);
}

BOOST_AUTO_TEST_CASE(a_whole_office_behind_one_address_may_sign_in_at_nine_but_not_guess) {
  Console console;
  for (int i = 0; i < 40; ++i)
    BOOST_TEST(console.sign_in(Role::editor)->status == 303);
  Form form = form_of(console.get("/staff/sign-in")->body);
  form["password"] = "a wrong password";
  const auto guess = [&](int i) {
    form["email"] = "person" + std::to_string(i) + "@example.org";
    return post_form(console.http, "/staff/sign-in", form)->status;
  };
  for (int i = 0; i < 30; ++i)
    BOOST_TEST(guess(i) == 422);
  BOOST_TEST(guess(30) == 429);
}

BOOST_AUTO_TEST_CASE(who_guesses_waits_and_the_browser_of_the_owner_does_not) {
  Console console;
  const std::string device = value_of_cookie(console.sign_in(Role::admin), "postbag_device");
  for (int i = 0; i < 10; ++i)
    BOOST_TEST(console.sign_in(Role::admin, kOther)->status == 422);
  const auto late = console.sign_in(Role::admin);
  BOOST_TEST(late->status == 429);
  BOOST_TEST(late->get_header_value("Retry-After") == "60");
  BOOST_TEST(has(late, "There were too many attempts"));
  const auto owner =
      console.sign_in(Role::admin, kPassword, {{"Cookie", "postbag_device=" + device}});
  BOOST_TEST(owner->status == 303);
}

BOOST_AUTO_TEST_CASE(one_client_cannot_keep_the_hashing_busy) {
  Console console;
  Form form = form_of(console.get("/staff/sign-in")->body);
  int refused = 0;
  for (int i = 0; i < 35; ++i) {
    form["email"] = "jo" + std::to_string(i) + "@example.org";
    refused += post_form(console.http, "/staff/sign-in", form)->status == 429 ? 1 : 0;
  }
  BOOST_TEST(refused == 5);
}

BOOST_AUTO_TEST_CASE(signing_out_ends_the_session) {
  Console console;
  const auto session = console.as(Role::viewer);
  const auto out = console.post("/staff/sign-out", session, {});
  BOOST_TEST(out->status == 303);
  BOOST_TEST(out->get_header_value("Set-Cookie").find("postbag_staff=;") == 0U);
  BOOST_TEST(console.get("/staff", session)->status == 303);
}

BOOST_AUTO_TEST_CASE(a_code_is_set_up_asked_for_and_removed) {
  Console console;
  const auto session = console.as(Role::editor);
  const auto begun = console.post("/staff/account", session, {{"step", "begin_totp"}});
  const std::string secret = form_of(begun->body)["totp_secret"];
  BOOST_TEST(has(begun, "<svg class=\"qr\""));
  BOOST_TEST(has(begun, postbag::staff::spaced_secret(secret)));
  const auto code = [&] {
    return postbag::staff::totp_code(secret, postbag::staff::totp_step_at(console.clock.now()));
  };
  const auto wrong = console.post("/staff/account", session,
                                  {{"step", "confirm_totp"},
                                   {"totp_secret", secret},
                                   {"totp_present", kPassword},
                                   {"code", "000000"}});
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(form_of(wrong->body)["totp_secret"] == secret);
  BOOST_TEST(has(console.post("/staff/account", session,
                              {{"step", "confirm_totp"},
                               {"totp_secret", secret},
                               {"totp_present", kPassword},
                               {"code", code()}}),
                 "From now on you are asked for a code"));
  console.clock.advance(1min);
  const auto half = console.sign_in(Role::editor, kPassword, {}, "/staff/account");
  BOOST_TEST(half->status == 200);
  BOOST_TEST(value_of_cookie(half, "postbag_staff").empty());
  Form form = form_of(half->body);
  form["code"] = "000000";
  const auto again = post_form(console.http, "/staff/sign-in", form);
  BOOST_TEST(again->status == 422);
  form = form_of(again->body);
  form["code"] = code();
  const auto whole = post_form(console.http, "/staff/sign-in", form);
  BOOST_TEST(whole->status == 303);
  BOOST_TEST(whole->get_header_value("Location") == "/staff/account");
  BOOST_TEST(post_form(console.http, "/staff/sign-in", form)->status == 422);
  const auto kept =
      console.post("/staff/account", session, {{"step", "remove_totp"}, {"totp_present", kOther}});
  BOOST_TEST(has(kept, "id=\"totp_present-error\""));
  BOOST_TEST(has(console.post("/staff/account", session,
                              {{"step", "remove_totp"}, {"totp_present", kPassword}}),
                 "You are no longer asked for a code."));
}

BOOST_AUTO_TEST_CASE(a_new_password_and_one_button_end_the_other_sessions) {
  Console console;
  const auto session = console.as(Role::viewer);
  const auto other = console.as(Role::viewer);
  BOOST_TEST(has(console.get("/staff/account", session), "Sign out everywhere else"));
  BOOST_TEST(has(console.post("/staff/account", session, {{"step", "end_others"}}),
                 "You are signed out everywhere else."));
  BOOST_TEST(console.get("/staff", other)->status == 303);
  const auto third = console.as(Role::viewer);
  const auto weak = console.post("/staff/account", session,
                                 {{"step", "password"}, {"present", kPassword}, {"password", "x"}});
  BOOST_TEST(weak->status == 422);
  BOOST_TEST(has(weak, "id=\"password-error\""));
  BOOST_TEST(has(console.post("/staff/account", session,
                              {{"step", "password"}, {"present", kPassword}, {"password", kOther}}),
                 "Your password is changed"));
  BOOST_TEST(console.get("/staff", third)->status == 303);
  BOOST_TEST(console.get("/staff", session)->status == 200);
}

BOOST_AUTO_TEST_CASE(an_admin_adds_somebody_who_chooses_a_password_by_a_link_that_works_once) {
  Console console;
  const auto admin = console.as(Role::admin);
  const auto added = console.post(
      "/staff/users", admin, {{"step", "add"}, {"email", "new@example.org"}, {"role", "editor"}});
  const std::string start = "<code>http://post.example.org";
  const std::size_t at = added->body.find(start + "/staff/reset/");
  BOOST_REQUIRE(at != std::string::npos);
  const std::string path = added->body.substr(at + start.size(), 13 + 22);
  BOOST_TEST(has(console.post("/staff/users", admin,
                              {{"step", "add"}, {"email", "NEW@example.org"}, {"role", "viewer"}}),
                 "There is an account with this address already."));
  const auto page = console.get(path);
  BOOST_TEST(has(page, "new@example.org"));
  Form form = form_of(page->body);
  form["password"] = "short";
  BOOST_TEST(post_form(console.http, path, form)->status == 422);
  form["password"] = kOther;
  const auto done = post_form(console.http, path, form);
  BOOST_TEST(has(done, "Your password is saved."));
  BOOST_TEST(!value_of_cookie(done, "postbag_device").empty());
  BOOST_TEST(console.accounts.sign_in("new@example.org", kOther, {}).has_value());
  BOOST_TEST(console.get(path)->status == 404);
  BOOST_TEST(post_form(console.http, path, form)->status == 404);
}

BOOST_AUTO_TEST_CASE(a_code_is_not_set_up_without_the_present_password) {
  Console console;
  const auto session = console.as(Role::editor);
  const auto begun = console.post("/staff/account", session, {{"step", "begin_totp"}});
  const std::string secret = form_of(begun->body)["totp_secret"];
  const auto refused = console.post(
      "/staff/account", session,
      {{"step", "confirm_totp"},
       {"totp_secret", secret},
       {"totp_present", kOther},
       {"code",
        postbag::staff::totp_code(secret, postbag::staff::totp_step_at(console.clock.now()))}});
  BOOST_TEST(refused->status == 422);
  BOOST_TEST(has(refused, "id=\"totp_present-error\""));
  BOOST_TEST(form_of(refused->body)["totp_secret"] == secret);
}

BOOST_AUTO_TEST_CASE(whoever_forgot_a_password_gets_a_link_by_mail_and_a_stranger_the_same_page) {
  Console console;
  const auto ask = [&](const std::string& email) {
    Form form = form_of(console.get("/staff/reset")->body);
    form["email"] = email;
    return post_form(console.http, "/staff/reset", form);
  };
  const auto stranger = ask("nobody@example.org");
  const auto owner = ask("Viewer@example.org");
  BOOST_TEST(stranger->status == 200);
  BOOST_TEST(stranger->body == owner->body);
  BOOST_TEST(has(owner, "Look at your mail"));
  BOOST_TEST(!has(owner, "iewer@example.org"));
  console.store.wait_for_writer();
  const auto mails = console.waiting_mails();
  BOOST_REQUIRE(mails.size() == 1U);
  const std::string start = "http://post.example.org";
  const std::size_t at = mails.front().find(start + "/staff/reset/");
  BOOST_REQUIRE(at != std::string::npos);
  const std::string path = mails.front().substr(at + start.size(), 13 + 22);
  Form form = form_of(console.get(path)->body);
  form["password"] = kOther;
  BOOST_TEST(has(post_form(console.http, path, form), "Your password is saved."));
  BOOST_TEST(console.accounts.sign_in("viewer@example.org", kOther, {}).has_value());
  const auto wrong = ask("viewer");
  BOOST_TEST(wrong->status == 422);
  BOOST_TEST(has(wrong, "id=\"email-error\""));
  Form forged{{"form_token", "x"}, {"email", "viewer@example.org"}};
  BOOST_TEST(post_form(console.http, "/staff/reset", forged)->status == 403);
}

BOOST_AUTO_TEST_CASE(an_admin_changes_roles_and_disables_but_never_the_last_admin) {
  Console console;
  const auto admin = console.as(Role::admin);
  const auto viewer = console.as(Role::viewer);
  const auto change = [&](Role whose, const Form& form) {
    Form whole = form;
    whole["user"] = std::to_string(console.ids[whose]);
    return console.post("/staff/users", admin, whole);
  };
  BOOST_TEST(
      has(change(Role::viewer, {{"step", "role"}, {"role", "editor"}}), "The account is changed."));
  BOOST_TEST((console.staff_store.find(console.ids[Role::viewer])->role == Role::editor));
  BOOST_TEST(change(Role::viewer, {{"step", "role"}, {"role", "owner"}})->status == 422);
  BOOST_TEST(has(change(Role::admin, {{"step", "disable"}}), "the last admin"));
  BOOST_TEST(console.get("/staff", viewer)->status == 200);
  change(Role::viewer, {{"step", "disable"}});
  BOOST_TEST(console.get("/staff", viewer)->status == 303);
  BOOST_TEST(has(console.get("/staff/users", admin), "Disabled: cannot sign in."));
  change(Role::viewer, {{"step", "enable"}});
  const auto audit = console.get("/staff/audit", admin);
  BOOST_TEST(has(audit, "Disabled an account"));
  BOOST_TEST(has(audit, "<td>admin@example.org</td>"));
  BOOST_TEST(has(audit, "<td>command line</td>"));
}

BOOST_AUTO_TEST_CASE(the_home_shows_each_campaign_with_its_reach_and_its_letters_by_state) {
  Console console;
  const auto session = console.as(Role::viewer);
  BOOST_TEST(has(console.get("/staff", session), "No letters yet."));
  BOOST_REQUIRE(console.http.Post("/api/v1/campaigns/back-to-work/letters",
                                  postbag::testing::letter_json().dump(), "application/json"));
  const auto page = console.get("/staff", session);
  BOOST_TEST(has(page, "0 of 650 MPs reached"));
  BOOST_TEST(has(page, "Waiting for the writer’s yes</th><td class=\"number\">1</td>"));
}

BOOST_AUTO_TEST_CASE(neither_addresses_nor_passwords_nor_tokens_are_in_the_log) {
  const postbag::testing::TemporaryFolder captured_in;
  std::string token;
  {
    const postbag::testing::CapturedStderr captured{captured_in / "log"};
    Console console;
    token = value_of_cookie(console.sign_in(Role::admin), "postbag_staff");
    static_cast<void>(console.sign_in(Role::admin, kOther));
    static_cast<void>(console.get("/staff/reset/" + token));
    static_cast<void>(console.get("/staff", {{"Cookie", "postbag_staff=" + token}}));
  }
  const std::string log = postbag::testing::read_file(captured_in / "log");
  BOOST_TEST(log.find("\"route\":\"staff.home\"") != std::string::npos);
  BOOST_TEST(log.find("staff.refused") != std::string::npos);
  for (const std::string& secret : {std::string{"@example.org"}, std::string{kPassword},
                                    std::string{kOther}, token, postbag::sha256(token)})
    BOOST_TEST_CONTEXT(secret) BOOST_TEST(log.find(secret) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
