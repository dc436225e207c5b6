#include "mailer/worker.h"

#include <future>
#include <limits>
#include <stop_token>

#include <boost/test/unit_test.hpp>

#include "tests/mailer/office.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::testing;
using postbag::Result;
using postbag::mailer::Attempt;
using postbag::mailer::Crew;
using postbag::mailer::FinalDot;
using postbag::mailer::Job;
using postbag::mailer::MailKind;
using postbag::mailer::Message;
using postbag::mailer::Outcome;
using postbag::mailer::Recipient;
using postbag::mailer::Worker;

using Calls = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(worker)

BOOST_AUTO_TEST_CASE(each_letter_is_claimed_then_its_final_dot_recorded_once_then_finished) {
  Office office;
  office.add(3);
  office.settle();
  BOOST_TEST(office.queue.calls() ==
                 (Calls{"claim 1 2 3", "expect_final_dot 1", "finish 1", "expect_final_dot 2",
                        "finish 2", "expect_final_dot 3", "finish 3"}),
             boost::test_tools::per_element());
  BOOST_TEST(office.wire.count() == 3U);
}

BOOST_AUTO_TEST_CASE(a_final_dot_that_nobody_expected_is_recorded_all_the_same) {
  Office office;
  office.wire.sudden = true;
  office.add(1);
  office.settle();
  BOOST_TEST(office.queue.calls() == (Calls{"claim 1", "expect_final_dot 1", "finish 1"}),
             boost::test_tools::per_element());
  BOOST_TEST(office.wire.count() == 1U);
}

