#include <boost/test/unit_test.hpp>

#include "server/http/chart_svg.h"

namespace {

using postbag::http::Chart;
using postbag::http::chart_svg;

BOOST_AUTO_TEST_SUITE(charts)

BOOST_AUTO_TEST_CASE(a_chart_says_what_it_is_and_names_its_highest_value_and_its_ends) {
  const std::string svg = chart_svg(
      {Chart::Kind::steps, "MPs <reached>", "12 MPs", "1 May 2026", "3 May 2026", {4, 4, 12}});
  BOOST_TEST(svg.starts_with("<svg class=\"chart\""));
  BOOST_TEST(svg.find("aria-label=\"MPs &lt;reached&gt;\"") != std::string::npos);
  for (const char* const words : {">12 MPs<", ">1 May 2026<", ">3 May 2026<"})
    BOOST_TEST(svg.find(words) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_highest_value_touches_the_top_and_nothing_the_ground) {
  const std::string steps = chart_svg({Chart::Kind::steps, "x", "", "", "", {0, 10}});
  // From the ground at 176 to the top at 44, each value half of the width.
  BOOST_TEST(steps.find("d=\"M0 176H240V44H480\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_bar_stands_for_each_value_and_none_for_nothing) {
  const std::string bars = chart_svg({Chart::Kind::bars, "x", "", "", "", {1, 0, 1000}});
  std::size_t count = 0;
  for (std::size_t at = bars.find("z"); at != std::string::npos; at = bars.find("z", at + 1))
    count += bars[at - 1] == '6' ? 1 : 0;  // each ends on the ground, `V176z`
  BOOST_TEST(count == 2U);
  BOOST_TEST(bars.find("v-1.5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_values_leave_an_empty_chart) {
  const std::string svg = chart_svg({Chart::Kind::bars, "Nothing", "", "", "", {}});
  BOOST_TEST(svg.find("chart-values") == std::string::npos);
  BOOST_TEST(svg.ends_with("</svg>"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
