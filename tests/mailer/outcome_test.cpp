#include "mailer/outcome.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using postbag::mailer::find_reply;
using postbag::mailer::name_of;
using postbag::mailer::Outcome;
using postbag::mailer::outcome_of;
using postbag::mailer::Reply;
using postbag::mailer::Step;

/// A reply as a server sends it, on one line.
Reply reply_of(const std::string& line) {
  const std::vector<std::string> lines{line};
  return find_reply(lines, std::stoi(line));
}

struct Row {
  Step step;
  std::string line;
  Outcome outcome;
};

/// Each server's way of putting it, with example.org for its addresses and names.
void check(const std::vector<Row>& rows) {
  for (const Row& row : rows)
    BOOST_TEST(name_of(outcome_of(row.step, reply_of(row.line))) == name_of(row.outcome),
               name_of(row.step) << ": " << row.line << " is "
                                 << name_of(outcome_of(row.step, reply_of(row.line))));
}

BOOST_AUTO_TEST_SUITE(outcome)

BOOST_AUTO_TEST_CASE(the_answer_to_the_final_dot_accepts_and_no_earlier_one_does) {
  check({{Step::final_dot, "250 2.0.0 Ok: queued as 4B2C71", Outcome::accepted},
         {Step::final_dot, "250 OK", Outcome::accepted},
         {Step::content, "250 2.0.0 Ok", Outcome::lost_during_data},
         {Step::data, "250 what now", Outcome::lost_before_data},
         {Step::final_dot, "354 go on", Outcome::lost_after_data}});
}

BOOST_AUTO_TEST_CASE(a_recipient_that_does_not_exist_is_permanent) {
  check({{Step::recipient, "550 5.1.1 <a@example.org>: Recipient address rejected: User unknown",
          Outcome::permanent},
         {Step::recipient, "550 No such user here", Outcome::permanent},
         {Step::recipient, "551 User not local; please try <b@example.org>", Outcome::permanent},
         {Step::recipient, "553 5.1.3 Bad destination mailbox address syntax", Outcome::permanent},
         {Step::recipient, "556 5.1.10 Recipient address has null MX", Outcome::permanent},
         {Step::recipient, "550 5.2.1 The email account is disabled", Outcome::permanent},
         {Step::data, "554 5.5.1 Error: no valid recipients", Outcome::permanent},
         {Step::final_dot, "550 5.6.0 Lone CR or LF in headers", Outcome::permanent},
         {Step::final_dot, "552 5.3.4 Message size exceeds fixed limit", Outcome::permanent},
         {Step::sender, "552 5.3.4 Message size exceeds fixed limit", Outcome::permanent},
         {Step::final_dot, "554 Transaction failed", Outcome::permanent}});
}

BOOST_AUTO_TEST_CASE(a_server_with_trouble_of_its_own_puts_off) {
  check(
      {{Step::recipient, "451 4.3.0 <a@example.org>: Temporary lookup failure", Outcome::temporary},
       {Step::recipient, "450 Requested mail action not taken: mailbox unavailable",
        Outcome::temporary},
       {Step::recipient, "450 4.2.1 The user is receiving mail at a rate that prevents more",
        Outcome::temporary},
       {Step::recipient, "450 4.1.2 <a@example.org>: Recipient address rejected: Domain not found",
        Outcome::temporary},
       {Step::sender, "451 4.3.0 Error: queue file write error", Outcome::temporary},
       {Step::data, "451 Requested action aborted: local error in processing", Outcome::temporary},
       {Step::final_dot, "451 4.4.0 Temporary server error. Please try again later",
        Outcome::temporary}});
}

BOOST_AUTO_TEST_CASE(a_full_mailbox_is_one_for_now_or_for_good) {
  check({{Step::recipient, "452 4.2.2 The email account that you tried to reach is over quota",
          Outcome::mailbox_full},
         {Step::recipient, "552 5.2.2 The email account that you tried to reach is over quota",
          Outcome::mailbox_full},
         {Step::recipient, "552 Requested mail action aborted: exceeded storage allocation",
          Outcome::mailbox_full},
         {Step::final_dot, "452 4.2.2 <a@example.org> Quota exceeded (mailbox for user is full)",
          Outcome::mailbox_full},
         {Step::final_dot, "554 Mailbox full", Outcome::mailbox_full},
         {Step::final_dot, "552 Message too big", Outcome::permanent}});
}

