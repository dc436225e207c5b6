#include "server/config/values.h"

#include <boost/test/unit_test.hpp>

namespace {

using namespace postbag::config;
using postbag::Duration;
using postbag::Line;

constexpr Bounds kNoBounds{};

/// True when `text` is taken for a T.
template <class T>
bool takes(std::string_view text, Bounds bounds = kNoBounds) {
  T value{};
  return !assign(&value, text, bounds);
}

template <class T>
T taken(std::string_view text, Bounds bounds = kNoBounds) {
  T value{};
  BOOST_REQUIRE(!assign(&value, text, bounds));
  return value;
}

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(an_endpoint_is_a_host_and_a_port_and_ipv6_stands_in_brackets) {
  BOOST_TEST((taken<Endpoint>("127.0.0.1:8080") == Endpoint{"127.0.0.1", 8080}));
  BOOST_TEST((taken<Endpoint>("[::1]:9000") == Endpoint{"::1", 9000}));
  BOOST_TEST(taken<Endpoint>("[::1]:81").text() == "[::1]:81");
  for (const char* bad : {"", "8080", "localhost", ":8080", "localhost:", "localhost:0",
                          "localhost:65536", "localhost:-1", "localhost:8o", "[::1:80", "[::x]:80",
                          "[::1]80", "a b:80", "a/b:80", "::1:80"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(!takes<Endpoint>(bad));
}

BOOST_AUTO_TEST_CASE(only_the_machine_itself_is_loopback) {
  for (const char* own : {"localhost:1", "127.0.0.1:1", "127.9.9.9:1", "[::1]:1"})
    BOOST_TEST_CONTEXT(own) BOOST_TEST(taken<Endpoint>(own).is_loopback());
  for (const char* other : {"127.example.org:1", "0.0.0.0:1", "128.0.0.1:1", "[::2]:1"})
    BOOST_TEST_CONTEXT(other) BOOST_TEST(!taken<Endpoint>(other).is_loopback());
  BOOST_TEST(taken<WebAddress>("http://localhost:80/a").is_loopback());
  BOOST_TEST(!taken<WebAddress>("http://localhost.example.org").is_loopback());
}

BOOST_AUTO_TEST_CASE(a_web_address_has_no_slash_query_or_password) {
  for (const char* good : {"http://127.0.0.1:8080", "https://example.org",
                           "https://example.org/letters", "http://[::1]:80"})
    BOOST_TEST_CONTEXT(good) BOOST_TEST(takes<WebAddress>(good));
  for (const char* bad :
       {"", "example.org", "ftp://example.org", "https://", "https://example.org/",
        "https://example.org?a", "https://example.org/#a", "https://a:b@example.org",
        "https://example.org/\"><script>", "https://exa mple.org", "https://example.org:99999"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(!takes<WebAddress>(bad));
}

BOOST_AUTO_TEST_CASE(mail_goes_to_a_folder_or_a_mail_server_whose_port_may_be_left_out) {
  BOOST_TEST(taken<MailRoute>("folder:var/outbox").folder == "var/outbox");
  BOOST_TEST(taken<MailRoute>("smtp://mail.example.org").server.port == 587);
  BOOST_TEST(taken<MailRoute>("smtps://mail.example.org").server.port == 465);
  BOOST_TEST(taken<MailRoute>("smtp://[::1]:25").text() == "smtp://[::1]:25");
  for (const char* bad : {"", "folder:", "var/outbox", "smtp:", "smtp://", "smtp://host:0",
                          "smtp://user:secret@host:25", "smtp://host:25/path", "SMTP://host"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(!takes<MailRoute>(bad));
}

BOOST_AUTO_TEST_CASE(a_size_is_bytes_or_has_a_binary_unit_and_keeps_its_bounds) {
  constexpr Bounds bounds{4096, 1'048'576};
  BOOST_TEST(taken<Bytes>("65536", bounds).count == 65536);
  BOOST_TEST(taken<Bytes>("64KiB", bounds).count == 65536);
  BOOST_TEST(taken<Bytes>("1MiB", bounds).count == 1'048'576);
  for (const char* bad :
       {"", "KiB", "64kb", "-4096", "4095", "2MiB", "1.5MiB", "9223372036854775807MiB", "64 KiB"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(!takes<Bytes>(bad, bounds));
}

BOOST_AUTO_TEST_CASE(numbers_and_times_keep_their_bounds_and_say_them) {
  constexpr Bounds bounds{1, 64};
  BOOST_TEST(takes<int>("64", bounds));
  for (const char* bad : {"0", "65", "4x", "", " 4", "99999999999999999999"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(!takes<int>(bad, bounds));
  int number = 7;
  BOOST_TEST(*assign(&number, "65", bounds) ==
             "must be a whole number from 1 to 64, without quotes");
  BOOST_TEST(number == 7);
  Duration duration{};
  BOOST_TEST(assign(&duration, "2m", {1000, 60'000})->find("from 1s to 1m") != std::string::npos);
  BOOST_TEST(!assign(&duration, "250ms", {0, 60'000}).has_value());
  BOOST_TEST(duration.count() == 250);
}

BOOST_AUTO_TEST_CASE(text_with_a_line_break_or_another_character_that_no_mail_may_hold_is_refused) {
  constexpr Bounds bounds{1, 10};
  BOOST_TEST(takes<Line>("Postbag", bounds));
  for (const char* bad : {"a\r\nBcc: b", "", " ", "Jo\u0092s", "a\u202Eb", "a\u2066b", "\xFF"})
    BOOST_TEST_CONTEXT(bad) BOOST_TEST(!takes<Line>(bad, bounds));
  BOOST_TEST(!takes<std::filesystem::path>(std::string_view{"a\0b", 3}));
}

BOOST_AUTO_TEST_CASE(letters_are_kept_in_a_file_or_in_postgresql_whose_password_is_elsewhere) {
  StoreUrl store;
  BOOST_TEST(!assign(&store, "sqlite:var/postbag.db", {}));
  BOOST_TEST(store.sqlite_file == "var/postbag.db");
  BOOST_TEST(!assign(&store, "postgresql://jo@db.example.org:5433/postbag?sslmode=require", {}));
  BOOST_TEST(store.sqlite_file.empty());
  BOOST_TEST(store.text() == "postgresql://jo@db.example.org:5433/postbag?sslmode=require");
  for (const char* refused :
       {"sqlite:", "mysql://localhost/postbag", "postgresql://jo:secret@localhost/postbag",
        "postgresql://jo@localhost/postbag?password=secret"})
    BOOST_TEST(assign(&store, refused, {})->find("store.password_file") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
