#include "templates/strings.h"

#include <stdexcept>

#include <boost/test/unit_test.hpp>

#include "templates/wording.h"
#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

using namespace std::chrono_literals;

const Wording& shipped() {
  static const Wording wording =
      Wording::load(std::filesystem::path(POSTBAG_SOURCE_FOLDER) / "templates").value();
  return wording;
}

std::vector<std::string> problems(const std::string& english, const std::string& welsh,
                                  const std::string& console = "# none") {
  const testing::TemporaryFolder folder;
  folder.write("en.toml", english);
  folder.write("cy.toml", welsh);
  folder.write("console.toml", console);
  const auto loaded = Translations::load(folder.path());
  std::vector<std::string> messages;
  if (!loaded)
    for (const Error& error : loaded.error())
      messages.push_back(error.message);
  return messages;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_strings)

BOOST_AUTO_TEST_CASE(placeholders_are_filled_once_and_what_a_person_typed_is_no_placeholder) {
  const Strings strings{Language::english, {{"a", "{x} and {y}, not {z} {"}}};
  BOOST_TEST(strings.text("a", {{"x", "{y}"}, {"y", "2"}}) == "{y} and 2, not {z} {");
  BOOST_CHECK_THROW((void)strings.text("b"), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(a_number_takes_the_plural_form_of_its_language) {
  const Strings& english = shipped().strings(Language::english);
  BOOST_TEST(english.count("home.reached", 1) == "1 MP reached so far.");
  BOOST_TEST(english.count("home.reached", 1234) == "1,234 MPs reached so far.");
  const Strings welsh{Language::welsh,
                      {{"cat.zero", "{n} cathod"},
                       {"cat.one", "{n} gath"},
                       {"cat.two", "{n} gath."},
                       {"cat.few", "{n} cath"},
                       {"cat.many", "{n} chath"},
                       {"cat.other", "{n} o gathod"}}};
  for (const auto& [n, text] : {std::pair{0, "0 cathod"},
                                {1, "1 gath"},
                                {2, "2 gath."},
                                {3, "3 cath"},
                                {4, "4 o gathod"},
                                {6, "6 chath"},
                                {7, "7 o gathod"}})
    BOOST_TEST(welsh.count("cat", n) == text);
}

BOOST_AUTO_TEST_CASE(a_template_bears_the_texts_of_its_language) {
  const Strings strings{Language::english, {{"a.b", "Dear <b>{{name}}</b>"}}};
  BOOST_TEST(strings.put_into("<p>[[a.b]]</p>", "x").value() == "<p>Dear <b>{{name}}</b></p>");
  const auto unknown = strings.put_into("\n [[a.c]] [[a.b", "x.html");
  BOOST_REQUIRE(!unknown);
  BOOST_TEST(unknown.error().size() == 2U);
  BOOST_TEST(unknown.error().front().message == "x.html:2:2: the catalogue has no text a.c");
}

BOOST_AUTO_TEST_CASE(the_languages_must_say_the_same_things) {
  BOOST_TEST(problems("[a]\nb = \"{x}\"", "[a]\nb = \"{x}!\"").empty());
  BOOST_TEST(
      problems("[a]\nb = \"{x}\"", "[a]\nb = \"{y}\"") ==
          std::vector<std::string>{"cy.toml: a.b has other {placeholders} than en.toml has."},
      boost::test_tools::per_element());
  BOOST_TEST(problems("a = \"x\"", "b = \"x\"").size() == 2U);
  BOOST_TEST(problems("a = 1", "a = \"x\"").size() == 1U);
  BOOST_TEST(problems("a = \"x", "a = \"x\"").front().starts_with("en.toml:1:"));
  // A plural may have other forms in each.
  BOOST_TEST(
      problems("[n]\none = \"{n}\"\nother = \"{n}\"", "[n]\ntwo = \"x\"\nother = \"{n}\"").empty());
  BOOST_TEST(problems("[n]\none = \"{n}\"\nother = \"{n}\"", "n = \"{n}\"").size() == 2U);
  // The English of errors stands where the checks are.
  BOOST_TEST(problems("a = \"x\"", "a = \"x\"\n[error]\nb = \"y\"").empty());
}

BOOST_AUTO_TEST_CASE(what_staff_read_is_in_english_whatever_the_language) {
  for (const Language language : {Language::english, Language::welsh})
    BOOST_TEST(shipped().strings(language).text("staff.sign_out") == "Sign out");
  BOOST_TEST(problems("a = \"x\"", "a = \"y\"", "b = \"z\"").empty());
  BOOST_TEST(problems("a = \"x\"", "a = \"y\"", "a = \"z\"") ==
                 std::vector<std::string>{"console.toml: a is in en.toml too."},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_date_and_a_length_of_time_are_said_in_each_language) {
  const Strings& english = shipped().strings(Language::english);
  const Strings& welsh = shipped().strings(Language::welsh);
  const Instant winter = from_milliseconds(1'795'339'800'000);
  BOOST_TEST(date_text(english, winter) == "22 November 2026");
  BOOST_TEST(date_text(welsh, winter) == "22 Tachwedd 2026");
  BOOST_TEST(spoken(english, 14 * 24h) == "14 days");
  BOOST_TEST(spoken(english, 24h) == "1 day");
  BOOST_TEST(spoken(english, 36h) == "36 hours");
  BOOST_TEST(spoken(english, 1h) == "1 hour");
  BOOST_TEST(spoken(english, 90min) == "90 minutes");
  BOOST_TEST(spoken(english, 90s) == "1 minute");
  BOOST_TEST(spoken(english, 0ms) == "1 minute");
  BOOST_TEST(spoken(welsh, 48h) == "2 ddiwrnod");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
