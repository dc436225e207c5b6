#include "mailer/make_transport.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/final_dots.h"
#include "tests/support/mail_samples.h"
#include "tests/support/smtp_server.h"
#include "tests/support/world.h"

namespace {

using namespace postbag::testing;
using postbag::mailer::make_transport;
using postbag::mailer::Outcome;
using postbag::mailer::Tls;
using postbag::mailer::TransportSettings;

Outcome send_through(const TransportSettings& settings) {
  const ManualClock clock;
  AskedDot final_dot;
  return make_transport(settings, clock).value()()->send(sample_message(), final_dot).outcome;
}

std::string field_at_fault(const TransportSettings& settings) {
  const ManualClock clock;
  const auto made = make_transport(settings, clock);
  return made ? "none" : made.error().field;
}

TransportSettings live(const std::string& url, Tls tls = Tls::starttls) {
  TransportSettings settings;
  settings.url = url;
  settings.live = true;
  settings.tls = tls;
  return settings;
}

BOOST_AUTO_TEST_SUITE(making_a_transport)

BOOST_AUTO_TEST_CASE(the_sandbox_is_a_folder) {
  const TemporaryFolder place;
  TransportSettings settings;
  settings.url = "folder:" + (place / "outbox").string();
  BOOST_CHECK(send_through(settings) == Outcome::accepted);
  BOOST_TEST(!std::filesystem::is_empty(place / "outbox"));
}

BOOST_AUTO_TEST_CASE(a_server_is_spoken_to_only_when_mail_may_leave) {
  SmtpServer server;
  TransportSettings settings = live("smtp://127.0.0.1:" + std::to_string(server.port()), Tls::none);
  BOOST_CHECK(send_through(settings) == Outcome::accepted);
  settings.live = false;
  const ManualClock clock;
  const auto refused = make_transport(settings, clock);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().field == "mailer.live");
  BOOST_TEST(refused.error().message.find("mailer.live = true") != std::string::npos);
  BOOST_TEST(server.messages() == 1U);
}

BOOST_AUTO_TEST_CASE(a_transport_that_cannot_be_read_is_refused) {
  for (const char* url :
       {"", "folder:", "var/outbox", "http://example.org", "smtp://", "smtp:", "smtp://:25",
        "smtp://example.org:", "smtp://example.org:0", "smtp://example.org:65536",
        "smtp://example.org:25x", "smtp://jo:secret@example.org:25", "smtp://example.org/path",
        "smtp://exa mple.org", "smtps://[::1", "smtp://a\r\nb:25"})
    BOOST_TEST_CONTEXT(url) BOOST_TEST(field_at_fault(live(url)) == "mailer.transport");
}

BOOST_AUTO_TEST_CASE(what_can_be_read_is_taken_with_or_without_a_port) {
  for (const char* url : {"smtp://example.org", "smtp://example.org:25", "smtps://example.org",
                          "smtps://example.org:465/", "smtp://[2001:db8::1]:25", "smtp://[::1]"})
    BOOST_TEST_CONTEXT(url) BOOST_TEST(field_at_fault(live(url)) == "none");
}

BOOST_AUTO_TEST_CASE(mail_in_clear_to_another_machine_and_smtps_without_tls_are_refused) {
  BOOST_TEST(field_at_fault(live("smtp://example.org:25", Tls::none)) == "mailer.tls");
  BOOST_TEST(field_at_fault(live("smtps://localhost:465", Tls::none)) == "mailer.tls");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
