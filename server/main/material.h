#pragma once

#include <memory>

#include "base/result.h"
#include "data/data_set.h"
#include "server/config/config.h"
#include "templates/wording.h"

namespace postbag {

/// What is read from the files that a configuration names and serves more than the HTTP service.
struct Material {
  std::shared_ptr<const data::DataSet> data_set;
  std::shared_ptr<const templates::Wording> wording;

  /// Errors: all that is wrong with either.
  [[nodiscard]] static Checked<Material> load(const config::Config& config);
};

/// One problem more, or several.
void add(std::vector<Error>& errors, const Error& error);
void add(std::vector<Error>& errors, const std::vector<Error>& more);

}  // namespace postbag
