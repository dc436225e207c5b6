#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace postbag::data {

/// What `postbag data check` says.
struct CheckReport {
  /// The whole report in lines for a person, `attention` included.
  std::string text;
  /// What a person should look at, one sentence each: seats without a Member, Members without an
  /// address, constituencies without postcodes, posts nobody has checked.
  std::vector<std::string> attention;
};

/// Reports what a data set holds. `path` is its folder, or a postcodes.bin: then the tables beside
/// it are reported too when there are any. Errors as DataSet::load().
[[nodiscard]] Result<CheckReport> check(const std::filesystem::path& path);

}  // namespace postbag::data
