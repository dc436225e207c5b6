#include "base/log.h"

#include <limits>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/support/captured_stderr.h"
#include "tests/support/temporary_folder.h"

namespace {

using postbag::LogField;
using postbag::LogLevel;

std::string written(std::initializer_list<LogField> fields) {
  const postbag::testing::TemporaryFolder folder;
  {
    const postbag::testing::CapturedStderr captured{folder / "log"};
    postbag::log(LogLevel::warning, "test.event", fields);
  }
  return postbag::testing::read_file(folder / "log");
}

BOOST_AUTO_TEST_SUITE(log)

BOOST_AUTO_TEST_CASE(a_line_is_one_json_object_that_begins_with_time_level_and_event) {
  const std::string line = written({{"id", "abc"},
                                    {"status", std::int64_t{202}},
                                    {"least", std::numeric_limits<std::int64_t>::min()},
                                    {"milliseconds", 1.25},
                                    {"ready", true}});
  BOOST_TEST(line.starts_with("{\"at\":\"2"));
  BOOST_TEST(line.substr(line.find("Z\"")) ==
             "Z\",\"level\":\"warning\",\"event\":\"test.event\",\"id\":\"abc\",\"status\":202,"
             "\"least\":-9223372036854775808,\"milliseconds\":1.25,\"ready\":true}\n");
}

BOOST_AUTO_TEST_CASE(no_value_can_end_its_line_or_its_quotes) {
  const std::string hostile = "a\"b\\c\nd\r\x01 \xC3\xA9 \xFF";
  const std::string line = written({{"name", hostile}, {"empty", ""}});
  BOOST_TEST(line.find('\n') == line.size() - 1);
  const auto json = nlohmann::json::parse(line);
  BOOST_TEST(json["name"].get<std::string>() == "a\"b\\c\nd\r\x01 \xC3\xA9 \xEF\xBF\xBD");
  BOOST_TEST(json["empty"].get<std::string>().empty());
}

BOOST_AUTO_TEST_CASE(a_number_that_json_does_not_have_is_null) {
  const auto json =
      nlohmann::json::parse(written({{"nan", std::numeric_limits<double>::quiet_NaN()},
                                     {"infinite", std::numeric_limits<double>::infinity()},
                                     {"tiny", 1e-300}}));
  BOOST_TEST(json["nan"].is_null());
  BOOST_TEST(json["infinite"].is_null());
  BOOST_TEST(json["tiny"].get<double>() == 1e-300);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
