#include "server/office/figures.h"

#include <algorithm>
#include <numeric>

#include <boost/test/unit_test.hpp>

#include "base/time_text.h"
#include "tests/office/house_of_commons.h"

namespace {

using namespace std::chrono_literals;
using postbag::Instant;
using postbag::campaign::LetterState;
using postbag::data::Constituency;
using postbag::office::count_reach;
using postbag::office::Ledger;
using postbag::office::ReachFigures;
using postbag::testing::house_of_commons;
using postbag::testing::seat_where;

Instant at(std::string_view day, postbag::Duration after = 12h) {
  return *postbag::parse_date(day, "day") + after;
}

/// A ledger made by hand.
struct Book {
  explicit Book(Instant as_of = at("2026-11-22")) { ledger.as_of = as_of; }

  void add(std::string_view supporter, std::string_view constituency, std::string_view member,
           LetterState state, Instant confirmed, Instant since, std::string_view source = {}) {
    ledger.letters.push_back({ledger.constituencies.number_of(constituency),
                              ledger.members.number_of(member),
                              ledger.supporters.number_of(supporter),
                              ledger.sources.number_of(source), state, false, since, confirmed});
  }
  void sent(std::string_view supporter, const Constituency& seat, Instant when) {
    add(supporter, seat.code, seat.member->id, LetterState::sent, when - 1h, when);
  }
  [[nodiscard]] ReachFigures figures(std::optional<Instant> from = std::nullopt) const {
    return count_reach(ledger, house_of_commons(), {}, from);
  }

