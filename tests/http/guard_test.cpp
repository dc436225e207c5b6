#include <boost/test/unit_test.hpp>

#include "server/http/request_head.h"
#include "tests/http/site.h"

namespace {

using postbag::http::read_head;
using postbag::testing::Site;

std::string with_headers(const std::string& line, const std::string& headers) {
  return line + "\r\nHost: post.example.org\r\n" + headers + "\r\n";
}

std::string status_of(const std::string& reply) {
  return reply.substr(0, 12);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(guard, Site)

BOOST_AUTO_TEST_CASE(what_two_programs_could_read_differently_is_refused) {
  const std::string get = "GET /api/v1/constituencies/E14001194 HTTP/1.1";
  const std::string post = "POST /api/v1/confirmations HTTP/1.1";
  for (const auto& [request, status] : std::vector<std::pair<std::string, std::string>>{
           {with_headers(post, "Transfer-Encoding: chunked\r\n") + "2\r\n{}\r\n0\r\n\r\n", "411"},
           {with_headers(post, "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n") + "{}",
            "411"},
           {with_headers(post, "Content-Length: 2\r\nContent-Encoding: gzip\r\n") + "{}", "415"},
           {with_headers(post, "Content-Length: 2\r\nContent-Length: 2\r\n") + "{}", "400"},
           {with_headers(post, "Content-Length: 2, 2\r\n") + "{}", "400"},
           {with_headers(post, "Content-Length: -2\r\n") + "{}", "400"},
           {with_headers(post, "Content-Length: 99999999999999999999999\r\n"), "413"},
           {with_headers(post, "Content-Length: 10000000\r\n"), "413"},
           {with_headers(post, ""), "411"},
           {with_headers(get, "Content-Length: 2\r\n") + "{}", "400"},
           {with_headers(get, "Host: other.example.org\r\n"), "400"},
           {get + "\r\n\r\n", "400"},
           {with_headers(get, "Folded: a\r\n b\r\n"), "400"},
           {with_headers(get, "Name : value\r\n"), "400"},
           {with_headers(get, "NoColon\r\n"), "400"},
           {with_headers(get, std::string{"Null: a\0b\r\n", 11}), "400"},
           {with_headers(get, "Return: a\rb\r\n"), "400"},
           {with_headers("GET  /api/v1/x HTTP/1.1", ""), "400"},
           {with_headers("GET nothing:/api/v1/x HTTP/1.1", ""), "400"},
           {with_headers("GET /api/v1/" + std::string(3000, 'a') + " HTTP/1.1", ""), "414"},
           {with_headers("GET /api/v1/x HTTP/2.0", ""), "505"},
           {with_headers("BREW /api/v1/x HTTP/1.1", ""), "501"},
           {with_headers(get, "Long: " + std::string(20'000, 'a') + "\r\n"), "431"}}) {
    const std::string reply = raw(request);
    BOOST_TEST_CONTEXT(request.substr(0, 120) << " -> " << reply.substr(0, 300)) {
      BOOST_TEST(status_of(reply) == "HTTP/1.1 " + status);
      BOOST_TEST(reply.find("Connection: close") != std::string::npos);
      BOOST_TEST(reply.find("X-Content-Type-Options: nosniff") != std::string::npos);
      BOOST_TEST(reply.find("\"status\":" + status) != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(too_many_headers_are_refused) {
  std::string many;
  for (int i = 0; i < 100; ++i)
    many += "X-" + std::to_string(i) + ": 1\r\n";
  BOOST_TEST(status_of(raw(with_headers("GET / HTTP/1.1", many))) == "HTTP/1.1 431");
}

BOOST_AUTO_TEST_CASE(a_refused_page_request_gets_a_page) {
  const std::string reply = raw(with_headers("GET / HTTP/1.1", "Content-Length: 5\r\n") + "hello");
  BOOST_TEST(status_of(reply) == "HTTP/1.1 400");
  BOOST_TEST(reply.find("<html lang=\"en-GB\">") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(ten_megabytes_are_refused_and_the_client_sees_why) {
  auto client = this->client();
  const auto result =
      client.Post("/api/v1/campaigns/back-to-work/letters",
                  std::string(5'000'000, 'x') + std::string(5'000'000, 'x'), "application/json");
  BOOST_REQUIRE(result);
  BOOST_TEST(result->status == 413);
}

BOOST_AUTO_TEST_CASE(a_range_is_ignored) {
  const std::string reply = raw(with_headers(
      "GET /assets/postbag.css HTTP/1.1", "Connection: close\r\nRange: bytes=0-1,0-1,0-1,5-2\r\n"));
  BOOST_TEST(status_of(reply) == "HTTP/1.1 200");
}

BOOST_AUTO_TEST_CASE(a_body_after_a_get_never_becomes_a_second_request) {
  const std::string smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string reply =
      raw(with_headers("GET /api/v1/none HTTP/1.1",
                       "Content-Length: " + std::to_string(smuggled.size()) + "\r\n") +
          smuggled);
  BOOST_TEST(reply.find("The service answers.") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_client_that_waits_for_a_100_gets_it_once) {
  const std::string reply =
      raw(with_headers("POST /api/v1/confirmations HTTP/1.1",
                       "Connection: close\r\nExpect: 100-continue\r\nContent-Type: "
                       "application/json\r\nContent-Length: 2\r\n") +
          "{}");
  BOOST_TEST(reply.find("HTTP/1.1 422") != std::string::npos);
  BOOST_TEST(reply.find("HTTP/1.1 100", 1) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(requests_sent_at_once_on_one_connection_are_answered_in_order) {
  const std::string one = with_headers("GET /healthz HTTP/1.1", "");
  const std::string last = with_headers("GET /api/v1/none HTTP/1.1", "Connection: close\r\n");
  const std::string reply = raw(one + one + last);
  const std::size_t first = reply.find("The service answers.");
  BOOST_REQUIRE(first != std::string::npos);
  const std::size_t second = reply.find("The service answers.", first + 1);
  BOOST_REQUIRE(second != std::string::npos);
  BOOST_TEST(reply.find("HTTP/1.1 404", second) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_head_says_how_its_reply_is_to_be_written) {
  const auto form = [](const std::string& line, const std::string& headers) {
    return std::get<postbag::http::RequestHead>(read_head(with_headers(line, headers), 100)).form;
  };
  const std::string get = "GET /healthz HTTP/1.1";
  BOOST_TEST(!form(get, "").last);
  BOOST_TEST(form(get, "Connection: Keep-Alive, Close\r\n").last);
  BOOST_TEST(form("GET / HTTP/1.0", "").last);
  BOOST_TEST(!form("GET / HTTP/1.0", "Connection: Keep-Alive\r\n").last);
  BOOST_TEST(form("HEAD / HTTP/1.1", "").head_only);
  BOOST_TEST(form(get, "Accept-Encoding: br, GZIP;q=0.5\r\n").accepts_gzip);
  BOOST_TEST(!form(get, "Accept-Encoding: br, gzip;q=0\r\n").accepts_gzip);
}

BOOST_AUTO_TEST_CASE(half_a_request_is_not_answered_as_a_whole_one) {
  BOOST_TEST(raw("GET /healthz HTTP/1.1\r\nHost: x\r\n").empty());
  BOOST_TEST(raw("").empty());
}

BOOST_AUTO_TEST_CASE(nothing_a_client_sends_becomes_a_header_of_the_answer) {
  const std::string reply = raw(with_headers("GET /c/a%0d%0aSet-Cookie:%20a=b HTTP/1.1",
                                             "Connection: close\r\nOrigin: https://a.example\r\n"));
  BOOST_TEST(status_of(reply) == "HTTP/1.1 404");
  BOOST_TEST(reply.find("Set-Cookie") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_answer_bears_the_security_headers_and_no_cookie) {
  auto client = this->client();
  for (const char* path : {"/", "/c/back-to-work", "/nothing", "/api/v1/nothing", "/healthz",
                           "/assets/postbag.css", "/c/back-to-work/theme.css"}) {
    const auto result = client.Get(path);
    BOOST_REQUIRE(result);
    BOOST_TEST_CONTEXT(path) {
      BOOST_TEST(result->get_header_value("Content-Security-Policy")
                     .starts_with("default-src 'none'; style-src 'self'"));
      BOOST_TEST(result->get_header_value("X-Content-Type-Options") == "nosniff");
      BOOST_TEST(result->get_header_value("Referrer-Policy") == "no-referrer");
      BOOST_TEST(result->has_header("Permissions-Policy"));
      BOOST_TEST(result->has_header("Cache-Control"));
      BOOST_TEST(result->get_header_value("X-Request-Id").size() == 22U);
      BOOST_TEST(!result->has_header("Set-Cookie"));
      BOOST_TEST(!result->has_header("Strict-Transport-Security"));
      // One script, a file of ours; nothing written into the page runs.
      BOOST_TEST(result->body.find("<script>") == std::string::npos);
      BOOST_TEST(result->body.find("<script type=\"module\" src=\"/assets/postbag.js?v=") ==
                 result->body.find("<script"));
      BOOST_TEST(result->body.find("style=") == std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(over_https_browsers_are_told_to_stay_there) {
  Site site{[](postbag::http::HttpSettings& settings) {
    settings.base_url = "https://post.example.org";
  }};
  auto client = site.client();
  BOOST_TEST(client.Get("/")->has_header("Strict-Transport-Security"));
}
