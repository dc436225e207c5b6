#include <iostream>

#include "data/check.h"
#include "server/main/commands.h"
#include "server/main/installation.h"

namespace postbag {
namespace {

/// What the Open Government Licence asks for, for the ONS's postcode products and Code-Point Open
/// alike (data/set/LICENCES.md).
std::string usual_licence(const std::string& source_date) {
  const std::string right = "copyright and database right " + source_date.substr(0, 4) + ".";
  return "Source: Office for National Statistics licensed under the Open Government Licence v.3.0. "
         "Contains OS data © Crown " +
         right + " Contains Royal Mail data © Royal Mail " + right;
}

}  // namespace

int build_data(data::BuildOptions options) {
  if (options.tables.empty()) {
    const auto config = read_config(std::nullopt);
    if (!config) return kBadUsage;
    options.tables = config->data.folder;
  }
  if (options.source_name.empty()) options.source_name = options.source.filename().string();
  if (options.licence.empty()) options.licence = usual_licence(options.source_date);
  bool told = false;
  const auto report = data::build(options, [&told](std::uint64_t rows) {
    std::cerr << "\r" << rows << " rows" << std::flush;
    told = true;
  });
  if (told) std::cerr << '\n';
  if (!report) {
    complain(report.error());
    return report.error().code == "malformed_date" ? kBadUsage : kFailed;
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
