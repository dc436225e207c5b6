#include <boost/test/unit_test.hpp>

#include "tests/http/supporter.h"

namespace {

using postbag::testing::has;
using postbag::testing::Site;

const std::string kAccent = "accent_colour = \"#1f5c7a\"\n";
const std::string kSvg =
    R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>)";

void import_theme(Site& site) {
  static_cast<void>(site.folder.write("logo.svg", kSvg));
  site.import({{kAccent, ""},
               {"# For who has little energy",
                "[theme]\naccent = \"#7a1f3d\"\nbackground = \"#fffaf5\"\nfont = \"serif\"\n"
                "logo = \"logo.svg\"\nlogo_alt = \"A & B\"\n\n# For who has little energy"}});
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(themes, Site)

BOOST_AUTO_TEST_CASE(a_theme_reaches_the_pages_of_its_campaign) {
  import_theme(*this);
  const auto page = client().Get("/c/back-to-work");
  BOOST_TEST(has(page, "alt=\"A &amp; B\""));
  const auto css = client().Get("/c/back-to-work/theme.css");
  for (const char* said : {"--page:#fffaf5", "--accent:#7a1f3d", "--font:Charter"})
    BOOST_TEST_CONTEXT(said) BOOST_TEST(has(css, said));
  BOOST_TEST(!has(client().Get("/"), "class=\"logo\""));
  const auto json =
      nlohmann::json::parse(client().Get("/api/v1/campaigns/back-to-work")->body).at("theme");
  BOOST_TEST(json.at("logo") == "/c/back-to-work/logo");
  BOOST_TEST(json.at("background") == "#fffaf5");
}

BOOST_AUTO_TEST_CASE(a_logo_is_sent_as_a_picture_that_can_run_nothing) {
  BOOST_TEST(client().Get("/c/back-to-work/logo")->status == 404);
  import_theme(*this);
  const auto logo = client().Get("/c/back-to-work/logo");
  BOOST_REQUIRE(logo);
  BOOST_TEST(logo->status == 200);
  BOOST_TEST(logo->body == kSvg);
  BOOST_TEST(logo->get_header_value("Content-Type") == "image/svg+xml");
  BOOST_TEST(logo->get_header_value("X-Content-Type-Options") == "nosniff");
  std::string policies;
  for (const auto& [name, value] : logo->headers)
    if (name == "Content-Security-Policy") policies += value + '\n';
  BOOST_TEST(policies.find("sandbox") != std::string::npos);
  BOOST_TEST(policies.find("default-src 'none'") != std::string::npos);
  const std::string page = client().Get("/c/back-to-work")->body;
  const std::size_t at = page.find("/c/back-to-work/logo?v=");
  BOOST_REQUIRE(at != std::string::npos);
  const auto lasting = client().Get(page.substr(at, page.find('"', at) - at));
  BOOST_TEST(has(lasting, "<path"));
  BOOST_TEST(lasting->get_header_value("Cache-Control").find("immutable") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
