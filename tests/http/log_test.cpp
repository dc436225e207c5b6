#include <boost/test/unit_test.hpp>

#include "tests/http/site.h"
#include "tests/support/captured_stderr.h"

using postbag::testing::CapturedStderr;
using postbag::testing::Site;

BOOST_AUTO_TEST_CASE(the_log_names_routes_and_nothing_that_a_person_sent) {
  const postbag::testing::TemporaryFolder folder;
  {
    const CapturedStderr captured{folder / "log"};
    Site site;
    auto client = site.client();
    client.Get("/api/v1/postcodes/DE11AA?name=secret-query");
    client.Get("/c/secret-slug");
    client.Post("/api/v1/campaigns/back-to-work/letters", postbag::testing::letter_json().dump(),
                "application/json");
    client.Get("/confirm/" + site.token_in_mail());
    BOOST_TEST(!site.raw("GET /secret-path HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").empty());
    site.break_store();
    client.Post("/api/v1/campaigns/back-to-work/letters", postbag::testing::letter_json().dump(),
                "application/json");
    site.mend_store();
    client.Get("/confirm/" + site.token_in_mail());
  }
  const std::string log = postbag::testing::read_file(folder / "log");
  for (const char* expected :
       {"\"event\":\"http.request\"", "\"route\":\"api.postcode\"", "\"route\":\"api.letters\"",
        "\"route\":\"page.confirm\"", "\"status\":202", "\"milliseconds\":", "http.refused",
        "http.unavailable"})
    BOOST_TEST_CONTEXT(expected) BOOST_TEST(log.find(expected) != std::string::npos);
  for (const char* personal : {"DE1 1AA", "DE11AA", "secret", "example.org", "Example",
                               "seven months", "127.0.0.1", "/confirm/", "SELECT", "INSERT"})
    BOOST_TEST_CONTEXT(personal) BOOST_TEST(log.find(personal) == std::string::npos);
}
