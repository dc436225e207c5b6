#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/config/options.h"

namespace postbag::config {

/// One value that somebody wrote, and where.
struct Written {
  std::string text;
  /// `postbag.toml, line 4` or `POSTBAG_MAILER_SESSIONS`.
  std::string place;
  /// It is the path of a file that holds the value.
  bool in_file = false;
};

/// What one source says, by `section.key`, and what is wrong with it. A key with an error is in
/// `faulty` and not in `values`.
struct Source {
  std::map<std::string, Written> values;
  std::set<std::string> faulty;
  std::vector<Error> errors;

  void add(const Option& option, Written written);
  void refuse(const Option& option, std::string_view place, std::string_view demand);
};

/// Reads a TOML file. When it cannot be read or parsed the answer holds that error alone.
[[nodiscard]] Source read_toml(const std::filesystem::path& file);

/// Reads the variables whose names begin with `POSTBAG_`. One that names no option is an error when
/// it begins with a section's name or looks like a slip for an option's variable; others may be
/// someone else's (Kubernetes sets POSTBAG_SERVICE_HOST for a service called postbag) and are left
/// alone.
[[nodiscard]] Source read_environment(const std::map<std::string, std::string>& environment);

/// The whole of a small file. The error's code is `unreadable_file`; `what` begins its message.
[[nodiscard]] Result<std::string> read_small_file(const std::filesystem::path& file,
                                                  std::string_view what);

}  // namespace postbag::config
