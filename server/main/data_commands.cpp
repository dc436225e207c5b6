#include <iostream>

#include "data/check.h"
#include "server/main/commands.h"
#include "server/main/installation.h"

namespace postbag {

int build_data(const data::BuildOptions& options) {
  const auto report = data::build(
      options, [](std::uint64_t rows) { std::cerr << "\r" << rows << " rows" << std::flush; });
  std::cerr << '\n';
  if (!report) {
    complain(report.error());
    return kFailed;
  }
  std::cout << data::text_of(*report);
  return report->malformed == 0 ? kDone : kFailed;
}

int check_data(const std::filesystem::path& path) {
  const auto report = data::check(path);
  if (!report) {
    complain(report.error());
    return kFailed;
  }
  std::cout << report->text;
  return kDone;
}

}  // namespace postbag