  Ledger ledger;
};

const Constituency& first() {
  return seat_where([](const Constituency&) { return true; });
}
const Constituency& of_another_party() {
  return seat_where(
      [](const Constituency& seat) { return seat.member->party != first().member->party; });
}

template <class Groups>
const auto& named(const Groups& groups, std::string_view name) {
  return *std::find_if(groups.begin(), groups.end(),
                       [&](const auto& group) { return group.name == name; });
}

const auto& figures_of(const ReachFigures& figures, const Constituency& seat) {
  return *std::find_if(figures.seats.begin(), figures.seats.end(),
                       [&](const auto& one) { return one.seat == &seat; });
}

BOOST_AUTO_TEST_SUITE(figures)

BOOST_AUTO_TEST_CASE(an_empty_ledger_has_650_seats_and_nothing_else) {
  const ReachFigures figures = Book{}.figures();
  BOOST_TEST(figures.mps_total == 650);
  BOOST_TEST(figures.seats.size() == 650U);
  BOOST_TEST((figures.all == postbag::office::Counts{}));
  BOOST_TEST(figures.letters.size() == 10U);
  BOOST_TEST(figures.days.empty());
  BOOST_TEST(figures.data_set == house_of_commons().description());
  BOOST_TEST(postbag::office::not_yet_reached(figures).size() == 650U);
}

BOOST_AUTO_TEST_CASE(an_mp_is_reached_once_however_many_letters_they_get) {
  Book book;
  book.sent("jo", first(), at("2026-11-01"));
  book.sent("al", first(), at("2026-11-03"));
  book.sent("bo", of_another_party(), at("2026-11-02"));
  const ReachFigures figures = book.figures();
  BOOST_TEST(figures.all.mps_reached == 2);
  BOOST_TEST(figures.present_mps_reached == 2);
  BOOST_TEST(figures.all.letters_sent == 3);
  BOOST_TEST(figures.all.supporters == 3);
  const auto& seat = figures_of(figures, first());
  BOOST_TEST(seat.reached);
  BOOST_TEST(seat.letters_sent == 2);
  BOOST_TEST((seat.first_sent == at("2026-11-01")));
  BOOST_TEST((seat.last_sent == at("2026-11-03")));
  BOOST_TEST(named(figures.by_party, first().member->party).letters_sent == 2);
  BOOST_TEST(named(figures.by_party, of_another_party().member->party).mps_reached == 1);
  BOOST_TEST(figures.reached.front().id == first().member->id);
}

BOOST_AUTO_TEST_CASE(only_letters_that_are_sent_reach_and_only_a_yes_makes_a_supporter) {
  Book book;
  const auto add = [&](std::string_view who, LetterState state) {
    book.add(who, first().code, first().member->id, state, at("2026-11-01"), at("2026-11-02"));
  };
  for (const auto& [who, state] :
       {std::pair{"a", LetterState::awaiting_confirmation}, std::pair{"b", LetterState::expired},
        std::pair{"c", LetterState::withdrawn}, std::pair{"d", LetterState::bounced},
        std::pair{"e", LetterState::failed}, std::pair{"f", LetterState::uncertain},
        std::pair{"g", LetterState::held}, std::pair{"h", LetterState::queued},
        std::pair{"i", LetterState::sending}})
    add(who, state);
  const ReachFigures figures = book.figures();
  BOOST_TEST(figures.all.mps_reached == 0);
  BOOST_TEST(figures.all.letters_sent == 0);
  BOOST_TEST(figures.all.supporters == 6);
  BOOST_TEST(figures_of(figures, first()).supporters == 6);
  BOOST_TEST(!figures_of(figures, first()).reached);
  BOOST_TEST(figures.letters.at(LetterState::withdrawn) == 1);
  BOOST_TEST(figures.letters.at(LetterState::sent) == 0);
}

BOOST_AUTO_TEST_CASE(a_supporter_of_two_campaigns_is_one_person) {
  Book book;
  book.sent("jo", first(), at("2026-11-01"));
  book.sent("jo", first(), at("2026-11-02"));
  const ReachFigures figures = book.figures();
  BOOST_TEST(figures.all.supporters == 1);
  BOOST_TEST(figures_of(figures, first()).supporters == 1);
  BOOST_TEST(named(figures.by_region, first().region).supporters == 1);
  BOOST_TEST(figures.days.front().supporters == 1);
  BOOST_TEST(figures.days.at(1).supporters == 0);
}

BOOST_AUTO_TEST_CASE(who_is_no_longer_an_mp_was_reached_but_their_seat_is_not) {
  Book book;
  book.add("jo", first().code, "1", LetterState::sent, at("2026-11-01"), at("2026-11-01"));
  const ReachFigures figures = book.figures();
  BOOST_TEST(figures.all.mps_reached == 1);
  BOOST_TEST(figures.present_mps_reached == 0);
  BOOST_TEST((figures.reached.front().seat == nullptr));
  BOOST_TEST(figures.reached.front().constituency == first().code);
  BOOST_TEST(!figures_of(figures, first()).reached);
  BOOST_TEST(figures_of(figures, first()).letters_sent == 1);
  const auto& nobody = named(figures.by_party, "");
  BOOST_TEST(nobody.mps_total == 0);
  BOOST_TEST(nobody.mps_reached == 1);
  BOOST_TEST(nobody.letters_sent == 1);
}

BOOST_AUTO_TEST_CASE(a_period_counts_what_happened_in_it_and_who_was_reached_first_in_it) {
  Book book;
  book.sent("jo", first(), at("2026-10-10"));
  book.sent("al", first(), at("2026-11-10"));
  book.sent("bo", of_another_party(), at("2026-11-11"));
  book.sent("jo", of_another_party(), at("2026-11-12"));
  const ReachFigures figures = book.figures(at("2026-11-01", 0h));
  BOOST_TEST(figures.all.letters_sent == 4);
  BOOST_TEST(figures.in_period.letters_sent == 3);
  BOOST_TEST(figures.in_period.mps_reached == 2);
  BOOST_TEST(figures.mps_first_reached_in_period == 1);
  BOOST_TEST(figures.in_period.supporters == 2);
  BOOST_TEST(figures_of(figures, first()).letters_sent_in_period == 1);
  BOOST_TEST(figures_of(figures, first()).supporters_in_period == 1);
  BOOST_TEST(figures.days.front().date == "2026-11-01");
  BOOST_TEST(figures.days.front().mps_reached == 1);
  BOOST_TEST(figures.days.back().date == "2026-11-22");
  BOOST_TEST(figures.days.back().mps_reached == 2);
}

BOOST_AUTO_TEST_CASE(days_are_londons_without_gaps_and_add_up_to_the_totals) {
  Book book{at("2026-11-02")};
  // Half an hour after midnight of summer time is the day before in UTC.
  book.sent("jo", first(), at("2026-10-23", 30min));
  book.sent("al", first(), at("2026-10-25", 24h));  // a day of 25 hours
  book.sent("bo", of_another_party(), at("2026-10-30"));
  const ReachFigures figures = book.figures();
  BOOST_TEST(figures.days.size() == 12U);  // 22 October, the day of the first yes, to 2 November
  BOOST_TEST(figures.days.front().date == "2026-10-22");
  BOOST_TEST(figures.days.front().supporters == 1);
  BOOST_TEST(figures.days.front().letters_sent == 0);
  BOOST_TEST(figures.days.at(1).letters_sent == 1);
  BOOST_TEST(figures.days.at(3).date == "2026-10-25");
  BOOST_TEST(figures.days.at(3).letters_sent == 1);
  BOOST_TEST(figures.days.at(4).mps_reached == 1);
  BOOST_TEST(figures.days.back().mps_reached == 2);
  std::int64_t letters = 0;
  std::int64_t supporters = 0;
  for (const auto& day : figures.days) {
    letters += day.letters_sent;
    supporters += day.supporters;
  }
  BOOST_TEST(letters == figures.all.letters_sent);
  BOOST_TEST(supporters == figures.all.supporters);
}

BOOST_AUTO_TEST_CASE(sources_and_consents_are_those_of_supporters) {
  Book book;
  const auto add = [&](std::string_view who, LetterState state, std::string_view source) {
    book.add(who, first().code, first().member->id, state, at("2026-11-01"), at("2026-11-02"),
             source);
    book.ledger.letters.back().opted_in = true;
  };
  add("a", LetterState::sent, "newsletter");
  add("b", LetterState::queued, "newsletter");
  add("c", LetterState::sent, "");
  add("d", LetterState::expired, "newsletter");
  const ReachFigures figures = book.figures();
  BOOST_TEST(figures.sources.size() == 2U);
  BOOST_TEST(figures.sources.front().source == "newsletter");
  BOOST_TEST(figures.sources.front().letters == 2);
  BOOST_TEST(figures.sources.back().source.empty());
  BOOST_TEST(figures.opt_ins == 3);
}

BOOST_AUTO_TEST_CASE(a_group_counts_its_own_seats_and_letters_alone) {
  Book book;
  book.sent("jo", first(), at("2026-11-01"));
  book.sent("bo", of_another_party(), at("2026-11-02"));
  const std::string& party = of_another_party().member->party;
  const ReachFigures figures = count_reach(book.ledger, house_of_commons(),
                                           postbag::office::of_party(house_of_commons(), party));
  BOOST_TEST(figures.mps_total > 0);
  BOOST_TEST(figures.mps_total < 650);
  BOOST_TEST(figures.all.mps_reached == 1);
  BOOST_TEST(figures.all.letters_sent == 1);
  BOOST_TEST(figures.by_party.size() == 1U);
  BOOST_TEST(figures.letters.at(LetterState::sent) == 1);
  BOOST_TEST(postbag::office::not_yet_reached(figures).size() ==
             static_cast<std::size_t>(figures.mps_total - 1));
}

BOOST_AUTO_TEST_CASE(groups_of_seats_add_up_to_all) {
  Book book;
  book.sent("jo", first(), at("2026-11-01"));
  const ReachFigures figures = book.figures();
  for (const auto* const groups : {&figures.by_nation, &figures.by_region}) {
    const int total =
        std::accumulate(groups->begin(), groups->end(), 0,
                        [](int sum, const auto& group) { return sum + group.mps_total; });
    BOOST_TEST(total == 650);
  }
  int of_parties = 0;
  for (const auto& party : figures.by_party)
    of_parties += party.mps_total;
  BOOST_TEST(of_parties == 650 - figures.no_mp);
  BOOST_TEST(figures.by_nation.front().name == "England");
}

BOOST_AUTO_TEST_CASE(not_yet_reached_begins_with_the_fewest_supporters) {
  Book book;
  for (const char* who : {"a", "b"})
    book.add(who, first().code, first().member->id, LetterState::queued, at("2026-11-01"),
             at("2026-11-01"));
  const auto seats = postbag::office::not_yet_reached(book.figures());
  BOOST_TEST(seats.size() == 650U);
  BOOST_TEST(seats.front().supporters == 0);
  BOOST_TEST((seats.back().seat == &first()));
  BOOST_TEST((seats.at(0).seat->name < seats.at(1).seat->name));
}

BOOST_AUTO_TEST_CASE(the_order_of_the_letters_changes_nothing) {
  Book book;
  Book reversed;
  const Constituency& one = first();
  const Constituency& other = of_another_party();
  const auto fill = [&](Book& into, bool backwards) {
    std::vector<std::pair<std::string, const Constituency*>> letters{
        {"jo", &one}, {"al", &other}, {"jo", &other}, {"bo", &one}};
    if (backwards) std::reverse(letters.begin(), letters.end());
    for (const auto& [who, seat] : letters)
      into.sent(who, *seat, at("2026-11-01"));
  };
  fill(book, false);
  fill(reversed, true);
  const ReachFigures figures = book.figures();
  const ReachFigures same = reversed.figures();
  BOOST_TEST((figures.all == same.all));
  BOOST_REQUIRE(figures.reached.size() == same.reached.size());
  for (std::size_t i = 0; i < figures.reached.size(); ++i) {
    BOOST_TEST(figures.reached[i].id == same.reached[i].id);
    BOOST_TEST(figures.reached[i].constituency == same.reached[i].constituency);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
