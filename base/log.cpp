#include "base/log.h"

#include <nlohmann/json.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/clock.h"
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

}  // namespace

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
  if (!logger().should_log(spdlog_level(level))) return;
  nlohmann::ordered_json line;
  line["at"] = rfc3339(SystemClock{}.now());
  line["level"] = spdlog::level::to_string_view(spdlog_level(level)).data();
  line["event"] = event;
  for (const LogField& field : fields)
    std::visit([&](const auto& value) { line[std::string{field.name}] = value; }, field.value);
  logger().log(spdlog_level(level),
               line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void set_log_level(LogLevel level) {
  logger().set_level(spdlog_level(level));
}

}  // namespace postbag