BOOST_AUTO_TEST_CASE(no_letter_leaves_before_the_record_of_its_final_dot_is_durable) {
  Office office;
  office.queue.hold_up_records(true);
  office.add(1);
  const Crew crew{office.delivery, [&] { return std::make_unique<WireTransport>(office.wire); }, 1};
  BOOST_TEST(office.queue.wait_for_call("expect_final_dot 1"));
  BOOST_TEST(office.wire.count() == 0U);
  office.queue.hold_up_records(false);
  BOOST_TEST(office.queue.wait_until_settled());
  BOOST_TEST(office.wire.count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_down_leaves_no_record_of_a_final_dot) {
  Office office;
  office.wire.early_end = Outcome::temporary;
  office.add(1);
  office.settle();
  BOOST_TEST(office.queue.calls() == (Calls{"claim 1", "finish 1"}),
             boost::test_tools::per_element());
  BOOST_TEST(!office.queue.entry(1).final_dot);
  BOOST_TEST(office.queue.entry(1).state == "retry");
}

BOOST_AUTO_TEST_CASE(a_letter_is_from_the_supporters_name_at_our_address_and_replies_go_to_them) {
  Office office;
  office.add(1);
  office.settle();
  const Message& message = office.wire.sent.at(0);
  BOOST_TEST(message.from_name.text() == "Jo Bloggs");
  BOOST_TEST(message.from.text() == "letters@example.org");
  BOOST_TEST(message.reply_to_name.text() == "Jo Bloggs");
  BOOST_TEST(message.reply_to.text() == "jo@example.org");
  BOOST_TEST(message.to_name.text() == "The Member");
  BOOST_TEST(message.to.text() == "member@example.org");
  BOOST_TEST(message.envelope_sender.text() == "bounce+letter-1@bounces.example.org");
  BOOST_TEST(message.message_id == "letter-1@letters.example.org");
  BOOST_TEST((message.date == sample_time()));
  BOOST_TEST(!message.automatic);
}

BOOST_AUTO_TEST_CASE(a_service_mail_is_automatic_and_from_the_service) {
  Office office;
  Job job = sample_job(1);
  job.kind = MailKind::service;
  job.recipient = address("jo@example.org");
  office.queue.add(job);
  office.delivery.addressing = [](const Job&) -> Result<Recipient> {
    return postbag::fail("never_asked", "A service mail carries its recipient.");
  };
  office.settle();
  const Message& message = office.wire.sent.at(0);
  BOOST_TEST(message.from_name.text() == "Postbag");
  BOOST_TEST(message.from.text() == "hello@example.org");
  BOOST_TEST(message.to.text() == "jo@example.org");
  BOOST_TEST(message.reply_to.empty());
  BOOST_TEST(message.envelope_sender.text() == "bounce+letter-1@bounces.example.org");
  BOOST_TEST(message.automatic);
}

BOOST_AUTO_TEST_CASE(each_outcome_ends_in_its_state) {
  for (const auto& [outcome, state] :
       {std::pair{Outcome::accepted, "sent"}, std::pair{Outcome::temporary, "retry"},
        std::pair{Outcome::permanent, "failed"},
        std::pair{Outcome::lost_after_data, "uncertain"}}) {
    Office office;
    office.wire.outcome = outcome;
    office.add(1);
    office.settle();
    BOOST_TEST(office.queue.entry(1).state == state);
  }
}

BOOST_AUTO_TEST_CASE(a_letter_whose_seat_is_vacant_is_held_with_the_reason_and_not_sent) {
  Office office;
  office.add(2);
  office.delivery.addressing = [](const Job& job) -> Result<Recipient> {
    if (job.id == 1) return postbag::fail("seat_vacant", "The seat is vacant.");
    return Recipient{line("The Member"), address("member@example.org")};
  };
  office.settle();
  BOOST_TEST(office.queue.entry(1).state == "held");
  BOOST_TEST(office.queue.entry(1).held_for == "seat_vacant");
  BOOST_TEST(office.queue.entry(2).state == "sent");
  BOOST_TEST(office.wire.count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_session_claims_more_at_once_only_while_more_wait) {
  Office office;
  office.delivery.settings.batch = 20;
  office.add(50);
  office.settle();
  std::vector<std::size_t> claimed;
  for (const std::string& call : office.queue.calls())
    if (call.starts_with("claim"))
      claimed.push_back(static_cast<std::size_t>(std::count(call.begin(), call.end(), ' ')));
  BOOST_TEST(claimed == (std::vector<std::size_t>{8, 16, 20, 6}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(while_many_wait_a_record_is_begun_one_letter_early_and_never_two) {
  Office office;
  office.delivery.settings.batch = 16;
  office.add(24);
  office.settle();
  std::vector<int> recorded_and_not_ended;
  int ahead = 0;
  for (const std::string& call : office.queue.calls()) {
    if (call.starts_with("expect_final_dot")) recorded_and_not_ended.push_back(++ahead);
    if (call.starts_with("finish")) --ahead;
  }
  // Eight letters are claimed first, then sixteen: many.
  std::vector<int> expected(8, 1);
  expected.push_back(1);
  expected.resize(24, 2);
  BOOST_TEST(recorded_and_not_ended == expected, boost::test_tools::per_element());
  BOOST_TEST(office.wire.count() == 24U);
}

BOOST_AUTO_TEST_CASE(an_early_record_serves_no_other_letter) {
  Office office;
  office.delivery.settings.batch = 16;
  office.delivery.addressing = [](const Job& job) -> Result<Recipient> {
    if (job.id % 2 == 0) return postbag::fail("seat_vacant", "The seat is vacant.");
    return Recipient{line("The Member"), address("member@example.org")};
  };
  office.add(24);
  office.settle();
  for (int id = 1; id <= 24; ++id) {
    BOOST_TEST(office.queue.entry(id).state == (id % 2 == 0 ? "held" : "sent"));
    if (id % 2 == 0) continue;
    const auto calls = office.queue.calls();
    BOOST_TEST(std::count(calls.begin(), calls.end(), "expect_final_dot " + std::to_string(id)) ==
               1);
  }
}

BOOST_AUTO_TEST_CASE(an_early_record_of_a_letter_that_was_not_tried_does_not_keep_it) {
  Office office;
  office.delivery.settings.batch = 16;
  office.add(24);
  std::stop_source stop;
  office.wire.before_sending = [&](const Message& message) {
    if (message.message_id.starts_with("letter-12@")) stop.request_stop();
  };
  Worker{office.delivery, office.outage, std::make_unique<WireTransport>(office.wire)}.run(
      stop.get_token());
  const auto calls = office.queue.calls();
  BOOST_TEST(std::count(calls.begin(), calls.end(), "expect_final_dot 13") == 1);
  BOOST_TEST(office.queue.entry(12).state == "sent");
  BOOST_TEST(office.queue.entry(13).state == "queued");
  BOOST_TEST(office.wire.count() == 12U);
}

BOOST_AUTO_TEST_CASE(a_stop_in_the_middle_of_a_batch_ends_the_letter_and_gives_back_the_rest) {
  Office office;
  office.add(5);
  std::stop_source stop;
  office.wire.before_sending = [&](const Message& message) {
    if (message.message_id.starts_with("letter-2@")) stop.request_stop();
  };
  Worker worker{office.delivery, office.outage, std::make_unique<WireTransport>(office.wire)};
  worker.run(stop.get_token());
  BOOST_TEST(office.queue.calls() ==
                 (Calls{"claim 1 2 3 4 5", "expect_final_dot 1", "finish 1", "expect_final_dot 2",
                        "finish 2", "give_back 3", "give_back 4", "give_back 5"}),
             boost::test_tools::per_element());
  BOOST_TEST(office.queue.entry(5).state == "queued");
}

BOOST_AUTO_TEST_CASE(a_batch_that_takes_half_its_lease_gives_back_the_rest) {
  Office office;
  office.add(3);
  office.wire.before_sending = [&](const Message&) { office.clock.advance(151s); };
  office.settle();
  BOOST_TEST(
      office.queue.calls() == (Calls{"claim 1 2 3", "expect_final_dot 1", "finish 1", "give_back 2",
                                     "give_back 3", "claim 2 3", "expect_final_dot 2", "finish 2",
                                     "give_back 3", "claim 3", "expect_final_dot 3", "finish 3"}),
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_letter_whose_lease_was_lost_is_not_sent) {
  Office office;
  office.add(2);
  std::stop_source stop;
  office.wire.before_sending = [&](const Message& message) {
    if (message.message_id.starts_with("letter-1@")) office.queue.steal(1);
    if (message.message_id.starts_with("letter-2@")) stop.request_stop();
  };
  Worker{office.delivery, office.outage, std::make_unique<WireTransport>(office.wire)}.run(
      stop.get_token());
  BOOST_TEST(office.wire.count() == 1U);
  BOOST_TEST(!office.queue.entry(1).attempt.has_value());
  BOOST_TEST(office.queue.entry(2).state == "sent");
}

BOOST_AUTO_TEST_CASE(a_database_that_fails_to_claim_is_asked_again) {
  Office office;
  office.add(1);
  office.queue.fail("claim", 3);
  office.settle();
  BOOST_TEST(office.queue.entry(1).state == "sent");
}

BOOST_AUTO_TEST_CASE(a_database_that_fails_before_the_final_dot_gets_the_letters_back_unsent) {
  Office office;
  office.add(2);
  office.queue.fail("expect_final_dot", 1);
  office.settle();
  BOOST_TEST(office.queue.calls() ==
                 (Calls{"claim 1 2", "give_back 1", "give_back 2", "claim 1 2",
                        "expect_final_dot 1", "finish 1", "expect_final_dot 2", "finish 2"}),
             boost::test_tools::per_element());
  BOOST_TEST(office.wire.count() == 2U);
}

BOOST_AUTO_TEST_CASE(a_sent_letter_is_recorded_when_the_database_comes_back_and_not_sent_twice) {
  Office office;
  office.add(1);
  office.queue.fail("finish", 2);
  office.settle();
  BOOST_TEST(office.queue.entry(1).state == "sent");
  BOOST_TEST(office.wire.count() == 1U);
}

BOOST_AUTO_TEST_CASE(a_sent_letter_is_recorded_also_when_the_next_never_reaches_its_final_dot) {
  Office office;
  office.add(2);
  office.wire.before_sending = [&](const Message&) {
    if (office.wire.count() == 1) office.wire.early_end = Outcome::temporary;
  };
  office.queue.fail("finish", 1);
  office.settle();
  BOOST_TEST(office.queue.entry(1).state == "sent");
  BOOST_TEST(office.queue.entry(2).state == "retry");
}

BOOST_AUTO_TEST_CASE(no_letter_is_sent_while_the_end_of_the_one_before_cannot_be_recorded) {
  Office office;
  office.add(2);
  office.queue.fail("finish", 20);
  office.settle();
  BOOST_TEST(office.queue.calls() == (Calls{"claim 1 2", "expect_final_dot 1", "expect_final_dot 2",
                                            "finish 1", "finish 2"}),
             boost::test_tools::per_element());
  BOOST_TEST(office.wire.count() == 2U);
}

BOOST_AUTO_TEST_CASE(a_sent_letter_that_cannot_be_recorded_before_a_stop_is_never_given_back) {
  Office office;
  office.add(2);
  office.queue.fail("finish", std::numeric_limits<int>::max());
  {
    const Crew crew{office.delivery, [&] { return std::make_unique<WireTransport>(office.wire); },
                    1};
    BOOST_TEST(office.queue.wait_for_call("expect_final_dot 2"));
  }
  BOOST_TEST(office.queue.entry(1).state == "sending");
  BOOST_TEST(office.queue.entry(1).final_dot);
  BOOST_TEST(office.queue.entry(2).state == "queued");
  BOOST_TEST(office.wire.count() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_claimed_is_given_back_when_the_database_comes_back) {
  Office office;
  office.add(2);
  office.queue.fail("expect_final_dot", 1);
  office.queue.fail("give_back", 20);
  office.settle();
  BOOST_TEST(office.queue.entry(1).state == "sent");
  BOOST_TEST(office.queue.entry(2).state == "sent");
  BOOST_TEST(office.wire.count() == 2U);
}

BOOST_AUTO_TEST_CASE(a_letter_that_cannot_be_composed_fails_and_holds_up_nobody) {
  Office office;
  Job job = sample_job(1);
  job.public_id = "not an id";
  office.queue.add(job);
  office.queue.add(sample_job(2));
  office.settle();
  BOOST_TEST(office.queue.entry(1).state == "failed");
  BOOST_TEST(office.queue.entry(1).attempt->text == "the message cannot be composed");
  BOOST_TEST(office.queue.entry(2).state == "sent");
}

BOOST_AUTO_TEST_CASE(no_two_workers_have_the_same_name) {
  Office office;
  const Worker first{office.delivery, office.outage, std::make_unique<WireTransport>(office.wire)};
  const Worker second{office.delivery, office.outage, std::make_unique<WireTransport>(office.wire)};
  BOOST_TEST(first.owner() != second.owner());
}

BOOST_AUTO_TEST_CASE(a_session_that_a_stop_finds_waiting_for_the_server_gives_its_letter_back) {
  Office office;
  office.add(2);
  std::stop_source stop;
  office.wire.waits = [&](FinalDot& final_dot) {
    stop.request_stop();
    while (final_dot.awaited())
      std::this_thread::sleep_for(10ms);
  };
  Worker{office.delivery, office.outage, std::make_unique<WireTransport>(office.wire)}.run(
      stop.get_token());
  BOOST_TEST(office.queue.calls() == (Calls{"claim 1 2", "give_back 1", "give_back 2"}),
             boost::test_tools::per_element());
  BOOST_TEST(office.wire.count() == 0U);
}

BOOST_AUTO_TEST_CASE(a_crew_with_a_session_that_hangs_does_not_work) {
  Office office;
  std::promise<void> hangs;
  std::promise<void> let_go;
  office.wire.before_sending = [&](const Message&) {
    hangs.set_value();
    let_go.get_future().wait();
  };
  Crew crew{office.delivery, [&] { return std::make_unique<WireTransport>(office.wire); }, 1};
  BOOST_TEST(crew.works(1h));
  office.add(1);
  hangs.get_future().wait();
  BOOST_TEST(!crew.works(0ms));
  while (crew.works(50ms))
    std::this_thread::yield();
  let_go.set_value();
  BOOST_TEST(office.queue.wait_until_settled());
  BOOST_TEST(crew.works(1h));
}

BOOST_AUTO_TEST_CASE(a_session_marks_the_letters_it_lets_go_and_works_where_it_cannot) {
  const TemporaryFolder folder;
  folder.write("taken", "");
  for (const auto& marks : {folder / "marks", folder / "taken"}) {
    Office office;
    office.delivery.marks = marks;
    office.add(2);
    office.settle();
    BOOST_TEST(office.wire.count() == 2U);
  }
  std::filesystem::directory_iterator files{folder / "marks"};
  const std::string owner = files->path().filename().string();
  BOOST_TEST(postbag::mailer::DotMark::may_have_gone_out(folder / "marks", owner, 2));
  BOOST_TEST(!postbag::mailer::DotMark::may_have_gone_out(folder / "marks", owner, 3));
}

BOOST_AUTO_TEST_CASE(whoever_counts_is_told_of_each_attempt) {
  Office office;
  std::vector<std::string> told;
  office.delivery.attempted = [&](const Job& job, const Attempt& attempt) {
    told.push_back(job.public_id + ' ' + std::string{postbag::mailer::name_of(attempt.outcome)});
  };
  office.add(2);
  office.settle();
  BOOST_TEST(told == (Calls{"letter-1 accepted", "letter-2 accepted"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_crew_sends_every_letter_once_and_stops_when_asked) {
  Office office;
  office.add(500);
  Crew crew{office.delivery, [&] { return std::make_unique<WireTransport>(office.wire); }, 4};
  BOOST_TEST(office.queue.wait_until_settled());
  crew.stop();
  BOOST_TEST(office.wire.count() == 500U);
  office.queue.add(sample_job(501));
  BOOST_TEST(office.queue.entry(501).state == "queued");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
