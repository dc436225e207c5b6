#include <boost/test/unit_test.hpp>

#include "tests/http/supporter.h"

namespace {

using postbag::testing::has;
using postbag::testing::Site;
using postbag::testing::Supporter;

const std::string& kPath = Supporter::kPath;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(places, Site)

BOOST_AUTO_TEST_CASE(bad_postcodes_are_explained_in_place) {
  Supporter jo{*this};
  for (const auto& [postcode, status] : {std::pair{"", 422}, {"nonsense", 422}, {"QX1 1AA", 422}}) {
    const auto& page = jo.press("postcode", {{"postcode", postcode}});
    BOOST_TEST(page->status == status);
    BOOST_TEST(jo.form().at("postcode") == postcode);
    BOOST_TEST(has(page, "id=\"postcode-error\""));
  }
}

BOOST_AUTO_TEST_CASE(places_without_an_mp_get_a_kind_page) {
  Supporter jo{*this};
  for (const char* postcode : {"JE2 4WD", "BFPO 57", "FIQQ 1ZZ", "WC1H 9JE"}) {
    jo.show(jo.client().Get(kPath));
    const auto& page = jo.press("postcode", {{"postcode", postcode}});
    BOOST_TEST_CONTEXT(postcode) {
      BOOST_TEST(page->status == 200);
      BOOST_TEST(!has(page, "There is a problem"));
      BOOST_TEST(has(page, "Try another postcode"));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_northern_irish_supporter_chooses) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "BT7 1NN"}});
  BOOST_TEST(has(jo.page(), "Which constituency do you live in?"));
  const auto& none = jo.press("choose");
  BOOST_TEST(none->status == 422);
  BOOST_TEST(has(none, "id=\"constituency-error\""));
  jo.press("choose", {{"constituency", "N05000003"}});
  BOOST_TEST(has(jo.page(), "About you"));
  BOOST_TEST(jo.form().at("constituency") == "N05000003");
}

BOOST_AUTO_TEST_CASE(an_mp_known_from_the_district_only_is_called_likely) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  BOOST_TEST(has(jo.page(), "<p>Your MP is</p>"));
  BOOST_TEST(!has(jo.page(), "We do not know this very postcode"));
  jo.show(jo.client().Get(Supporter::kPath));
  jo.press("postcode", {{"postcode", "DE99 9ZZ"}});
  BOOST_TEST(has(jo.page(), "<p>Your MP is likely</p>"));
  BOOST_TEST(has(jo.page(), "We do not know this very postcode"));
  jo.press("not-mine");
  BOOST_TEST(has(jo.page(), "Derby North"));
  BOOST_TEST(has(jo.page(), "Derby South"));
  jo.press("choose", {{"constituency", "E14001193"}});
  BOOST_TEST(has(jo.page(), "<p>Your MP is</p>"));
}

BOOST_AUTO_TEST_CASE(the_chooser_names_the_bill_that_people_there_get) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "BT7 1NN"}});
  BOOST_TEST(has(jo.page(), "Your rates bill or poll card helps"));
  Supporter sam{*this};
  sam.press("postcode", {{"postcode", "DE1 1AA"}});
  sam.press("not-mine");
  BOOST_TEST(has(sam.page(), "Your council tax bill or poll card helps"));
}

BOOST_AUTO_TEST_CASE(this_is_not_my_mp_offers_the_neighbours_and_keeps_what_was_typed) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  jo.press("not-mine", {{"first_name", "Jo"}, {"story", "Half a story"}});
  BOOST_TEST(has(jo.page(), "Derby North"));
  BOOST_TEST(has(jo.page(), "Derby South"));
  jo.press("choose", {{"constituency", "E14001193"}});
  BOOST_TEST(has(jo.page(), "Derby North"));
  BOOST_TEST(jo.form().at("first_name") == "Jo");
  BOOST_TEST(jo.form().at("story") == "Half a story");
  const auto& far = jo.press("choose", {{"constituency", "S14000027"}});
  BOOST_TEST(far->status == 422);
}

BOOST_AUTO_TEST_CASE(who_finds_theirs_among_no_candidate_sees_the_seats_around_them) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "BT7 1NN"}});
  const auto options = [&] {
    std::size_t count = 0;
    for (std::size_t at = jo.page()->body.find("type=\"radio\""); at != std::string::npos;
         at = jo.page()->body.find("type=\"radio\"", at + 1))
      ++count;
    return count;
  };
  const std::size_t candidates = options();
  BOOST_TEST(candidates > 1U);
  jo.press("choose", {{"constituency", "N05000003"}});
  jo.press("not-mine");
  BOOST_TEST(options() > candidates);
}

BOOST_AUTO_TEST_CASE(where_there_is_nothing_else_near_the_chooser_says_so) {
  Supporter jo{*this};
  jo.press("postcode", {{"postcode", "ZE1 0AA"}});
  BOOST_TEST(has(jo.press("not-mine"), "We know of no other constituency near your postcode."));
}

BOOST_AUTO_TEST_SUITE_END()
