#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace postbag {

/// One named value of a log line, for as long as the call lasts that it is given to. Personal text
/// (EmailAddress, Line, Prose) has no way into it: those types do not convert to a string.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, std::int64_t, double, bool> value;
};

enum class LogLevel { debug, info, warning, error };

/// Writes one JSON line to stderr: `{"at": …, "level": …, "event": …, fields…}`. Thread-safe.
/// `event` is a fixed word such as `letter.sent`; what varies goes into fields, escaped.
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

/// Lines below `level` are dropped from now on. The start is `info`.
void set_log_level(LogLevel level);

}  // namespace postbag
