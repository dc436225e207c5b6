#include <filesystem>
#include <map>
#include <set>

#include <boost/test/unit_test.hpp>

#include "server/http/hex_map.h"
#include "server/http/map_svg.h"
#include "server/http/share_card.h"
#include "server/http/share_pictures.h"
#include "tests/support/world.h"

namespace {

using postbag::campaign::PublicReach;
using postbag::data::Constituency;
using postbag::http::HexMap;
using postbag::http::make_hex_map;
using postbag::http::map_for_file;
using postbag::http::map_for_page;
using postbag::http::MapHexagon;
using postbag::http::MapPoint;
using postbag::http::MapRegion;
using postbag::http::MapSheet;
using postbag::http::MapWords;
using postbag::http::SeatMark;
using postbag::http::ShareCard;
using postbag::http::SharePictures;

const postbag::data::DataSet& real_data() {
  static const auto data_set =
      postbag::data::DataSet::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set")
          .value();
  return *data_set;
}

/// The real seats, of which every third with a Member has been reached.
PublicReach third_reached() {
  postbag::campaign::Reach reach;
  int i = 0;
  for (const Constituency& seat : real_data().constituencies())
    if (seat.member && i++ % 3 == 0) reach.cells.push_back({seat.code, seat.member->id, 1});
  return publish(reach, real_data(), {});
}

HexMap real_map() {
  return make_hex_map(real_data().constituencies(), third_reached());
}

MapWords words() {
  return {"A map",
          {"England", "Scotland", "Wales", "Northern Ireland"},
          [](const Constituency& seat) { return seat.name; }};
}

std::vector<MapRegion> regions() {
  std::vector<MapRegion> all;
  for (const auto& region : third_reached().by_region)
    all.push_back({region.name, "#r", region.name});
  return all;
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size()))
    ++found;
  return found;
}

/// What is wrong with a text that should be an XML element with all its tags closed in order, every
/// attribute quoted and every ampersand an entity; empty when nothing is.
std::string xml_problem(std::string_view xml) {
  std::vector<std::string_view> open;
  if (xml.starts_with("<?xml")) xml.remove_prefix(xml.find("?>") + 2);
  while (!xml.empty()) {
    const std::size_t tag = std::min(xml.find('<'), xml.size());
    std::string_view text = xml.substr(0, tag);
    for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1))
      if (text.find(';', at) == std::string_view::npos) return "a bare ampersand";
    if (text.find('>') != std::string_view::npos) return "a bare >";
    xml.remove_prefix(tag);
    if (xml.empty()) break;
    const std::size_t end = xml.find('>');
    if (end == std::string_view::npos) return "a tag that does not end";
    const std::string_view inside = xml.substr(1, end - 1);
    xml.remove_prefix(end + 1);
    if (count(inside, "\"") % 2 != 0) return "a quote that does not end: " + std::string{inside};
    if (inside.starts_with('/')) {
      if (open.empty() || open.back() != inside.substr(1)) return "a tag closed out of order";
      open.pop_back();
    } else if (!inside.ends_with('/')) {
      open.push_back(inside.substr(0, inside.find(' ')));
    }
  }
  return open.empty() ? "" : "a tag that is not closed: " + std::string{open.back()};
}

std::uint32_t big_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char c : bytes.substr(0, 4))
    number = number << 8U | static_cast<unsigned char>(c);
  return number;
}

