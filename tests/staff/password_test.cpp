#include "server/staff/password.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/world.h"

namespace {

using postbag::EmailAddress;
using postbag::staff::check_password;
using postbag::staff::Passwords;
using postbag::testing::RepeatableRng;

const EmailAddress& jo() {
  static const EmailAddress email = EmailAddress::parse("Jo.Example@example.org").value();
  return email;
}

std::string problem(std::string_view password) {
  const auto checked = check_password(password, jo());
  return checked ? "" : checked.error().code;
}

BOOST_AUTO_TEST_SUITE(password)

BOOST_AUTO_TEST_CASE(twelve_to_two_hundred_characters_of_any_kind_are_a_password) {
  BOOST_TEST(problem("three ducks!").empty());
  BOOST_TEST(problem("aaaaaaaaaaab").empty());
  BOOST_TEST(problem("ŵŷâêîôûẅÿẁỳà").empty());
  BOOST_TEST(problem(std::string(199, 'x') + 'y').empty());
  BOOST_TEST(problem("eleven char") == "short_password");
  BOOST_TEST(problem("ŵŵŵŵŵŵ") == "short_password");
  BOOST_TEST(problem("") == "short_password");
  BOOST_TEST(problem(std::string(200, 'x') + 'y') == "long_password");
  BOOST_TEST(problem("twelve chars\xFF") == "malformed_text");
}

BOOST_AUTO_TEST_CASE(the_address_itself_and_one_character_repeated_are_no_password) {
  BOOST_TEST(problem("jo.example@EXAMPLE.org") == "weak_password");
  BOOST_TEST(problem("aaaaaaaaaaaaaaaa") == "weak_password");
  BOOST_TEST(problem("ŵŵŵŵŵŵŵŵŵŵŵŵ") == "weak_password");
  BOOST_TEST(problem("💷💷💷💷💷💷💷💷💷💷💷💷") == "weak_password");
  BOOST_TEST(problem("jo.example@example.org!").empty());
}

BOOST_AUTO_TEST_CASE(a_hash_is_matched_by_its_password_alone) {
  RepeatableRng rng;
  Passwords passwords{rng};
  const std::string stored = passwords.hash("three ducks!");
  BOOST_TEST(stored.starts_with("scrypt$14$8$5$"));
  BOOST_TEST(stored.find("ducks") == std::string::npos);
  BOOST_TEST(passwords.matches("three ducks!", stored));
  BOOST_TEST(!passwords.matches("three ducks?", stored));
  BOOST_TEST(!passwords.matches("", stored));
  BOOST_TEST(passwords.hash("three ducks!") != stored);
}

BOOST_AUTO_TEST_CASE(a_hash_says_what_it_cost_so_that_the_usual_cost_may_change) {
  RepeatableRng rng;
  const std::string stored = Passwords{rng, {10, 8, 1}}.hash("three ducks!");
  BOOST_TEST(stored.starts_with("scrypt$10$8$1$"));
  BOOST_TEST((Passwords{rng}.matches("three ducks!", stored)));
}

BOOST_AUTO_TEST_CASE(nobodys_password_matches_nothing) {
  RepeatableRng rng;
  Passwords passwords{rng};
  BOOST_TEST(!passwords.matches("", ""));
  BOOST_TEST(!passwords.matches("three ducks!", ""));
  BOOST_TEST(passwords.busy() == 0);
}

BOOST_AUTO_TEST_CASE(what_was_never_made_here_is_refused) {
  RepeatableRng rng;
  Passwords passwords{rng};
  for (const char* stored : {"scrypt$14$8$5$", "scrypt$14$8$5$!$!", "scrypt$99$8$1$AAAA$AAAA",
                             "scrypt$10$8$1$AAAA$AAAA", "x"})
    BOOST_TEST_CONTEXT(stored)
  BOOST_CHECK_THROW(static_cast<void>(passwords.matches("three ducks!", stored)),
                    std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
