// What arrives is bytes, not requests: cut anywhere, of any value, far too many.

#include <boost/test/unit_test.hpp>

#include "tests/http/site.h"
#include "tests/http/wire.h"

namespace {

using postbag::testing::Site;
using postbag::testing::Wire;

const std::string kGet = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
const std::string kPost =
    "POST /api/v1/confirmations HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

std::string status_of(const std::string& reply) {
  return reply.substr(0, 12);
}

/// A refusal, or the connection closed without a word; never an answer.
bool is_turned_away(const std::string& reply) {
  return reply.empty() || status_of(reply).starts_with("HTTP/1.1 4") ||
         status_of(reply) == "HTTP/1.1 501" || status_of(reply) == "HTTP/1.1 505";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bytes, Site)

BOOST_AUTO_TEST_CASE(a_request_cut_at_any_byte_is_never_answered) {
  for (const std::string& request : {kGet, kPost})
    for (std::size_t size = 0; size < request.size(); ++size)
      BOOST_TEST_CONTEXT(size) BOOST_TEST(raw(request.substr(0, size)).empty());
}

BOOST_AUTO_TEST_CASE(a_request_in_two_parts_is_answered_wherever_it_is_parted) {
  for (const auto& [request, status] : {std::pair{kGet, "200"}, std::pair{kPost, "422"}})
    for (std::size_t size = 1; size < request.size(); ++size) {
      Wire wire{port()};
      wire.send(request.substr(0, size));
      // The answer to another one says that the loop went round since.
      BOOST_TEST(status_of(raw(kGet)) == "HTTP/1.1 200");
      wire.send(request.substr(size));
      BOOST_TEST_CONTEXT(size)
      BOOST_TEST(status_of(wire.rest()) == "HTTP/1.1 " + std::string{status});
    }
}

BOOST_AUTO_TEST_CASE(a_client_that_sends_no_more_still_gets_its_answer) {
  Wire wire{port()};
  wire.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  wire.send_no_more();
  BOOST_TEST(status_of(wire.rest()) == "HTTP/1.1 200");
}

BOOST_AUTO_TEST_CASE(an_empty_line_before_a_request_is_passed_over) {
  BOOST_TEST(status_of(raw("\r\n" + kGet)) == "HTTP/1.1 200");
  // A body that an old client ended with a line that it did not count.
  Wire wire{port()};
  wire.send(
      "POST /api/v1/confirmations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
      "Content-Length: 2\r\n\r\n{}\r\n" +
      kGet);
  BOOST_TEST(status_of(wire.reply()) == "HTTP/1.1 422");
  BOOST_TEST(status_of(wire.rest()) == "HTTP/1.1 200");
}

BOOST_AUTO_TEST_CASE(an_absolute_address_is_taken_with_its_path_when_it_names_the_host) {
  const auto asked = [&](const std::string& target, const std::string& host) {
    return status_of(raw("GET " + target + " HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"));
  };
  for (const char* target : {"http://x/healthz", "HTTP://X/healthz", "https://x/healthz?a=b"})
    BOOST_TEST_CONTEXT(target) BOOST_TEST(asked(target, "Host: x\r\n") == "HTTP/1.1 200");
  BOOST_TEST(asked("http://x", "Host: x\r\n") == asked("/", "Host: x\r\n"));
  BOOST_TEST(asked("http://x?a=b", "Host: x\r\n") == asked("/?a=b", "Host: x\r\n"));
  for (const char* target :
       {"http://y/healthz", "http://x:80/healthz", "http://jo@x/healthz", "http:///healthz",
        "http:/healthz", "ftp://x/healthz", "x:80", "*", "http://x#healthz"})
    BOOST_TEST_CONTEXT(target) BOOST_TEST(asked(target, "Host: x\r\n") == "HTTP/1.1 400");
  BOOST_TEST(asked("http://x/healthz", "") == "HTTP/1.1 400");
  BOOST_TEST(status_of(raw("GET http://x/healthz HTTP/1.0\r\n\r\n")) == "HTTP/1.1 200");
  // Refused in the words of what was asked.
  BOOST_TEST(raw("GET http://y/api/v1/campaigns HTTP/1.1\r\nHost: x\r\n\r\n")
                 .find("application/problem+json") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_service_as_a_whole_says_what_it_answers) {
  for (const char* target : {"*", "http://x"}) {
    const std::string reply =
        raw("OPTIONS " + std::string{target} + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    BOOST_TEST(status_of(reply) == "HTTP/1.1 204");
    BOOST_TEST(reply.find("Allow: GET, HEAD, POST, OPTIONS\r\n") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(no_byte_in_a_head_does_harm) {
  const std::string head = "GET /healthz HTTP/1.1\r\nHost: x\r\nA: b\r\nConnection: close\r\n\r\n";
  for (const std::string_view before : {"GET /heal", "GET /healthz HT", "Ho", "A", "A: b"})
    for (int value = 0; value < 256; ++value) {
      std::string request = head;
      request.insert(request.find(before) + before.size(), 1, static_cast<char>(value));
      const std::string reply = raw(request);
      const bool is_answered = status_of(reply) == "HTTP/1.1 200";
      BOOST_TEST_CONTEXT(before << " " << value) {
        BOOST_TEST((is_answered || is_turned_away(reply)));
        // A control character is never let through.
        if (value < ' ' && value != '\t') BOOST_TEST(!is_answered);
        if (value == 0x7F) BOOST_TEST(!is_answered);
      }
    }
}

BOOST_AUTO_TEST_CASE(what_can_become_no_head_is_refused_before_its_end) {
  using namespace std::string_literals;
  for (const std::string& part :
       {"GET /healthz HTTP/1.1\nHost: x\n"s, "GET /healthz HTTP/1.1\r\nHost: x\n"s, "\r\n\n"s,
        "GET /healthz HTTP/1.1\rHost"s, "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03"s, "\0"s}) {
    Wire wire{port()};
    wire.send(part);
    BOOST_TEST_CONTEXT(part) BOOST_TEST(status_of(wire.rest()) == "HTTP/1.1 400");
  }
}

BOOST_AUTO_TEST_CASE(lines_that_end_otherwise_are_no_lines) {
  for (const char* request :
       {"GET /healthz HTTP/1.1\nHost: x\n\n", "GET /healthz HTTP/1.1\r\nHost: x\n\r\n\r\n",
        "GET /healthz HTTP/1.1\rHost: x\r\r",
        "GET /healthz HTTP/1.1\r\nHost: x\r\n A: folded\r\n\r\n",
        "\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        "\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", "GET /healthz\r\n\r\n",
        "\x16\x03\x01\x02\x01\r\n\r\n"})
    BOOST_TEST_CONTEXT(request) BOOST_TEST(is_turned_away(raw(request)));
}

BOOST_AUTO_TEST_CASE(noise_is_turned_away) {
  std::uint32_t state = 20261122;
  for (int round = 0; round < 200; ++round) {
    std::string noise = round % 2 == 0 ? "GET /" : "";
    for (int i = 0; i < 300; ++i) {
      state = state * 1664525U + 1013904223U;  // Numerical Recipes' generator: the same each time
      noise += static_cast<char>(state >> 24U);
    }
    BOOST_TEST(is_turned_away(raw(noise + "\r\n\r\n")));
  }
}

BOOST_AUTO_TEST_CASE(two_hundred_thousand_headers_are_refused_early) {
  std::string request = "GET / HTTP/1.1\r\nHost: x\r\n";
  for (int i = 0; i < 200'000; ++i)
    request += "X-" + std::to_string(i) + ": 1\r\n";
  BOOST_TEST(status_of(raw(request + "\r\n")) == "HTTP/1.1 431");
}

BOOST_AUTO_TEST_CASE(a_range_of_eight_kilobytes_is_ignored) {
  std::string range = "Range: bytes=0-1";
  while (range.size() < 8192)
    range += ",0-1";
  BOOST_TEST(status_of(raw("GET /assets/postbag.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" +
                           range + "\r\n\r\n")) == "HTTP/1.1 200");
}

BOOST_AUTO_TEST_CASE(a_gigabyte_is_refused_when_it_is_announced) {
  Wire wire{port()};
  wire.send("POST /api/v1/confirmations HTTP/1.1\r\nHost: x\r\nContent-Length: 1073741824\r\n\r\n");
  BOOST_TEST(status_of(wire.reply()) == "HTTP/1.1 413");
}

BOOST_AUTO_TEST_CASE(long_answers_are_compressed_for_those_who_ask) {
  const std::string request =
      "GET /assets/postbag.css HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  const std::string plain = raw(request + "\r\n");
  const std::string packed = raw(request + "Accept-Encoding: gzip\r\n\r\n");
  BOOST_TEST(plain.find("Content-Encoding") == std::string::npos);
  BOOST_TEST(packed.find("Content-Encoding: gzip\r\n") != std::string::npos);
  BOOST_TEST(packed.size() < plain.size() / 2);
}

BOOST_AUTO_TEST_SUITE_END()