ShareCard card() {
  return {"An Organisation",  "A campaign",       "551",     "of 650 MPs reached",
          "Write to your MP", "post.example.org", "#0b5c63", real_map()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reach_map)

BOOST_AUTO_TEST_CASE(every_seat_is_on_the_map_once_and_none_overlaps_another) {
  const HexMap map = real_map();
  BOOST_TEST(map.hexagons.size() == 650U);
  std::set<std::string> seats;
  for (const MapHexagon& hexagon : map.hexagons) {
    seats.insert(hexagon.seat->code);
    BOOST_TEST((hexagon.centre.x >= 14 && hexagon.centre.x <= map.width - 14));
    BOOST_TEST((hexagon.centre.y >= 16 && hexagon.centre.y <= map.height - 16));
  }
  BOOST_TEST(seats.size() == 650U);
  // Cells overlap unless they are a whole one apart in a row, or three quarters and half a one.
  for (const MapHexagon& one : map.hexagons)
    for (const MapHexagon& other : map.hexagons) {
      if (&one == &other) continue;
      const int across = std::abs(one.centre.x - other.centre.x);
      const int down = std::abs(one.centre.y - other.centre.y);
      BOOST_REQUIRE((down >= 48 || (down == 24 && across >= 14) || (down == 0 && across >= 28)));
    }
}

BOOST_AUTO_TEST_CASE(north_is_up_east_is_right_and_odd_rows_lie_half_a_cell_further_east) {
  Constituency south;
  south.hex_q = 3;
  south.hex_r = 1;
  Constituency north = south;
  north.hex_r = 2;
  Constituency east = south;
  east.hex_q = 4;
  PublicReach reach;
  reach.constituencies.resize(3);
  const HexMap map = make_hex_map(std::vector{south, north, east}, reach);
  BOOST_TEST((map.hexagons[0].centre == MapPoint{28, 40}));
  BOOST_TEST((map.hexagons[1].centre == MapPoint{14, 16}));
  BOOST_TEST((map.hexagons[2].centre == MapPoint{56, 40}));
  BOOST_TEST(map.height == 56);
}

BOOST_AUTO_TEST_CASE(neighbours_in_the_north_are_drawn_in_the_north) {
  const HexMap map = real_map();
  std::map<std::string, MapPoint> at;
  for (const MapHexagon& hexagon : map.hexagons)
    at[hexagon.seat->name] = hexagon.centre;
  BOOST_TEST(at.at("Orkney and Shetland").y < at.at("Derby South").y);
  BOOST_TEST(at.at("Derby South").y < at.at("St Ives").y);
  BOOST_TEST(at.at("Belfast East").x < at.at("Derby South").x);
  BOOST_TEST(at.at("Derby South").x < at.at("Lowestoft").x);
}

BOOST_AUTO_TEST_CASE(borders_lie_between_regions_and_nowhere_else) {
  Constituency west;
  west.region = "West";
  Constituency middle = west;
  middle.hex_q = 1;
  Constituency east = middle;
  east.hex_q = 2;
  east.region = "East";
  PublicReach reach;
  reach.constituencies.resize(3);
  const std::vector seats{west, middle, east};
  const HexMap map = make_hex_map(seats, reach);
  BOOST_REQUIRE(map.borders.size() == 1U);
  BOOST_TEST((map.borders[0].from == MapPoint{56, 8}));
  BOOST_TEST((map.borders[0].to == MapPoint{56, 24}));
  BOOST_TEST(path_of(map.borders) == "M56 8l0 16");
}

BOOST_AUTO_TEST_CASE(the_names_of_nations_are_clear_of_every_hexagon) {
  const HexMap map = real_map();
  for (const auto& label : nation_labels(map)) {
    // Letters of the usual fonts are half as wide as high, on the average of these names; the
    // longest word is Scotland, Northern or England.
    const int width = 8 * 36 * 53 / 100;
    const int left = label.ends ? label.baseline.x - width : label.baseline.x;
    const int lines = label.nation == postbag::data::Nation::northern_ireland ? 2 : 1;
    for (const MapHexagon& hexagon : map.hexagons) {
      const bool beside = hexagon.centre.x + 13 <= left || hexagon.centre.x - 13 >= left + width;
      const bool apart = hexagon.centre.y + 15 <= label.baseline.y - 28 ||
                         hexagon.centre.y - 15 >= label.baseline.y + 8 + (lines - 1) * 40;
      BOOST_TEST_CONTEXT(hexagon.seat->name) BOOST_TEST((beside || apart));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_map_of_the_page_is_well_formed_and_has_a_link_for_each_region) {
  const std::string svg = map_for_page(real_map(), words(), regions());
  BOOST_TEST(xml_problem(svg) == "");
  BOOST_TEST(count(svg, "<a href=") == 12U);
  BOOST_TEST(count(svg, "<title>") == 650U);
  BOOST_TEST(count(svg, "<path d=") == 650U);
  for (const char* mark : {"reached", "waiting"})
    BOOST_TEST(count(svg, "class=\"" + std::string{mark} + "\"") == 12U);
  BOOST_TEST(svg.find("Northern<tspan") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_map_as_a_file_stands_alone) {
  const MapSheet sheet{"217 of 650 MPs reached",
                       "Rights & <wrongs>",
                       {"An Organisation"},
                       {{SeatMark::reached, "Reached"}, {SeatMark::vacant, "No MP"}},
                       "#0b5c63"};
  const std::string svg = map_for_file(real_map(), words(), sheet);
  BOOST_TEST(xml_problem(svg) == "");
  BOOST_TEST(svg.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"));
  BOOST_TEST(count(svg, "<title>") == 651U);
  BOOST_TEST(count(svg, "Rights &amp; &lt;wrongs&gt;") == 1U);
  BOOST_TEST(svg.find("class=") == std::string::npos);
  BOOST_TEST(svg.find("fill=\"#0b5c63\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_check_for_wrong_xml_finds_some) {
  BOOST_TEST(xml_problem("<a><b></a></b>") != "");
  BOOST_TEST(xml_problem("<a title=\"x>y</a>") != "");
}

BOOST_AUTO_TEST_CASE(a_vacant_seat_is_struck_through) {
  Constituency vacant;
  vacant.seat = postbag::data::Seat::vacant;
  Constituency held = vacant;
  held.hex_q = 1;
  held.seat = postbag::data::Seat::held;
  PublicReach reach;
  reach.constituencies.resize(2);
  const std::vector seats{vacant, held};
  const HexMap map = make_hex_map(seats, reach);
  BOOST_TEST((map.hexagons[0].mark == SeatMark::vacant));
  BOOST_TEST((map.hexagons[1].mark == SeatMark::waiting));
  BOOST_TEST(path_of(map.hexagons[0]) == "M14 1l13 7.5v15l-13 7.5-13-7.5v-15zm-13 22.5l26-15");
}

BOOST_AUTO_TEST_CASE(the_picture_is_a_png_of_the_size_that_networks_ask_for) {
  const auto png = draw(card());
  BOOST_REQUIRE(png);
  BOOST_TEST(png->substr(0, 8) == "\x89PNG\r\n\x1a\n");
  BOOST_TEST(png->substr(12, 4) == "IHDR");
  BOOST_TEST(big_endian(std::string_view{*png}.substr(16)) == 1200U);
  BOOST_TEST(big_endian(std::string_view{*png}.substr(20)) == 630U);
  BOOST_TEST(png->size() < 150'000U);
}

BOOST_AUTO_TEST_CASE(the_picture_takes_texts_of_any_length_and_letters_of_any_script) {
  for (const std::string& title :
       {std::string{}, std::string(3000, 'W'), std::string{"Hawliau i bawb: ŵ ŷ â – أهلا 日本"}}) {
    ShareCard hostile = card();
    hostile.title = title;
    hostile.organisation = title;
    hostile.place = title;
    BOOST_TEST(draw(hostile).has_value());
  }
  ShareCard first = card();
  first.figure.clear();
  BOOST_TEST((draw(first).value() != draw(card()).value()));
}

BOOST_AUTO_TEST_CASE(this_machine_has_the_letters_of_english_and_welsh) {
  BOOST_TEST(postbag::http::check_fonts().has_value());
}

BOOST_AUTO_TEST_CASE(a_picture_is_drawn_once_a_minute_however_many_ask) {
  postbag::testing::ManualClock clock;
  SharePictures pictures{clock};
  int drawn = 0;
  const auto draw_one = [&]() -> postbag::Result<std::string> {
    return "picture " + std::to_string(++drawn);
  };
  for (int i = 0; i < 100; ++i)
    BOOST_TEST(*pictures.find("one", draw_one).value() == "picture 1");
  BOOST_TEST(*pictures.find("other", draw_one).value() == "picture 2");
  clock.advance(std::chrono::minutes{1});
  BOOST_TEST(*pictures.find("one", draw_one).value() == "picture 3");
}

BOOST_AUTO_TEST_CASE(what_could_not_be_drawn_is_tried_again) {
  postbag::testing::ManualClock clock;
  SharePictures pictures{clock};
  const auto failing = []() -> postbag::Result<std::string> {
    return postbag::fail("no_font", "none");
  };
  BOOST_TEST(pictures.find("one", failing).error().code == "no_font");
  BOOST_TEST(
      *pictures.find("one", [] { return postbag::Result<std::string>{"picture"}; }).value() ==
      "picture");
}

BOOST_AUTO_TEST_SUITE_END()
