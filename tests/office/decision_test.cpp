#include "server/office/decision.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::Error;
using postbag::office::Day;
using postbag::office::Decision;
using postbag::office::DecisionText;
using postbag::office::Step;

const Day kToday = Day::parse("2026-11-22", "day").value();

std::vector<std::string> faults(const DecisionText& text) {
  std::vector<std::string> found;
  const auto decision = parse(text, "back-to-work", kToday);
  if (!decision)
    for (const Error& error : decision.error())
      found.push_back(error.field + ':' + error.code);
  return found;
}

Decision made(const char* day, const char* step) {
  return parse({step, day, "It happened.", "", "", "", ""}, "back-to-work", kToday).value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decision)

BOOST_AUTO_TEST_CASE(a_vote_comes_back_from_its_record_as_it_was) {
  const auto vote =
      parse({"vote", "2026-10-01", "To write to MPs.", "members' meeting", "42", "3", ""},
            "back-to-work", kToday);
  BOOST_REQUIRE(vote.has_value());
  BOOST_TEST(vote->votes->in_favour == 42);
  BOOST_TEST(vote->votes->abstained == 0);
  BOOST_TEST((postbag::office::decision_of(body_of(*vote)) == *vote));
}

BOOST_AUTO_TEST_CASE(every_mistake_of_an_entry_is_told_at_its_field) {
  const std::vector<std::string> expected{"step_kind:unknown_step", "day:day_ahead",
                                          "text:missing_field", "against:malformed_votes"};
  BOOST_TEST(faults({"guess", "2026-11-23", " ", "", "1", "some", ""}) == expected,
             boost::test_tools::per_element());
  BOOST_TEST(faults({"issue", "2026-11-22", "x", "", "1", "", ""}) ==
                 std::vector<std::string>{"in_favour:needless_votes"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_campaign_runs_until_it_has_an_outcome_that_stands) {
  std::vector<Decision> all{made("2026-10-01", "issue"), made("2026-10-02", "vote")};
  BOOST_TEST(outcome_of(all, "back-to-work") == nullptr);
  all.push_back(made("2026-10-03", "outcome"));
  BOOST_TEST(outcome_of(all, "back-to-work") == &all[2]);
  BOOST_TEST(outcome_of(all, "another") == nullptr);
  all[2].taken_back = kToday;
  BOOST_TEST(outcome_of(all, "back-to-work") == nullptr);
  BOOST_TEST((postbag::office::decision_of(body_of(all[2])) == all[2]));
}

BOOST_AUTO_TEST_SUITE_END()
