#include <boost/test/unit_test.hpp>

#include "server/http/exchange.h"
#include "server/http/share_links.h"
#include "tests/http/supporter.h"

namespace {

using postbag::http::percent_encoded;
using postbag::http::share_links;
using postbag::testing::form_of;
using postbag::testing::has;
using postbag::testing::post_form;
using postbag::testing::Site;

/// A title that would like to be more than text.
const std::string kHostile = "Rights & wrongs\"><script>?a=b#c%0D%0ABcc: ŵ";

std::string query_value(const std::string& address, const std::string& name) {
  for (const std::string& start : {"?" + name + "=", "&" + name + "="})
    if (const std::size_t at = address.find(start); at != std::string::npos) {
      const std::size_t from = at + start.size();
      std::string decoded;
      BOOST_REQUIRE(postbag::http::percent_decode(
          address.substr(from, address.find('&', from) - from), decoded));
      return decoded;
    }
  return {};
}

/// One letter that waits for its confirmation.
struct Supporter : Site {
  httplib::Result thanked() {
    const auto sent = http.Post("/api/v1/campaigns/back-to-work/letters",
                                postbag::testing::letter_json().dump(), "application/json");
    BOOST_REQUIRE(sent);
    BOOST_REQUIRE(sent->status == 202);
    const auto page = http.Get("/confirm/" + token_in_mail());
    BOOST_REQUIRE(page);
    return post_form(http, "/confirm", form_of(page->body));
  }

  httplib::Client http = client();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(share_links_of_a_campaign)

BOOST_AUTO_TEST_CASE(nothing_of_a_title_gets_out_of_its_place_in_an_address) {
  const auto links = share_links({"https://post.example.org/c/x", "", kHostile});
  BOOST_TEST(links.size() == 6U);
  for (const auto& link : links)
    BOOST_TEST_CONTEXT(link.href) {
      const bool mail = link.href.starts_with("mailto:");
      BOOST_TEST((mail || link.href.starts_with("https://")));
      BOOST_TEST(link.href.find_first_of("\"<> #\r\n") == std::string::npos);
      const std::string all = query_value(link.href, "text") + query_value(link.href, "body") +
                              query_value(link.href, "u") + query_value(link.href, "url");
      BOOST_TEST(all.find("https://post.example.org/c/x?source=share-") != std::string::npos);
      if (!mail) BOOST_TEST(link.href.find("%0D%0A") == std::string::npos);
    }
  BOOST_TEST(query_value(links.front().href, "text") ==
             kHostile + " https://post.example.org/c/x?source=share-whatsapp");
  BOOST_TEST(query_value(links.back().href, "subject") == kHostile);
}

BOOST_AUTO_TEST_CASE(all_but_the_plainest_characters_are_encoded) {
  BOOST_TEST(percent_encoded("aZ09-._~") == "aZ09-._~");
  BOOST_TEST(percent_encoded(" &?#/:ŵ\n") == "%20%26%3F%23%2F%3A%C5%B5%0A");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(sharing, Supporter)

BOOST_AUTO_TEST_CASE(the_first_to_write_are_told_so_and_nothing_is_counted_that_is_small) {
  const auto page = thanked();
  BOOST_TEST(has(page, "You are among the first to write to Baggy Shanker."));
  BOOST_TEST(!has(page, "of 650"));
  BOOST_TEST(!has(page, "You are one of"));
}

BOOST_AUTO_TEST_CASE(links_to_share_tell_nothing_of_the_supporter_and_load_nothing) {
  const auto page = thanked();
  for (const char* name : {"WhatsApp", "Facebook", "Bluesky", "LinkedIn", "source=share-copy"})
    BOOST_TEST(has(page, name));
  const std::size_t links = page->body.find("<ul class=\"share\">");
  BOOST_REQUIRE(links != std::string::npos);
  const std::string share = page->body.substr(links);
  for (const char* personal : {"Shanker", "Derby", "DE1", "Example", "example.org%2Fconfirm"})
    BOOST_TEST(share.find(personal) == std::string::npos);
  BOOST_TEST(share.find("rel=\"noopener noreferrer\"") != std::string::npos);
  BOOST_TEST(!has(page, "<script src=\"http"));
  BOOST_TEST(!has(page, "<img"));
}

BOOST_AUTO_TEST_CASE(pages_say_what_is_shown_when_they_are_shared) {
  for (const char* path : {"/c/back-to-work", "/c/back-to-work/reach"}) {
    const auto page = http.Get(path);
    BOOST_REQUIRE(page);
    BOOST_TEST(has(page,
                   "<meta property=\"og:image\" content=\"http://post.example.org/c/"
                   "back-to-work/reach.png?lang=en&amp;reached=0\">"));
    BOOST_TEST(has(page, "<meta name=\"twitter:card\" content=\"summary_large_image\">"));
    BOOST_TEST(has(page, "og:image:alt"));
  }
  BOOST_TEST(!has(http.Get("/"), "og:image"));
}

BOOST_AUTO_TEST_CASE(the_map_and_the_picture_can_be_fetched) {
  const auto picture = http.Get("/c/back-to-work/reach.png?reached=0");
  BOOST_REQUIRE(picture);
  BOOST_TEST(picture->status == 200);
  BOOST_TEST(picture->get_header_value("Content-Type") == "image/png");
  BOOST_TEST(picture->body.starts_with("\x89PNG"));
  BOOST_TEST(picture->get_header_value("Cache-Control") == "public, max-age=60");
  const auto map = http.Get("/c/back-to-work/reach.svg");
  BOOST_REQUIRE(map);
  BOOST_TEST(map->get_header_value("Content-Type") == "image/svg+xml");
  BOOST_TEST(has(map, "0 of 650 MPs reached"));
  for (const char* path : {"/c/none/reach.png", "/c/none/reach.svg"})
    BOOST_TEST(http.Get(path)->status == 404);
}

BOOST_AUTO_TEST_CASE(the_page_shows_no_number_that_is_not_public) {
  BOOST_TEST(thanked()->status == 200);
  deliver();
  const auto page = http.Get("/c/back-to-work/reach");
  BOOST_REQUIRE(page);
  BOOST_TEST(has(page, "<strong>1</strong> of 650"));
  BOOST_TEST(has(page, "Reached: 1"));
  BOOST_TEST(!has(page, "letters sent"));
  BOOST_TEST(!has(page, "people have written"));
  BOOST_TEST(!has(page, "<td class=\"number\">1</td></tr>"));
  BOOST_TEST(has(page, "<a href=\"#region-east-midlands\" aria-label=\"East Midlands: 1 of"));
}

BOOST_AUTO_TEST_SUITE_END()
