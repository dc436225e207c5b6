#include <boost/test/unit_test.hpp>

#include "tests/http/console.h"

namespace {

using postbag::staff::Role;
using postbag::testing::Console;
using postbag::testing::Form;
using postbag::testing::form_of;
using postbag::testing::post_form;

const std::string kGroups = "/staff/reach/groups/new";
const Form kGroup{{"form_token", "of a session that is over"},
                  {"name", "Nobody's <group>"},
                  {"lines", "Aldershot\r\nDerby South"}};
const httplib::Headers kFromAPage{{"Sec-Fetch-Site", "same-origin"}};

httplib::Headers with(httplib::Headers headers, const httplib::Headers& more) {
  headers.insert(more.begin(), more.end());
  return headers;
}

bool has(const httplib::Result& page, std::string_view text) {
  return page->body.find(text) != std::string::npos;
}

BOOST_FIXTURE_TEST_SUITE(kept_form, Console)

BOOST_AUTO_TEST_CASE(what_was_typed_outlives_the_session_and_is_sent_by_one_press_after_the_next) {
  const auto kept = post_form(http, kGroups, kGroup, kFromAPage);
  BOOST_TEST(kept->status == 403);
  BOOST_TEST(has(kept, "You were signed out"));
  BOOST_TEST(has(kept, "Nobody&#39;s &lt;group&gt;"));
  Form form = form_of(kept->body);
  BOOST_TEST(form["lines"] == "Aldershot\r\nDerby South");
  BOOST_TEST(form["form_token"].empty());

  const auto session = with(as(Role::editor), kFromAPage);
  const auto once_more = post_form(http, kGroups, form, session);
  BOOST_TEST(once_more->status == 403);
  BOOST_TEST(has(once_more, "This page is from before your sign-in."));
  form = form_of(once_more->body);
  BOOST_TEST(form["name"] == "Nobody's <group>");
  BOOST_TEST(office.all(postbag::office::RecordKind::group).empty());
  BOOST_TEST(post_form(http, kGroups, form, session)->status == 303);
  BOOST_TEST(office.all(postbag::office::RecordKind::group).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_another_website_sends_is_neither_taken_nor_shown) {
  for (const httplib::Headers& from : {httplib::Headers{{"Sec-Fetch-Site", "cross-site"}},
                                       httplib::Headers{{"Origin", "https://evil.example.org"}},
                                       httplib::Headers{{"Origin", "null"}}, httplib::Headers{}}) {
    BOOST_TEST(post_form(http, kGroups, kGroup, from)->status == 303);
    const auto answer = post_form(http, kGroups, kGroup, with(as(Role::editor), from));
    BOOST_TEST(answer->status == 403);
    BOOST_TEST(!has(answer, "Aldershot"));
  }
}

BOOST_AUTO_TEST_CASE(who_may_not_send_it_reads_so_and_passwords_and_people_are_never_shown_again) {
  const auto refused = post_form(http, kGroups, kGroup, with(as(Role::viewer), kFromAPage));
  BOOST_TEST(refused->status == 403);
  BOOST_TEST(!has(refused, "Aldershot"));
  for (const char* path : {"/staff/account", "/staff/users", "/staff/people"}) {
    const Form secret{{"present", "three brown ducks"}, {"email", "jo@example.org"}};
    BOOST_TEST(post_form(http, path, secret, kFromAPage)->status == 303);
    const auto answer = post_form(http, path, secret, with(as(Role::admin), kFromAPage));
    BOOST_TEST(answer->status == 403);
    BOOST_TEST(!has(answer, "ducks"));
    BOOST_TEST(!has(answer, "jo@example.org"));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
