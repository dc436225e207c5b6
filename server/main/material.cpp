#include "server/main/material.h"

namespace postbag {

Checked<Material> Material::load(const config::Config& config) {
  std::vector<Error> errors;
  auto data_set = data::DataSet::load(config.data.folder);
  if (!data_set) add(errors, data_set.error());
  auto wording = templates::Wording::load(config.templates.folder);
  if (!wording) add(errors, wording.error());
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Material{std::move(*data_set),
                  std::make_shared<const templates::Wording>(std::move(*wording))};
}

void add(std::vector<Error>& errors, const Error& error) {
  errors.push_back(error);
}

void add(std::vector<Error>& errors, const std::vector<Error>& more) {
  errors.insert(errors.end(), more.begin(), more.end());
}

}  // namespace postbag
