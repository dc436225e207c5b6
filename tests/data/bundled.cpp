#include "tests/data/bundled.h"

#include <stdexcept>

namespace postbag::testing {

std::filesystem::path bundled_folder() {
  return std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data" / "set";
}

const data::DataSet& bundled() {
  static const auto loaded = data::DataSet::load(bundled_folder());
  if (!loaded) throw std::runtime_error(loaded.error().message);
  return **loaded;
}

CopiedSet::CopiedSet() {
  for (const auto& entry : std::filesystem::directory_iterator{bundled_folder()})
    std::filesystem::copy(entry.path(), folder_ / entry.path().filename().string());
}

Result<std::shared_ptr<const data::DataSet>> CopiedSet::load() const {
  return data::DataSet::load(path());
}

void CopiedSet::replace(std::string_view file, std::string_view from, std::string_view to) const {
  std::string content = read(file);
  const std::size_t at = content.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace");
  write(file, content.replace(at, from.size(), to));
}

void CopiedSet::write(std::string_view file, std::string_view content) const {
  folder_.write(file, content);
}

std::string CopiedSet::read(std::string_view file) const {
  return read_file(folder_ / file);
}

data::Postcode postcode(std::string_view text) {
  const auto parsed = data::Postcode::parse(text);
  if (!parsed) throw std::runtime_error("no postcode: " + std::string{text});
  return *parsed;
}

}  // namespace postbag::testing
