#include "templates/theme.h"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include "base/base64.h"
#include "templates/campaign_file.h"
#include "templates/logo.h"
#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

const std::string before = R"(slug = "a-campaign"
title = "A campaign"
summary = "What it is about."
organisation = "Example Group"
privacy_notice = "What we keep."
)";
const std::string after = R"(
[[letter]]
subjects = ["Hello {{mp_name}}"]
body = "{{greeting}}, {{story}} {{name}}"
)";

std::string with_theme(const std::string& lines) {
  return before + "[theme]\n" + lines + after;
}

Theme theme_in(const std::string& lines) {
  auto campaign = parse_campaign(with_theme(lines), "c.toml");
  if (!campaign) BOOST_FAIL(campaign.error().front().message);
  return campaign->theme;
}

std::string problem_in(const std::string& lines) {
  const auto campaign = parse_campaign(with_theme(lines), "c.toml");
  if (campaign) return "none";
  BOOST_TEST(campaign.error().size() == 1U);
  return campaign.error().front().message;
}

const std::string svg = R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4">)"
                        R"(<path fill="#00f" d="M0 0h4v4z"/></svg>)";
const std::string png =
    std::string("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16) + " and more IEND\xAE\x42\x60\x82";

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_theme)

BOOST_AUTO_TEST_CASE(any_accent_colour_is_made_into_colours_that_can_be_told_apart) {
  for (const char* accent :
       {"#ffffff", "#000000", "#ffff00", "#0000ff", "#767676", "#808080", "#1f5c7a", "#7a1f3d"}) {
    BOOST_TEST_CONTEXT(accent) {
      const Theme theme = theme_of(accent);
      BOOST_TEST(theme.accent == accent);
      BOOST_TEST(contrast(theme.accent, theme.accent_ink) >= text_contrast);
      BOOST_TEST(contrast(theme.accent_dark, theme.accent_ink_dark) >= text_contrast);
      BOOST_TEST(contrast(theme.accent_dark, theme.background_dark) >= control_contrast);
      for (const std::string& page : {theme.background, theme.soft})
        BOOST_TEST(contrast(theme.link, page) >= text_contrast);
      for (const std::string& page : {theme.background_dark, theme.soft_dark})
        BOOST_TEST(contrast(theme.link_dark, page) >= text_contrast);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_page_colours_are_those_of_the_style_sheet) {
  const std::string css = testing::read_file(std::filesystem::path{POSTBAG_SOURCE_FOLDER} /
                                             "templates/assets/postbag.css");
  const std::size_t dark = css.find("prefers-color-scheme: dark");
  const auto says = [&](std::size_t from, const std::string& name, std::string_view colour) {
    const std::string wanted = "--" + name + ": ";
    const std::size_t at = css.find(wanted, from);
    BOOST_TEST_CONTEXT(name)
    BOOST_TEST(css.substr(at + wanted.size(), 7) == colour);
  };
  for (const auto& [from, page] : {std::pair{std::size_t{0}, light_page}, {dark, dark_page}}) {
    says(from, "page", page.background);
    says(from, "ink", page.ink);
    says(from, "quiet", page.quiet);
    says(from, "error", page.error);
  }
  const Theme theme = theme_of("#1f5c7a");
  says(0, "soft", theme.soft);
  says(dark, "soft", theme.soft_dark);
}

BOOST_AUTO_TEST_CASE(a_theme_is_shown_as_it_is_written) {
  const Theme theme = theme_in(
      "accent = \"#7A1F3D\"\naccent_dark = \"#e07a9c\"\nbackground = \"#fff8f0\"\n"
      "background_dark = \"#101010\"\nfont = \"serif\"");
  BOOST_TEST(theme.accent == "#7a1f3d");
  BOOST_TEST(theme.accent_dark == "#e07a9c");
  BOOST_TEST(theme.background == "#fff8f0");
  BOOST_TEST(theme.background_dark == "#101010");
  BOOST_TEST(theme.font.ends_with(",serif"));
  BOOST_TEST(contrast(theme.link, theme.soft) >= text_contrast);
  BOOST_TEST(contrast(theme.link_dark, theme.soft_dark) >= text_contrast);
  BOOST_TEST(theme_in("font = \"system\"").font.empty());
}

BOOST_AUTO_TEST_CASE(colours_too_close_are_refused_with_one_that_would_do) {
  BOOST_TEST(problem_in("accent = \"#ffe600\"") ==
             "c.toml:7:10: theme.accent \"#ffe600\" is too close to the background of the page "
             "\"#ffffff\": their contrast is 1.2 to 1, and buttons need 3.0. \"#a49400\" would do");
  BOOST_TEST(
      problem_in("accent_dark = \"#102030\"").find("the background of the dark page \"#16191d\"") !=
      std::string::npos);
  BOOST_TEST(problem_in("background = \"#808080\"").find("words need 4.5") != std::string::npos);
  BOOST_TEST(problem_in("background_dark = \"#eeeeee\"").find("words need 4.5") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_colour_that_a_refusal_offers_is_taken) {
  for (const std::string line :
       {"accent = \"#ffe600\"", "accent = \"#fefefe\"", "accent_dark = \"#0000ff\"",
        "background = \"#808080\"", "background = \"#2244aa\"", "background_dark = \"#ff8800\"",
        "background_dark = \"#777777\""}) {
    const std::string problem = problem_in(line);
    const std::size_t at = problem.find("\" would do");
    BOOST_TEST_CONTEXT(problem) {
      BOOST_REQUIRE(at != std::string::npos);
      const std::string offered = problem.substr(at - 7, 7);
      static_cast<void>(theme_in(line.substr(0, line.find('#')) + offered + '"'));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_theme_with_a_fault_is_refused_with_its_place) {
  BOOST_TEST(problem_in("accent = \"red\"") ==
             "c.toml:7:10: theme.accent must be # and six hexadecimal digits, like \"#1f5c7a\"");
  BOOST_TEST(problem_in("font = \"comic\"").starts_with("c.toml:7:8: theme.font does not know"));
  BOOST_TEST(problem_in("logo = \"logo.svg\"").find("theme.logo_alt is missing") !=
             std::string::npos);
  BOOST_TEST(problem_in("logo_alt = \"A\"\nlogo = \"../logo.svg\"")
                 .starts_with("c.toml:8:8: theme.logo must be the name"));
  BOOST_TEST(problem_in("logo_alt = \"A\"\nlogo = \"data:text/html;base64,AAAA\"")
                 .starts_with("c.toml:8:8: theme.logo is wrong"));
  BOOST_TEST(problem_in("colour = \"#ffffff\"").starts_with("c.toml:7:1: unknown key"));
  const auto both = parse_campaign(
      "accent_colour = \"#1f5c7a\"\n" + with_theme("accent = \"#1f5c7a\""), "c.toml");
  BOOST_REQUIRE(!both);
  BOOST_TEST(both.error().front().message ==
             "c.toml:8:10: theme.accent and accent_colour set the same colour; leave one out");
}

BOOST_AUTO_TEST_CASE(pictures_are_known_by_their_bytes) {
  BOOST_TEST(parse_logo(png)->media_type == "image/png");
  BOOST_TEST(parse_logo(std::string("RIFF\x08\0\0\0WEBPVP8 ", 16))->media_type == "image/webp");
  BOOST_TEST(parse_logo(svg)->media_type == "image/svg+xml");
  BOOST_TEST(parse_logo("<?xml version=\"1.0\"?>\n" + svg)->media_type == "image/svg+xml");
  for (const std::string wrong : {"", "GIF89a", "<html>", "<?xml version=\"1.0\"?><html/>", "RIFF",
                                  "RIFFxxxxWEBPnonsense", "\x89PNG\r\n\x1A\n and more"})
    BOOST_TEST_CONTEXT(wrong) BOOST_TEST(!parse_logo(wrong));
  std::string large = png;
  BOOST_TEST(parse_logo(large.insert(16, largest_logo - png.size(), ' ')).has_value());
  BOOST_TEST(!parse_logo(large.insert(16, 1, ' ')));
}

BOOST_AUTO_TEST_CASE(an_svg_that_runs_or_loads_something_is_refused) {
  const std::string inside = "<path";
  for (const std::string wrong : {"<script>alert(1)</script>",
                                  "<ScRipt/>",
                                  "<svg:script/>",
                                  "<path onload=\"x()\"/>",
                                  "<path\nONLOAD = 'x()'/>",
                                  "<a href=\"#x\">y</a>",
                                  "<a xlink:href='javascript:x'/>",
                                  "<image href=\"https://example.org/x.png\"/>",
                                  "<use xlink:href = 'x.svg#a'/>",
                                  "<foreignObject/>",
                                  "<style>@import 'x'</style>",
                                  "<path fill=\"url(https://example.org)\"/>",
                                  "<animate attributeName=\"href\"/>",
                                  "<set/>",
                                  "<use href=\"&#104;ttps://example.org\"/>",
                                  "<image href=\"data:image/png;base64,AAAA\"/>",
                                  "<?php x?>",
                                  "<g xml:base=\"//x\"/>",
                                  "<path style=\"fill:u\\72l(//example.org)\"/>",
                                  "<path fill=\"image(x.png)\"/>",
                                  "<x:script xmlns:x=\"http://www.w3.org/2000/svg\"/>",
                                  "<path",
                                  "<g>",
                                  "<path d=x/>",
                                  "&x;",
                                  "<p xmlns=\"http://www.w3.org/1999/xhtml\"/>",
                                  "<svg:path/>"})
    BOOST_TEST_CONTEXT(wrong) {
      std::string picture = svg;
      BOOST_TEST(!parse_logo(picture.insert(picture.find(inside), wrong)));
    }
  BOOST_TEST(!parse_logo("<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY x \"y\">]>" + svg));
  BOOST_TEST(!parse_logo("<?xml version=\"1.0\" encoding=\"UTF-16\"?>" + svg));
  BOOST_TEST(!parse_logo(svg + "<svg/>"));
  std::string deep = svg;
  for (int i = 0; i < 50; ++i)
    deep.insert(deep.find(inside), "<g>").insert(deep.rfind("</svg>"), "</g>");
  BOOST_TEST(parse_logo(deep).error().message.find("nested too deeply") != std::string::npos);
  BOOST_TEST(parse_logo(svg + "<").error().message.find("in line 1") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_picture_may_use_parts_of_itself_and_bear_the_names_of_an_editor) {
  const std::string inside = "<path";
  std::string gradient = svg;
  gradient.insert(gradient.find(inside),
                  "<use href=\"#one\"/><path fill=\"url(#two)\"/>"
                  "<path e:label=\"&#65;\" xmlns:e=\"urn:editor\"/>");
  BOOST_TEST(parse_logo(gradient).has_value());
}

BOOST_AUTO_TEST_CASE(an_imported_campaign_carries_its_logo) {
  const testing::TemporaryFolder folder;
  static_cast<void>(folder.write("logo.svg", svg));
  const std::string toml = with_theme("logo_alt = \"A blue corner\"\nlogo = \"logo.svg\" # ours");
  const auto carried = with_logo(toml, "c.toml", folder.path());
  BOOST_REQUIRE(carried);
  const auto campaign = parse_campaign(*carried, "c.toml");
  BOOST_REQUIRE(campaign);
  BOOST_REQUIRE(campaign->theme.logo);
  BOOST_TEST(campaign->theme.logo->bytes == svg);
  BOOST_TEST(campaign->theme.logo->media_type == "image/svg+xml");
  BOOST_TEST(with_logo(*carried, "c.toml", "nowhere").value() == *carried);
  const auto missing = with_logo(toml, "c.toml", folder / "nowhere");
  BOOST_REQUIRE(!missing);
  BOOST_TEST(missing.error().front().message.starts_with("c.toml:8:8: theme.logo: "));
  BOOST_REQUIRE(mkfifo((folder / "pipe.svg").c_str(), 0600) == 0);
  const auto pipe =
      with_logo(with_theme("logo_alt = \"A\"\nlogo = \"pipe.svg\""), "c.toml", folder.path());
  BOOST_REQUIRE(!pipe);
  BOOST_TEST(pipe.error().front().message.ends_with("is no file."));
  const std::string spelt = with_theme("logo_alt = \"A\"\nlogo = \"logo\\u002Esvg\"");
  BOOST_REQUIRE(!with_logo(spelt, "c.toml", folder.path()));
  BOOST_TEST(with_logo(before + after, "c.toml", folder.path()).value() == before + after);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