BOOST_AUTO_TEST_CASE(a_refusal_for_what_a_letter_says_or_where_it_comes_from_is_policy) {
  check(
      {{Step::recipient, "554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked",
        Outcome::policy_refusal},
       {Step::final_dot, "554 5.7.1 Spam message rejected", Outcome::policy_refusal},
       {Step::final_dot, "550 5.7.28 Unsolicited mail originating from your IP address",
        Outcome::policy_refusal},
       {Step::final_dot, "451 4.7.1 Try again later", Outcome::policy_refusal},
       {Step::recipient, "550 5.7.15 Priority level is too low", Outcome::policy_refusal},
       {Step::final_dot, "554 Message rejected as spam", Outcome::policy_refusal},
       {Step::greeting, "550 5.7.1 Access denied", Outcome::ours_to_fix},
       {Step::tls, "454 4.7.0 TLS not available due to local problem", Outcome::ours_to_fix},
       {Step::authentication, "535 5.7.8 Authentication credentials invalid", Outcome::ours_to_fix},
       {Step::authentication, "535 Incorrect authentication data", Outcome::ours_to_fix},
       {Step::authentication, "454 4.7.0 Temporary authentication failure", Outcome::ours_to_fix},
       {Step::authentication, "432 4.7.12 A password transition is needed", Outcome::ours_to_fix},
       {Step::sender, "530 5.7.0 Authentication required", Outcome::ours_to_fix},
       {Step::sender, "530 5.7.57 Client was not authenticated", Outcome::ours_to_fix},
       {Step::sender, "538 5.7.11 Encryption required", Outcome::ours_to_fix},
       {Step::sender, "553 5.7.1 Sender address rejected: not owned by user", Outcome::ours_to_fix},
       {Step::recipient, "554 5.7.1 <a@example.org>: Relay access denied", Outcome::ours_to_fix},
       {Step::recipient, "550 relay not permitted", Outcome::ours_to_fix},
       {Step::recipient, "550 5.7.1 <a@example.org>... Relaying denied", Outcome::ours_to_fix},
       {Step::recipient, "550 5.7.54 SMTP; Unable to relay recipient", Outcome::ours_to_fix}});
}

BOOST_AUTO_TEST_CASE(a_domain_of_ours_that_is_not_in_order_is_ours_to_fix) {
  check(
      {{Step::recipient, "450 4.1.8 <b@example.org>: Sender address rejected: Domain not found",
        Outcome::ours_to_fix},
       {Step::recipient, "550 5.1.7 Bad sender's mailbox address syntax", Outcome::ours_to_fix},
       {Step::recipient, "550 5.7.23 SPF validation failed", Outcome::ours_to_fix},
       {Step::recipient, "550 5.7.25 Reverse DNS validation failed", Outcome::ours_to_fix},
       {Step::recipient, "550 5.7.27 Sender address has null MX", Outcome::ours_to_fix},
       {Step::final_dot, "550 5.7.20 No passing DKIM signature found", Outcome::ours_to_fix},
       {Step::final_dot, "550 5.7.26 Multiple authentication checks failed", Outcome::ours_to_fix},
       {Step::final_dot, "550 5.7.60 SMTP; Client may not send as this sender",
        Outcome::ours_to_fix}});
}

BOOST_AUTO_TEST_CASE(a_dialogue_without_an_answer_is_lost_where_it_was) {
  const std::vector<std::pair<Step, Outcome>> rows{{Step::look_up, Outcome::ours_to_fix},
                                                   {Step::connect, Outcome::ours_to_fix},
                                                   {Step::tls, Outcome::ours_to_fix},
                                                   {Step::greeting, Outcome::ours_to_fix},
                                                   {Step::authentication, Outcome::ours_to_fix},
                                                   {Step::sender, Outcome::lost_before_data},
                                                   {Step::recipient, Outcome::lost_before_data},
                                                   {Step::data, Outcome::lost_before_data},
                                                   {Step::content, Outcome::lost_during_data},
                                                   {Step::final_dot, Outcome::lost_after_data}};
  for (const auto& [step, expected] : rows)
    BOOST_TEST(name_of(outcome_of(step, {})) == name_of(expected), name_of(step));
}

BOOST_AUTO_TEST_CASE(words_and_enhanced_codes_never_turn_a_refusal_for_good_into_one_for_now) {
  for (const std::string text : {"greylisted", "4.7.1 greylisted", "too many messages",
                                 "4.3.2 busy", "throttled", "4.2.0 x"})
    for (const int code : {550, 552, 554}) {
      const Outcome came = outcome_of(Step::final_dot, reply_of(std::to_string(code) + ' ' + text));
      BOOST_TEST((came == Outcome::permanent || came == Outcome::policy_refusal), text);
    }
}

BOOST_AUTO_TEST_CASE(nothing_a_server_answers_is_taken_for_delivered_or_unknown_but_at_the_end) {
  for (int step = 0; step < static_cast<int>(Step::final_dot); ++step)
    for (int code = 200; code < 600; ++code) {
      const Outcome came = outcome_of(static_cast<Step>(step), reply_of(std::to_string(code)));
      BOOST_TEST((came != Outcome::accepted && came != Outcome::lost_after_data));
    }
  for (int code = 400; code < 600; ++code) {
    const Outcome came = outcome_of(Step::final_dot, reply_of(std::to_string(code)));
    BOOST_TEST((came != Outcome::accepted && came != Outcome::lost_after_data));
  }
}

BOOST_AUTO_TEST_CASE(an_enhanced_code_of_any_form_is_read_or_passed_over) {
  for (const std::string code : {"", "5", "5.7", "5.7.", "5..1", "5.7.x", "5.999.999", "....."}) {
    Reply reply;
    reply.code = 550;
    reply.enhanced_code = code;
    BOOST_TEST((outcome_of(Step::recipient, reply) == Outcome::permanent ||
                outcome_of(Step::recipient, reply) == Outcome::policy_refusal),
               code);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
