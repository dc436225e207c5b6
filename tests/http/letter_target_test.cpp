#include <boost/test/unit_test.hpp>

#include "tests/http/supporter.h"

namespace {

using postbag::testing::Form;
using postbag::testing::has;
using postbag::testing::Site;
using postbag::testing::Supporter;

const Form kElsewhere{{"postcode", "M1 1AE"}};
constexpr const char* kTyped = "Dear Baggy Shanker, I live in Derby South. Mine, wholly.";

/// Between the page's start and the end of its text area: what stands in the letter itself.
std::string letter_in(Supporter& supporter) {
  return supporter.form().at("body");
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(letter_target, Site)

BOOST_AUTO_TEST_CASE(a_letter_edited_for_one_mp_never_goes_to_another) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"body", kTyped}});
  jo.press("edit-details");
  jo.press("edit-postcode");
  jo.press("postcode", kElsewhere);
  BOOST_TEST(has(jo.page(), "Lucy Powell"));
  jo.tell();
  BOOST_TEST(has(jo.page(), "Your letter to Lucy Powell"));
  BOOST_TEST(has(jo.page(), "Your letter is now to Lucy Powell, MP for Manchester Central"));
  BOOST_TEST(contains(letter_in(jo), "Dear Lucy Powell"));
  BOOST_TEST(contains(letter_in(jo), "I waited seven months."));
  BOOST_TEST(!contains(letter_in(jo), "Baggy Shanker"));
  BOOST_TEST(has(jo.page(), "Your earlier version</summary>"));
  BOOST_TEST(has(jo.page(), kTyped));
  jo.press("letter");
  BOOST_TEST(has(jo.page(), "exactly what Lucy Powell will get"));
  const std::string& preview = jo.page()->body;
  const std::size_t shown = preview.find("class=\"letter\"");
  BOOST_TEST(!contains(preview.substr(shown, preview.find("<form") - shown), "Baggy Shanker"));
  // It stays at hand on the way back.
  jo.press("edit-letter");
  BOOST_TEST(has(jo.page(), kTyped));
  BOOST_TEST(!has(jo.page(), "Your letter is now to"));
}

BOOST_AUTO_TEST_CASE(an_untouched_letter_is_written_anew_for_another_mp_and_says_so) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("edit-details");
  jo.press("not-mine");
  jo.press("choose", {{"constituency", "E14001193"}});
  jo.tell();
  BOOST_TEST(has(jo.page(), "Your letter is now to "));
  BOOST_TEST(has(jo.page(), "with your own words in it"));
  BOOST_TEST(!has(jo.page(), "Your earlier version"));
  BOOST_TEST(contains(letter_in(jo), "Derby North"));
  BOOST_TEST(!contains(letter_in(jo), "Derby South"));
}

BOOST_AUTO_TEST_CASE(a_subject_of_ones_own_is_kept_for_copying_too) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"subject", "From Derby South with hope"}});
  jo.press("edit-details");
  jo.press("edit-postcode");
  jo.press("postcode", kElsewhere);
  jo.tell();
  BOOST_TEST(!contains(jo.form().at("subject"), "Derby South"));
  BOOST_TEST(has(jo.page(), "Subject: From Derby South with hope"));
}

BOOST_AUTO_TEST_CASE(nothing_typed_is_lost_when_two_letters_were_edited) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"body", kTyped}});
  for (const char* postcode : {"M1 1AE", "DE1 1AA"}) {
    jo.press("edit-details");
    jo.press("edit-postcode");
    jo.press("postcode", {{"postcode", postcode}});
    jo.tell();
    jo.press("edit-details", {{"body", std::string{"Second version at "} + postcode}});
    jo.tell();
  }
  jo.press("edit-postcode");
  jo.press("postcode", kElsewhere);
  jo.tell();
  for (const char* text : {kTyped, "Second version at M1 1AE", "Second version at DE1 1AA"})
    BOOST_TEST(has(jo.page(), text));
}

BOOST_AUTO_TEST_CASE(a_letter_drafted_for_another_target_is_not_previewed_or_sent) {
  for (const char* button : {"letter", "send"}) {
    Supporter jo{*this};
    jo.give_details();
    jo.press("letter", {{"body", kTyped}});
    jo.press(button, kElsewhere);
    BOOST_TEST_CONTEXT(button) {
      BOOST_TEST(has(jo.page(), "Your letter to Lucy Powell"));
      BOOST_TEST(has(jo.page(), "Your letter is now to Lucy Powell"));
      BOOST_TEST(contains(letter_in(jo), "Dear Lucy Powell"));
      BOOST_TEST(has(jo.page(), kTyped));
    }
  }
  BOOST_TEST(waiting_mails().empty());
  // Nor one that does not say for whom it was written.
  Supporter jo{*this};
  jo.give_details();
  jo.press("letter", {{"body", kTyped}});
  jo.press("send", {{"letter_for", ""}});
  BOOST_TEST(has(jo.page(), "Your letter to Baggy Shanker"));
  BOOST_TEST(waiting_mails().empty());
}

BOOST_AUTO_TEST_CASE(an_untouched_letter_follows_new_details_and_words_without_a_fuss) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("edit-details");
  jo.tell({{"story", "It took a whole year."}, {"address", "2 New Street"}});
  BOOST_TEST(contains(letter_in(jo), "It took a whole year."));
  BOOST_TEST(contains(letter_in(jo), "2 New Street"));
  BOOST_TEST(!contains(letter_in(jo), "seven months"));
  BOOST_TEST(!has(jo.page(), "class=\"notice\""));
}

BOOST_AUTO_TEST_CASE(an_edited_letter_stays_and_shows_what_else_has_changed) {
  Supporter jo{*this};
  jo.give_details();
  jo.press("edit-details", {{"body", "My letter, DE1 1AA."}});
  jo.tell();
  BOOST_TEST(!has(jo.page(), "class=\"notice\""));
  jo.press("edit-details");
  jo.tell({{"story", "It took a <whole> year."}});
  BOOST_TEST(letter_in(jo) == "My letter, DE1 1AA.");
  BOOST_TEST(has(jo.page(), "you changed your own words"));
  BOOST_TEST(has(jo.page(), "It took a &lt;whole&gt; year."));
  jo.press("edit-details");
  jo.tell({{"last_name", "Third"}, {"address", "3 Third Street"}, {"story", ""}});
  BOOST_TEST(has(jo.page(), "you changed your name, your address and your own words"));
  BOOST_TEST(has(jo.page(), "Dr Jo Third"));
  BOOST_TEST(has(jo.page(), "3 Third Street"));
  jo.press("edit-details");
  jo.tell();
  BOOST_TEST(!has(jo.page(), "class=\"notice\""));
}

BOOST_AUTO_TEST_SUITE_END()
