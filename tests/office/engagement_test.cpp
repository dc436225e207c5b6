#include "server/office/engagement.h"

#include <boost/test/unit_test.hpp>

#include "server/office/engagement_merge.h"
#include "server/office/engagement_sums.h"

namespace {

using postbag::Error;
using postbag::office::Day;
using postbag::office::Engagement;
using postbag::office::EngagementKind;
using postbag::office::EngagementText;
using postbag::office::EngagementWorld;
using postbag::office::Members;
using postbag::office::MetMember;

const postbag::data::DataSet& data_set() {
  static const auto loaded =
      postbag::data::DataSet::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set")
          .value();
  return *loaded;
}

const Members& members() {
  static const Members all{data_set()};
  return all;
}

EngagementWorld world() {
  static const std::vector<std::string> campaigns{"back-to-work"};
  return {members(), campaigns};
}

EngagementText meeting() {
  return {"2026-10-01",
          "meeting",
          "back-to-work",
          "Baggy Shanker\nMid Derbyshire",
          "staff of the Department: 70\nJo Example",
          "To write to the minister.",
          "To write.",
          "Ask again.",
          "2026-12-01",
          ""};
}

Day day(const char* text) {
  return Day::parse(text, "day").value();
}

std::vector<std::string> faults(const EngagementText& text) {
  std::vector<std::string> found;
  const auto engagement = parse(text, world());
  if (!engagement)
    for (const Error& error : engagement.error())
      found.push_back(error.field + ':' + error.code);
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engagement)

BOOST_AUTO_TEST_CASE(an_engagement_is_read_whole_and_comes_back_from_its_record_as_it_was) {
  const auto read = parse(meeting(), world());
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST((read->kind == EngagementKind::meeting));
  BOOST_TEST(read->members.size() == 2U);
  BOOST_TEST(read->members[0].seat == "Derby South");
  BOOST_TEST(read->members[1].seat == "Mid Derbyshire");
  BOOST_TEST(read->others[0].people == 70);
  BOOST_TEST(read->others[1].name == "Jo Example");
  BOOST_TEST(read->others[1].people == 1);
  BOOST_TEST((postbag::office::engagement_of(body_of(*read)) == *read));
  BOOST_TEST((parse(text_of(*read), world()).value() == *read));
}

BOOST_AUTO_TEST_CASE(every_mistake_is_told_at_its_field_and_all_at_once) {
  EngagementText text = meeting();
  text.day = "01/10/2026";
  text.kind = "chat";
  text.campaign = "unheard-of";
  text.members = "Nobody Atall";
  text.others = "staff: many";
  text.remind_on = "soon";
  const std::vector<std::string> expected{"kind:unknown_kind",         "day:malformed_day",
                                          "campaign:unknown_campaign", "members:unknown_member",
                                          "others:malformed_party",    "remind_on:malformed_day"};
  BOOST_TEST(faults(text) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_day_before_2000_is_taken_and_one_ahead_is) {
  EngagementText text = meeting();
  text.day = "1999-12-31";
  BOOST_TEST(faults(text) == std::vector<std::string>{"day:malformed_day"},
             boost::test_tools::per_element());
  text.day = "2030-02-29";
  BOOST_TEST(faults(text) == std::vector<std::string>{"day:malformed_day"},
             boost::test_tools::per_element());
  text.day = "2030-02-28";
  text.remind_on = "2030-02-28";
  BOOST_TEST(faults(text).empty());
  text.remind_on = "2030-02-27";
  BOOST_TEST(faults(text) == std::vector<std::string>{"remind_on:early_reminder"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_reply_says_whose_and_which_and_nothing_else_does) {
  EngagementText text = meeting();
  text.reply = "holding";
  BOOST_TEST(faults(text) == std::vector<std::string>{"reply:needless_reply"},
             boost::test_tools::per_element());
  text.kind = "reply";
  BOOST_TEST(faults(text).empty());
  text.reply.clear();
  BOOST_TEST(faults(text) == std::vector<std::string>{"reply:missing_reply"},
             boost::test_tools::per_element());
  text.reply = "substantial";
  text.members.clear();
  BOOST_TEST(faults(text) == std::vector<std::string>{"members:nobody_met"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_member_is_found_by_name_seat_or_number_whatever_the_accents) {
  for (const char* typed : {"Baggy Shanker", "baggy  SHANKER mp", "Derby South",
                            "Baggy Shanker (Derby South)", "Baggy Shanker, Derby South"})
    BOOST_TEST(members().find(typed)->seat == "Derby South", typed);
  BOOST_TEST(members().find("Sian Berry")->name == "Siân Berry");
  BOOST_TEST(members().find("Ynys Mon")->seat == "Ynys Môn");
  BOOST_TEST(members().find(members().find("Derby South")->id)->seat == "Derby South");
}

BOOST_AUTO_TEST_CASE(part_of_a_name_is_not_taken_but_answered_with_whom_it_may_mean) {
  const auto shanker = members().find("Shanker");
  BOOST_REQUIRE(!shanker.has_value());
  BOOST_TEST(shanker.error().code == "unclear_member");
  BOOST_TEST(shanker.error().message.find("Baggy Shanker (Derby South)") != std::string::npos);
  const auto slip = members().find("Bagy Shanker");
  BOOST_TEST(slip.error().code == "unclear_member");
  BOOST_TEST(slip.error().message.find("Baggy Shanker (Derby South)") != std::string::npos);
  BOOST_TEST(members().find("Holborn and St Pancras").error().code == "vacant_seat");
  BOOST_TEST(members().find("MP").error().code == "unknown_member");
  const auto both = members().find_all("Shanker; Nobody Atall\nDerby North", "members");
  BOOST_TEST(both.error().field == "members");
  BOOST_TEST(both.error().message.find("Shanker") != std::string::npos);
  BOOST_TEST(both.error().message.find("Nobody Atall") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(who_was_recorded_is_still_found_when_they_have_left_the_commons) {
  const std::vector<MetMember> recorded{{"9999", "Former Member", "E14001195", "Derby South"}};
  const Members with{data_set(), recorded};
  BOOST_TEST((with.find("Former Member (Derby South)").value() == recorded[0]));
  BOOST_TEST(with.find("Derby South")->name == "Baggy Shanker");
  BOOST_TEST(!members().find("Former Member (Derby South)").has_value());
}

BOOST_AUTO_TEST_CASE(somebody_named_twice_is_there_once) {
  BOOST_TEST(members().find_all("Derby South; Baggy Shanker", "members")->size() == 1U);
}

BOOST_AUTO_TEST_CASE(how_many_were_met_comes_out_of_the_engagements) {
  const auto of = [](const char* on, const char* kind, const char* whom, const char* others) {
    return parse({on, kind, "", whom, others, "", "", "", "",
                  std::string_view{kind} == "reply" ? "holding" : ""},
                 world())
        .value();
  };
  const std::vector<Engagement> all{of("2026-10-01", "meeting", "Derby South; Derby North", "x: 2"),
                                    of("2026-10-02", "event", "Derby South", "staff: 70"),
                                    of("2026-10-03", "reply", "Mid Derbyshire", ""),
                                    of("2026-12-24", "meeting", "Amber Valley", "y: 5")};
  const auto sums = sums_of(all, {}, day("2026-11-22"));
  BOOST_TEST(sums.members_met == 2);
  BOOST_TEST(sums.others_met == 2);
  BOOST_TEST(sums.presented_to == 70);
  BOOST_TEST(sums.plans == 1);
  BOOST_TEST(sums.holding_replies == 1);
  BOOST_TEST(sums.by_kind.at(EngagementKind::meeting) == 1);
  BOOST_TEST(sums.by_kind.size() == 3U);
  const auto of_period =
      sums_of(all, {.from = day("2026-10-02"), .to = day("2026-10-02")}, day("2026-11-22"));
  BOOST_TEST(of_period.members_met == 1);
  BOOST_TEST(of_period.by_kind.size() == 1U);
  const std::string shanker = members().find("Derby South")->id;
  BOOST_TEST(sums_of(all, {.member = shanker}, day("2027-01-01")).by_kind.size() == 2U);
}

BOOST_AUTO_TEST_CASE(changes_of_two_people_are_put_together_field_by_field) {
  const EngagementText base = meeting();
  EngagementText theirs = base;
  theirs.promised = "To write soon.";
  theirs.day = "2026-10-02";
  theirs.next = "The same.";
  EngagementText ours = base;
  ours.asked = "Something else.";
  ours.day = "2026-10-03";
  ours.next = "The same.";
  const auto merge = merged(base, theirs, ours);
  BOOST_TEST(merge.contested == std::vector<std::string_view>{"day"},
             boost::test_tools::per_element());
  BOOST_TEST(merge.text.day == "2026-10-03");
  BOOST_TEST(merge.text.promised == "To write soon.");
  BOOST_TEST(merge.text.asked == "Something else.");
  BOOST_TEST(merge.text.next == "The same.");
}

BOOST_AUTO_TEST_SUITE_END()
