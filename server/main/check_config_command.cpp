#include <iostream>

#include "server/http/edition.h"
#include "server/http/share_card.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/material.h"

namespace postbag {

int check_config(const ConfigFile& file) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  std::vector<Error> errors;
  const auto material = Material::load(*config);
  if (!material) {
    add(errors, material.error());
  } else if (const auto pages = http::PageFiles::load(config->templates.folder, *material->wording);
             !pages) {
    add(errors, pages.error());
  }
  if (const auto fonts = http::check_fonts(); !fonts) errors.push_back(fonts.error());
  if (!errors.empty()) {
    complain(errors);
    return kBadUsage;
  }
  std::cout << config::effective(*config) << "# The configuration is good.\n";
  return kDone;
}

}  // namespace postbag
