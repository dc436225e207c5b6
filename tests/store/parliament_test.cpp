#include "server/office/parliament.h"

#include <boost/test/unit_test.hpp>

#include "base/time_text.h"
#include "server/campaign/recipient.h"
#include "server/store/office_store.h"
#include "server/store/staff_store.h"
#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::office;
using postbag::EmailAddress;
using postbag::Instant;
using postbag::data::DataSet;
using postbag::data::Seat;
using postbag::staff::Actor;
using postbag::store::SqlOfficeStore;
using postbag::store::SqlStaffStore;
using postbag::testing::StoreWorld;

constexpr const char* kSeat = "E14001194";  // Derby South

Instant day(const char* text) {
  return postbag::parse_date(text, "day").value();
}

/// The clock says 22 November 2026.
struct House : StoreWorld {
  SqlOfficeStore office{*database};
  SqlStaffStore staff_store{*database};
  ParliamentDesk desk{office, clock, Actor::command_line()};
  static const std::shared_ptr<const DataSet>& published() {
    static const auto loaded =
        DataSet::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set").value();
    return loaded;
  }
  [[nodiscard]] std::shared_ptr<const DataSet> present() {
    return DataSet::amended(published(),
                            Parliament::read(office).amendments(*published(), clock.now()));
  }
  [[nodiscard]] const postbag::data::Constituency& seat() const {
    return *published()->find(kSeat);
  }
  std::string last_action() { return staff_store.audit(0, 1).at(0).entry.action; }
};

BOOST_FIXTURE_TEST_SUITE(parliament, House)

BOOST_AUTO_TEST_CASE(nothing_is_said_of_parliament_at_first) {
  const Parliament none = Parliament::read(office);
  BOOST_TEST(!none.dissolution().from.has_value());
  BOOST_TEST((none.amendments(*published(), clock.now()) == postbag::data::Amendments{}));
}

BOOST_AUTO_TEST_CASE(a_dissolution_stands_with_its_days_until_parliament_sits_again) {
  BOOST_TEST(desk.dissolve(kNew, day("2026-11-20"), day("2026-11-20")).error().code ==
             "wrong_dates");
  BOOST_REQUIRE(desk.dissolve(kNew, day("2026-11-20"), std::nullopt).has_value());
  BOOST_TEST(last_action() == "parliament.dissolved");
  const Parliament dissolved = Parliament::read(office);
  BOOST_TEST(dissolved.dissolution().covers(clock.now()));
  BOOST_TEST(desk.dissolve(kNew, day("2026-12-01"), {}).error().code == "edited_meanwhile");
  BOOST_REQUIRE(desk.sit(dissolved.dissolution_version()).has_value());
  const Parliament sits = Parliament::read(office);
  BOOST_TEST(!sits.dissolution().covers(clock.now()));
  BOOST_TEST((sits.dissolution().until == day("2026-11-22")));
  BOOST_REQUIRE(
      desk.dissolve(sits.dissolution_version(), day("2029-05-30"), day("2029-07-09")).has_value());
  BOOST_REQUIRE(desk.sit(Parliament::read(office).dissolution_version()).has_value());
  BOOST_TEST(!Parliament::read(office).dissolution().from.has_value());
}

BOOST_AUTO_TEST_CASE(a_seat_is_vacant_from_its_day_on_and_letters_to_it_are_held) {
  BOOST_REQUIRE(desk.vacate(seat(), kNew, day("2026-11-23"), std::nullopt).has_value());
  BOOST_TEST((present()->find(kSeat)->seat == Seat::held));
  clock.advance(24h);
  const auto now = present();
  BOOST_TEST((now->find(kSeat)->seat == Seat::vacant));
  BOOST_TEST(!now->find(kSeat)->member.has_value());
  BOOST_TEST(now->published().find(kSeat)->member.has_value());
  postbag::mailer::Job job;
  job.constituency = kSeat;
  job.member = seat().member->id;
  BOOST_TEST(postbag::campaign::address(job, *now, false).error().code == "seat_vacant");
  BOOST_TEST(postbag::campaign::reachable(*now->find(kSeat)).error().code == "vacant_seat");
  const auto answer = now->lookup(postbag::data::Postcode::parse("DE1 1AA").value());
  BOOST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->constituencies.front() == now->find(kSeat));
}

BOOST_AUTO_TEST_CASE(after_a_vacancy_nobody_is_written_to_who_left) {
  BOOST_REQUIRE(desk.vacate(seat(), kNew, day("2026-10-01"), std::nullopt).has_value());
  BOOST_TEST(desk.fill("W07000081", kNew).error().code == "not_vacant");
  BOOST_REQUIRE(desk.fill(kSeat, 1).has_value());
  BOOST_TEST(last_action() == "seat.filled");
  // The data set still names who left.
  BOOST_TEST((present()->find(kSeat)->seat == Seat::unknown));
  BOOST_REQUIRE(desk.take_back(kSeat, 2).has_value());
  BOOST_TEST((present()->find(kSeat)->seat == Seat::held));
  BOOST_TEST(desk.take_back(kSeat, 3).error().code == "not_vacant");
  BOOST_REQUIRE(desk.vacate(seat(), 3, day("2026-11-22"), std::nullopt).has_value());
  BOOST_TEST(desk.fill(kSeat, 4).error().code == "wrong_dates");
}

BOOST_AUTO_TEST_CASE(a_seat_is_held_once_the_data_set_names_somebody_else_than_who_left) {
  postbag::data::Constituency before = seat();
  before.member->id = "1";  // somebody who has left since
  BOOST_REQUIRE(desk.vacate(before, kNew, day("2026-10-01"), day("2026-11-01")).has_value());
  BOOST_TEST((present()->find(kSeat)->seat == Seat::held));
}

BOOST_AUTO_TEST_CASE(a_mended_address_is_used_in_place_of_the_data_sets_until_it_is_dropped) {
  const auto email = EmailAddress::parse("office@example.org").value();
  BOOST_REQUIRE(
      desk.mend(*seat().member, kNew, email, "Letters come back", "By telephone").has_value());
  postbag::mailer::Job job;
  job.constituency = kSeat;
  job.member = seat().member->id;
  const auto address = [&] {
    return postbag::campaign::address(job, *present(), false).value().address.text();
  };
  BOOST_TEST(address() == "office@example.org");
  const Parliament parliament = Parliament::read(office);
  const MendedAddress* mended = parliament.address(seat().member->id);
  BOOST_REQUIRE(mended != nullptr);
  BOOST_TEST(mended->published == seat().member->email->text());
  BOOST_TEST(mended->reason == "Letters come back");
  BOOST_TEST(mended->author == "command line");
  const auto line = staff_store.audit(0, 1).at(0).entry;
  BOOST_TEST(line.action == "address.mended");
  BOOST_TEST(line.detail == seat().member->name);
  BOOST_TEST(desk.mend(*seat().member, kNew, email, "a", "b").error().code == "edited_meanwhile");
  BOOST_REQUIRE(desk.drop_address(seat().member->id, 1).has_value());
  BOOST_TEST(address() == seat().member->email->text());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
