#include "mailer/smtp_transport.h"

#include <stdexcept>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "mailer/compose.h"
#include "tests/support/final_dots.h"
#include "tests/support/mail_samples.h"
#include "tests/support/smtp_server.h"
#include "tests/support/world.h"

namespace {

using namespace std::chrono_literals;
using namespace postbag::testing;
using postbag::Duration;
using postbag::mailer::Attempt;
using postbag::mailer::compose;
using postbag::mailer::make_smtp_transport;
using postbag::mailer::Message;
using postbag::mailer::Outcome;
using postbag::mailer::SmtpSettings;
using postbag::mailer::Tls;
using postbag::mailer::Transport;

SmtpSettings settings_for(int port) {
  SmtpSettings settings;
  settings.host = "127.0.0.1";
  settings.port = port;
  settings.tls = Tls::none;
  settings.hello_name = "mail.example.org";
  settings.total_timeout = 20s;
  return settings;
}

/// A session with a server in some mode.
struct Session {
  explicit Session(const std::string& mode, Duration total_timeout = 20s) : server(mode) {
    SmtpSettings settings = settings_for(server.port());
    settings.total_timeout = total_timeout;
    transport = make_smtp_transport(settings, clock).value();
  }

  Attempt send(const Message& message = sample_message()) {
    return transport->send(message, final_dot);
  }

  ManualClock clock;
  SmtpServer server;
  std::unique_ptr<Transport> transport;
  AskedDot final_dot;
};

/// A certificate for 127.0.0.1 and the authority that signed it, made for this run.
struct Certificates {
  Certificates() {
    folder.write("extensions", "subjectAltName=IP:127.0.0.1\n");
    const auto openssl = [this](std::vector<std::string> words) {
      words.insert(words.begin(), "openssl");
      const Finished finished = run(words, {folder.path().string(), {}, {}});
      if (finished.status != 0) throw std::runtime_error(finished.output);
    };
    openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=Test authority"});
    openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout",
             "server.key", "-out", "server.csr", "-subj", "/CN=Test server"});
    openssl({"x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-out",
             "server.pem", "-days", "2", "-extfile", "extensions", "-CAcreateserial"});
  }

  [[nodiscard]] std::vector<std::string> arguments(const std::string& tls) const {
    return {"--tls", tls, "--certificate", file("server.pem"), "--key", file("server.key")};
  }
  [[nodiscard]] std::string file(std::string_view name) const { return (folder / name).string(); }

  TemporaryFolder folder;
};

Attempt send_once(const SmtpSettings& settings) {
  const ManualClock clock;
  AskedDot final_dot;
  return make_smtp_transport(settings, clock).value()->send(sample_message(), final_dot);
}

/// What an attempt came to, and where: `temporary recipient 451`.
std::string fate_of(const Attempt& attempt) {
  return std::string{name_of(attempt.outcome)} + ' ' + std::string{name_of(attempt.step)} + ' ' +
         std::to_string(attempt.code);
}

/// Without a reply, but with a word about what went wrong.
void check_lost(const Attempt& attempt, const std::string& outcome_and_step) {
  BOOST_TEST(fate_of(attempt) == outcome_and_step + " 0", attempt.text);
  BOOST_TEST(attempt.enhanced_code == "");
  BOOST_TEST(!attempt.text.empty());
}

BOOST_AUTO_TEST_SUITE(smtp_transport)

