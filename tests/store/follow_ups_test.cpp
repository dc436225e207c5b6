#include <thread>

#include <boost/test/unit_test.hpp>

#include "server/store/office_store.h"
#include "tests/store/world.h"

namespace {

using namespace std::chrono_literals;
using postbag::Duration;
using postbag::Line;
using postbag::Prose;
using postbag::campaign::StaffAction;
using postbag::mailer::Decision;
using postbag::office::FollowUpAnswer;
using postbag::office::FollowUpKey;
using postbag::office::FollowUpMail;
using postbag::office::Manner;
using postbag::office::NewRecord;
using postbag::office::RecordKind;

struct Office : postbag::testing::StoreWorld {
  /// A letter that is delivered now; its public id.
  std::string sent(const std::string& email, const std::string& member = "5142") {
    const std::string id = queued(email, "E14001195", member);
    deliver_all(Decision::Next::sent);
    return id;
  }
  std::size_t due(int round) {
    return office.due_follow_ups({"sanctions", round, clock.now() - 72h, clock.now()}).size();
  }
  bool ask(const std::string& letter, int round) {
    const auto line = [](const char* text) {
      return Line::parse(text, {"subject", "it", 1, 100}).value();
    };
    const auto prose = [](const char* text) {
      return Prose::parse(text, {"body", "it", 1, 100}).value();
    };
    return office.ask(
        {letter, round},
        {"q" + std::to_string(round) + letter + "@postbag.example.org",
         letter + std::to_string(round), line("Has your MP replied?"), prose("Tell us.")},
        clock.now());
  }
  std::string questions() {
    return value("SELECT CAST(count(*) AS TEXT) FROM service_mails WHERE state = 'queued'");
  }

