#include "base/log.h"

#include <array>
#include <charconv>
#include <cmath>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/clock.h"
#include "base/json_string.h"
#include "base/time_text.h"

namespace postbag {
namespace {

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      break;
  }
  return spdlog::level::err;
}

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto made = std::make_shared<spdlog::logger>("postbag",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    return made;
  }();
  return *instance;
}

// A line is written for each request, and its values are short and plain: a JSON document made and
// dumped for each would take ten times as long.

void append_json(std::string& line, std::string_view text) {
  append_json_string(line, text);
}

void append_json(std::string& line, bool yes) {
  line += yes ? "true" : "false";
}

template <class Number>
void append_json(std::string& line, Number number) {
  if (!std::isfinite(static_cast<double>(number))) {
    line += "null";
    return;
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  line.append(digits.begin(), end);
}

void append_name(std::string& line, std::string_view name) {
  line += line.empty() ? '{' : ',';
  append_json(line, name);
  line += ':';
}

}  // namespace

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!logger().should_log(spdlog_level(level))) return;
  const spdlog::string_view_t level_name = spdlog::level::to_string_view(spdlog_level(level));
  std::string line;
  line.reserve(256);
  append_name(line, "at");
  append_json(line, std::string_view{rfc3339(SystemClock{}.now())});
  append_name(line, "level");
  append_json(line, std::string_view{level_name.data(), level_name.size()});
  append_name(line, "event");
  append_json(line, event);
  for (const LogField& field : fields) {
    append_name(line, field.name);
    std::visit([&](const auto& value) { append_json(line, value); }, field.value);
  }
  line += '}';
  logger().log(spdlog_level(level), line);
}

void set_log_level(LogLevel level) {
  logger().set_level(spdlog_level(level));
}

}  // namespace postbag