BOOST_AUTO_TEST_CASE(a_message_arrives_as_it_was_composed_with_its_envelope) {
  Session session{"accept"};
  const Attempt attempt = session.send();
  BOOST_CHECK(attempt.outcome == Outcome::accepted);
  BOOST_TEST(attempt.code == 250);
  BOOST_TEST(attempt.enhanced_code == "2.0.0");
  BOOST_TEST(attempt.text == "Queued as 1");
  BOOST_TEST((attempt.started == session.clock.now() && attempt.finished == session.clock.now()));
  BOOST_TEST(session.final_dot.asked == 1);
  BOOST_TEST(session.server.message(1) == compose(sample_message()));
  const std::vector<std::string> expected{"mail bounce+iYvTjMq5Q0a2x1yZ3bC4dE@bounces.example.org",
                                          "recipient member@example.org", "message 1"};
  const auto events = session.server.events();
  BOOST_TEST(std::vector<std::string>(events.end() - 3, events.end()) == expected,
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(dots_at_the_starts_of_lines_arrive_and_end_nothing) {
  Session session{"accept"};
  Message message = sample_message();
  message.body = prose("a\n.\n..\n.b\nRCPT TO:<x@example.org>\n.");
  BOOST_CHECK(session.send(message).outcome == Outcome::accepted);
  BOOST_TEST(session.server.message(1) == compose(message));
  BOOST_TEST(session.server.message(1).find("\r\n.\r\n..\r\n.b\r\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_message_longer_than_any_buffer_arrives_whole_and_asks_once) {
  Session session{"accept"};
  Message message = sample_message();
  std::string body;
  for (int i = 0; i < 20'000; ++i)
    body += ".line of text\n";
  message.body = prose(body);
  BOOST_CHECK(session.send(message).outcome == Outcome::accepted);
  BOOST_TEST((session.server.message(1) == compose(message)));
  BOOST_TEST(session.final_dot.asked == 1);
}

BOOST_AUTO_TEST_CASE(one_connection_carries_message_after_message) {
  Session session{"accept"};
  for (int i = 0; i < 20; ++i)
    BOOST_CHECK(session.send().outcome == Outcome::accepted);
  BOOST_TEST(session.server.messages() == 20U);
  BOOST_TEST(session.server.connections() == 1);
}

BOOST_AUTO_TEST_CASE(a_refused_recipient_is_rejected_with_its_reply_and_not_with_the_goodbye) {
  Session session{"refuse-recipient"};
  for (int i = 0; i < 2; ++i) {
    const Attempt attempt = session.send();
    BOOST_TEST(fate_of(attempt) == "permanent recipient 550");
    BOOST_TEST(attempt.enhanced_code == "5.1.1");
    BOOST_TEST(attempt.text == "<member@example.org>: unknown here see the list of members");
  }
  BOOST_TEST(session.final_dot.expected == 2);
  BOOST_TEST(session.final_dot.asked == 0);
}

BOOST_AUTO_TEST_CASE(a_recipient_put_off_is_temporary) {
  Session session{"defer-recipient"};
  const Attempt attempt = session.send();
  BOOST_TEST(fate_of(attempt) == "temporary recipient 451");
  BOOST_TEST(attempt.enhanced_code == "4.3.0");
  BOOST_TEST(session.final_dot.asked == 0);
}

BOOST_AUTO_TEST_CASE(the_answer_to_the_final_dot_decides) {
  Session refused{"refuse-data"};
  const Attempt rejected = refused.send();
  BOOST_TEST(fate_of(rejected) == "policy_refusal final_dot 554");
  BOOST_TEST(rejected.enhanced_code == "5.7.1");
  BOOST_TEST(refused.final_dot.asked == 1);

  Session full{"defer-data"};
  const Attempt deferred = full.send();
  BOOST_TEST(fate_of(deferred) == "mailbox_full final_dot 452");
  BOOST_TEST(deferred.text == "Mailbox full");
}

BOOST_AUTO_TEST_CASE(a_server_that_wants_a_password_first_is_not_the_letters_fault) {
  Session session{"refuse-sender"};
  const Attempt attempt = session.send();
  BOOST_TEST(fate_of(attempt) == "ours_to_fix sender 530");
  BOOST_TEST(session.final_dot.expected == 0);
}

BOOST_AUTO_TEST_CASE(a_server_that_serves_nobody_is_not_the_letters_fault) {
  Session session{"refuse-greeting"};
  const Attempt attempt = session.send();
  BOOST_TEST(fate_of(attempt) == "ours_to_fix greeting 554");
  BOOST_TEST(attempt.enhanced_code == "5.3.2");
  BOOST_TEST(session.final_dot.expected == 0);
}

BOOST_AUTO_TEST_CASE(what_a_server_says_has_a_word_that_tells_why) {
  for (const auto& [mode, fate] : {std::pair{"busy-greeting", "slow_down greeting 421"},
                                   std::pair{"greylist", "greylisted recipient 450"},
                                   std::pair{"deny-relay", "ours_to_fix recipient 554"},
                                   std::pair{"full-mailbox", "mailbox_full recipient 552"}}) {
    Session session{mode};
    BOOST_TEST(fate_of(session.send()) == fate);
    BOOST_TEST(session.final_dot.asked == 0);
  }
  Session session{"throttle"};
  BOOST_TEST(fate_of(session.send()) == "accepted final_dot 250");
  BOOST_TEST(fate_of(session.send()) == "slow_down sender 454");
}

BOOST_AUTO_TEST_CASE(the_final_dot_is_expected_when_the_sender_was_taken_and_out_when_allowed) {
  Session session{"accept"};
  for (std::size_t count = 1; count <= 3; ++count) {
    AskedDot final_dot{[&] {
      BOOST_TEST(final_dot.expected == 1);
      BOOST_TEST(session.server.messages() == count - 1);
      return true;
    }};
    BOOST_CHECK(session.transport->send(sample_message(), final_dot).outcome == Outcome::accepted);
    BOOST_TEST(session.server.messages() == count);
  }
}

BOOST_AUTO_TEST_CASE(no_final_dot_is_expected_until_the_sender_was_taken) {
  Session session{"slow-sender", 500ms};
  check_lost(session.send(), "lost_before_data sender");
  BOOST_TEST(session.final_dot.expected == 0);
}

BOOST_AUTO_TEST_CASE(the_final_dot_is_expected_before_the_recipient_was_answered) {
  Session session{"slow-recipient", 500ms};
  check_lost(session.send(), "lost_before_data recipient");
  BOOST_TEST(session.final_dot.expected == 1);
  BOOST_TEST(session.final_dot.asked == 0);
}

BOOST_AUTO_TEST_CASE(a_connection_lost_before_the_message_is_lost_before_the_data) {
  Session session{"hang-up-before-data"};
  check_lost(session.send(), "lost_before_data data");
  BOOST_TEST(session.final_dot.asked == 0);
}

BOOST_AUTO_TEST_CASE(a_connection_lost_while_a_long_message_is_under_way_is_never_called_accepted) {
  Session session{"hang-up-during-data"};
  Message message = sample_message();
  message.body = prose(std::string(900'000, 'x'));
  const Attempt attempt = session.send(message);
  check_lost(attempt, session.final_dot.asked == 0 ? "lost_during_data content"
                                                   : "lost_after_data final_dot");
  BOOST_TEST(session.server.messages() == 0U);
}

BOOST_AUTO_TEST_CASE(a_connection_lost_after_the_final_dot_leaves_the_outcome_unknown) {
  Session session{"hang-up-after-dot"};
  const Attempt attempt = session.send();
  check_lost(attempt, "lost_after_data final_dot");
  BOOST_TEST(session.final_dot.asked == 1);
  BOOST_TEST(session.server.messages() == 1U);
}

BOOST_AUTO_TEST_CASE(silence_before_the_final_dot_is_put_off_and_after_it_unknown) {
  Session before{"slow-recipient", 500ms};
  check_lost(before.send(), "lost_before_data recipient");
  Session after{"slow-after-dot", 500ms};
  check_lost(after.send(), "lost_after_data final_dot");
  BOOST_TEST(after.server.messages() == 1U);
}

BOOST_AUTO_TEST_CASE(a_silent_server_is_not_waited_for_once_nobody_wants_the_message_sent) {
  Session session{"slow-recipient", 5min};
  std::jthread stopping{[&] {
    session.server.wait_for("recipient ");
    session.final_dot.worth_waiting = false;
  }};
  const Attempt attempt = session.send();
  BOOST_CHECK(attempt.outcome == Outcome::temporary);
  BOOST_TEST(attempt.text == "stopped before the final dot");
  BOOST_TEST(session.final_dot.asked == 0);
}

BOOST_AUTO_TEST_CASE(a_server_that_has_the_whole_message_is_waited_for_all_the_same) {
  Session session{"slow-after-dot", 3s};
  session.final_dot.worth_waiting = true;
  std::jthread stopping{[&] {
    session.server.wait_for("message ");
    session.final_dot.worth_waiting = false;
  }};
  const Attempt attempt = session.send();
  BOOST_CHECK(attempt.outcome == Outcome::lost_after_data);
  BOOST_TEST(session.final_dot.asked == 1);
}

BOOST_AUTO_TEST_CASE(a_connection_closed_while_idle_is_replaced_within_the_attempt) {
  for (const char* mode : {"too-idle", "hang-up-on-second-mail"}) {
    BOOST_TEST_CONTEXT(mode) {
      Session session{mode};
      for (int i = 0; i < 5; ++i)
        BOOST_CHECK(session.send().outcome == Outcome::accepted);
      BOOST_TEST(session.final_dot.expected == 5);
      BOOST_TEST(session.final_dot.asked == 5);
      BOOST_TEST(session.server.messages() == 5U);
      BOOST_TEST(session.server.connections() == 5);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_final_dot_delivers_nothing_and_the_next_message_goes) {
  Session session{"accept"};
  AskedDot refused{[] { return false; }};
  const Attempt stopped = session.transport->send(sample_message(), refused);
  BOOST_CHECK(stopped.outcome == Outcome::temporary);
  BOOST_TEST(stopped.text == "stopped before the final dot");
  BOOST_TEST(stopped.code == 0);
  AskedDot explosive{[]() -> bool { throw std::runtime_error("database"); }};
  BOOST_CHECK_THROW((void)session.transport->send(sample_message(), explosive), std::runtime_error);
  BOOST_TEST(session.server.messages() == 0U);
  BOOST_CHECK(session.send().outcome == Outcome::accepted);
  BOOST_TEST(session.server.messages() == 1U);
}

BOOST_AUTO_TEST_CASE(no_server_and_no_such_host_are_ours_to_fix) {
  const ManualClock clock;
  AskedDot final_dot;
  const auto transport = make_smtp_transport(settings_for(free_port()), clock).value();
  check_lost(transport->send(sample_message(), final_dot), "ours_to_fix connect");
  BOOST_TEST(final_dot.expected == 0);
  SmtpSettings nowhere = settings_for(25);
  nowhere.host = "mail.invalid";
  nowhere.tls = Tls::starttls;
  check_lost(send_once(nowhere), "ours_to_fix look_up");
}

BOOST_AUTO_TEST_CASE(mail_goes_over_starttls_and_over_implicit_tls_on_a_kept_connection) {
  const Certificates certificates;
  for (const auto& [name, tls] :
       {std::pair{"starttls", Tls::starttls}, std::pair{"implicit", Tls::implicit}}) {
    BOOST_TEST_CONTEXT(name) {
      SmtpServer server{"accept", certificates.arguments(name)};
      SmtpSettings settings = settings_for(server.port());
      settings.tls = tls;
      settings.ca_file = certificates.file("ca.pem");
      const ManualClock clock;
      const auto transport = make_smtp_transport(settings, clock).value();
      AskedDot final_dot;
      for (int i = 0; i < 3; ++i) {
        const Attempt attempt = transport->send(sample_message(), final_dot);
        BOOST_CHECK(attempt.outcome == Outcome::accepted);
        BOOST_TEST(attempt.text == "Queued as 1");
      }
      BOOST_TEST(final_dot.expected == 3);
      BOOST_TEST(server.message(3) == compose(sample_message()));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_certificate_from_an_unknown_authority_or_for_another_host_is_refused) {
  const Certificates certificates;
  for (const auto& [name, tls] :
       {std::pair{"starttls", Tls::starttls}, std::pair{"implicit", Tls::implicit}}) {
    BOOST_TEST_CONTEXT(name) {
      SmtpServer server{"accept", certificates.arguments(name)};
      SmtpSettings settings = settings_for(server.port());
      settings.tls = tls;
      check_lost(send_once(settings), "ours_to_fix tls");  // the system's authorities only
      settings.ca_file = certificates.file("ca.pem");
      settings.host = "localhost";  // the certificate says 127.0.0.1
      check_lost(send_once(settings), "ours_to_fix tls");
      BOOST_TEST(server.messages() == 0U);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_server_without_starttls_gets_no_mail_in_clear) {
  SmtpServer server{"accept"};
  SmtpSettings settings = settings_for(server.port());
  settings.tls = Tls::starttls;
  BOOST_TEST(fate_of(send_once(settings)).starts_with("ours_to_fix tls"));
  BOOST_TEST(server.messages() == 0U);
}

BOOST_AUTO_TEST_CASE(a_right_password_lets_mail_through_and_a_wrong_one_is_ours_to_fix) {
  const Certificates certificates;
  auto arguments = certificates.arguments("starttls");
  arguments.insert(arguments.end(), {"--user", "postbag", "--password", "open sesame"});
  SmtpServer server{"accept", arguments};
  SmtpSettings settings = settings_for(server.port());
  settings.tls = Tls::starttls;
  settings.ca_file = certificates.file("ca.pem");
  settings.user = "postbag";
  settings.password = "open sesame";
  BOOST_CHECK(send_once(settings).outcome == Outcome::accepted);
  settings.password = "wrong";
  const Attempt attempt = send_once(settings);
  BOOST_TEST(fate_of(attempt) == "ours_to_fix authentication 535", attempt.text);
  BOOST_TEST(attempt.enhanced_code == "5.7.8");
  settings.user = "";
  BOOST_TEST(fate_of(send_once(settings)) == "ours_to_fix sender 530");
  BOOST_TEST(server.messages() == 1U);
}

BOOST_AUTO_TEST_CASE(mail_goes_in_clear_to_this_machine_only) {
  const ManualClock clock;
  SmtpSettings settings = settings_for(25);
  for (const char* here : {"127.0.0.1", "127.9.9.9", "localhost", "[::1]"}) {
    settings.host = here;
    BOOST_TEST(make_smtp_transport(settings, clock).has_value());
  }
  for (const char* away : {"mail.example.org", "192.0.2.1", "127.example.org", "[2001:db8::1]",
                           "localhost.example.org"}) {
    settings.host = away;
    BOOST_TEST(make_smtp_transport(settings, clock).error().field == "mailer.tls");
  }
}

BOOST_AUTO_TEST_CASE(postfix_takes_the_mail) {
  const int port = free_port();
  const Process sink{
      {"/usr/sbin/smtp-sink", "-u", "nobody", "-v", "127.0.0.1:" + std::to_string(port), "100"}};
  wait_until_listening(port);
  const Attempt attempt = send_once(settings_for(port));
  BOOST_CHECK(attempt.outcome == Outcome::accepted);
  BOOST_TEST(attempt.code == 250);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