  postbag::store::SqlOfficeStore office{*database};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(follow_ups, Office)

BOOST_AUTO_TEST_CASE(what_a_supporter_was_asked_and_told_is_in_their_copy) {
  const std::string letter = sent("jo@example.org");
  clock.advance(14 * 24h);
  BOOST_REQUIRE(ask(letter, 1));
  const std::string key = *store.supporter_of(letter);
  BOOST_TEST(!store.person(key, 10).letters.front().questions.front().answered_at.has_value());
  clock.advance(1h);
  BOOST_REQUIRE(office.answer({letter, 1}, FollowUpAnswer::reply, Manner::helpful, clock.now()));
  BOOST_REQUIRE(office.stop_follow_ups({letter, 1}, clock.now()));
  const auto person = store.person(key, 10);
  const auto& question = person.letters.front().questions.front();
  BOOST_TEST((question.answered_at == clock.now()));
  BOOST_TEST(question.answer == "reply");
  BOOST_TEST(question.manner == "helpful");
  BOOST_TEST((person.no_questions_since == clock.now()));
}

BOOST_AUTO_TEST_CASE(a_letter_is_due_two_and_three_weeks_after_it_was_sent) {
  const std::string letter = sent("jo@example.org");
  clock.advance(14 * 24h - 1ms);
  BOOST_TEST(due(1) == 0U);
  clock.advance(1ms);
  BOOST_TEST(due(1) == 1U);
  BOOST_TEST(due(2) == 0U);
  clock.advance(7 * 24h);
  BOOST_TEST(due(1) == 0U);
  BOOST_TEST(due(2) == 1U);
}

BOOST_AUTO_TEST_CASE(the_question_and_its_mail_come_together_and_once) {
  const std::string letter = sent("jo@example.org");
  clock.advance(14 * 24h);
  BOOST_TEST(ask(letter, 1));
  BOOST_TEST(!ask(letter, 1));
  BOOST_TEST(questions() == "1");
  BOOST_TEST(due(1) == 0U);
  BOOST_TEST(value("SELECT recipient FROM service_mails WHERE state = 'queued'") ==
             "jo@example.org");
}

BOOST_AUTO_TEST_CASE(of_many_who_ask_at_once_one_does) {
  const std::string letter = sent("jo@example.org");
  clock.advance(14 * 24h);
  std::atomic<int> asked = 0;
  {
    std::vector<std::jthread> processes;
    for (int i = 0; i < 4; ++i)
      processes.emplace_back([&] { asked += ask(letter, 1) ? 1 : 0; });
  }
  BOOST_TEST(asked == 1);
  BOOST_TEST(questions() == "1");
}

BOOST_AUTO_TEST_CASE(only_letters_that_are_sent_and_still_have_their_text_are_asked_about) {
  const std::string waiting = queued("mo@example.org");
  const std::string bounced = sent("jo@example.org");
  const std::string cleared = sent("di@example.org");
  execute("UPDATE letters SET state = 4, state_reason = 'test' WHERE public_id = '" + bounced +
          "'");
  execute("UPDATE letters SET has_text = 0 WHERE public_id = '" + cleared + "'");
  clock.advance(14 * 24h);
  for (const std::string& letter : {bounced, cleared})
    BOOST_TEST(!ask(letter, 1));
  BOOST_TEST(!office.follow_up({bounced, 1}).has_value());
  BOOST_TEST(!ask("no such letter", 1));
  BOOST_TEST(questions() == "0");
}

BOOST_AUTO_TEST_CASE(who_told_of_a_reply_is_not_asked_again_and_who_did_not_is) {
  const std::string replied = sent("jo@example.org");
  const std::string silent = sent("mo@example.org");
  clock.advance(14 * 24h);
  for (const std::string& letter : {replied, silent})
    BOOST_TEST(ask(letter, 1));
  BOOST_TEST(office.answer({replied, 1}, FollowUpAnswer::reply, Manner::between, clock.now()));
  BOOST_TEST(!office.answer({replied, 1}, FollowUpAnswer::none, {}, clock.now()));
  BOOST_TEST(office.answer({silent, 1}, FollowUpAnswer::none, Manner::helpful, clock.now()));
  BOOST_TEST(!office.follow_up({silent, 1})->manner.has_value());
  clock.advance(7 * 24h);
  BOOST_TEST(due(2) == 1U);
  BOOST_TEST(!ask(replied, 2));
  BOOST_TEST(ask(silent, 2));
}

BOOST_AUTO_TEST_CASE(answers_are_counted_by_letter_and_as_of_a_moment) {
  const std::string one = sent("jo@example.org");
  const std::string two = sent("mo@example.org");
  static_cast<void>(sent("di@example.org", "9999"));
  clock.advance(14 * 24h);
  BOOST_TEST(ask(one, 1));
  BOOST_TEST(ask(two, 1));
  const auto before = clock.now();
  clock.advance(1h);
  BOOST_TEST(office.answer({one, 1}, FollowUpAnswer::holding, {}, clock.now()));
  clock.advance(7 * 24h);
  BOOST_TEST(ask(one, 2));
  BOOST_TEST(office.answer({one, 2}, FollowUpAnswer::reply, Manner::helpful, clock.now()));
  const auto now = office.follow_up_counts("5142", {}, clock.now());
  BOOST_TEST(now.asked == 2);
  BOOST_TEST(now.answered == 1);
  BOOST_TEST(now.replies == 1);
  BOOST_TEST(now.holding == 0);
  BOOST_TEST(now.helpful == 1);
  BOOST_TEST(!now.share().has_value());
  const auto then = office.follow_up_counts("5142", "sanctions", before);
  BOOST_TEST(then.asked == 2);
  BOOST_TEST(then.answered == 0);
  BOOST_TEST(office.follow_up_counts("5142", "another", clock.now()).asked == 0);
}

BOOST_AUTO_TEST_CASE(a_stop_holds_for_all_letters_of_a_person_until_they_erase_everything) {
  const std::string letter = sent("jo@example.org");
  clock.advance(14 * 24h);
  BOOST_TEST(ask(letter, 1));
  BOOST_TEST(!office.stop_follow_ups({letter, 2}, clock.now()));
  BOOST_TEST(office.stop_follow_ups({letter, 1}, clock.now()));
  BOOST_TEST(office.stop_follow_ups({letter, 1}, clock.now()));
  BOOST_TEST(office.follow_up({letter, 1})->stopped);
  BOOST_TEST(questions() == "0");
  clock.advance(7 * 24h);
  BOOST_TEST(due(2) == 0U);
  BOOST_TEST(!ask(letter, 2));
  static_cast<void>(store.erase(postbag::sha256("jo@example.org").substr(0, 32)));
  BOOST_TEST(value("SELECT CAST(count(*) AS TEXT) FROM follow_up_stops") == "0");
  BOOST_TEST(!office.follow_up({letter, 1}).has_value());
  BOOST_TEST(office.follow_up_counts("5142", {}, clock.now()).asked == 1);
}

BOOST_AUTO_TEST_CASE(new_records_are_saved_all_or_none) {
  const postbag::staff::AuditEntry entry{clock.now(), postbag::staff::Actor::command_line(),
                                         "engagement.imported", "2 engagements"};
  const std::vector<NewRecord> two{{"a", "first"}, {"b", "second"}};
  BOOST_TEST(office.save_new(RecordKind::engagement, two, entry).has_value());
  const std::vector<NewRecord> again{{"c", "third"}, {"a", "first"}};
  BOOST_TEST(office.save_new(RecordKind::engagement, again, entry).error().code ==
             "edited_meanwhile");
  BOOST_TEST(office.all(RecordKind::engagement).size() == 2U);
  BOOST_TEST(value("SELECT CAST(count(*) AS TEXT) FROM audit WHERE action = "
                   "'engagement.imported'") == "1");
}

BOOST_AUTO_TEST_CASE(records_are_known_as_they_stood_at_a_moment) {
  const auto entry = [&] {
    return postbag::staff::AuditEntry{clock.now(), postbag::staff::Actor::command_line(), "x", "y"};
  };
  const auto save = [&](const char* id, std::int64_t expected, const char* body) {
    BOOST_TEST(office.save(RecordKind::engagement, id, expected, body, entry()).has_value());
  };
  save("a", 0, "first");
  const auto then = clock.now();
  clock.advance(1h);
  save("a", 1, "second");
  save("b", 0, "other");
  const auto at_that_time = office.all_at(RecordKind::engagement, then);
  BOOST_REQUIRE(at_that_time.size() == 1U);
  BOOST_TEST(at_that_time[0].body == "first");
  BOOST_TEST(office.all_at(RecordKind::engagement, clock.now()).size() == 2U);
  BOOST_TEST(office.all_at(RecordKind::engagement, then - 1ms).empty());
}

BOOST_AUTO_TEST_SUITE_END()
