#include <stdexcept>

#include "server/config/checks.h"
#include "server/config/config.h"
#include "server/config/options.h"
#include "server/config/sources.h"

namespace postbag::config {
namespace {

/// The value that `written` stands for: its text, or what the file it names holds, without the
/// line's end.
Result<std::string> value_of(const Option& option, const Written& written) {
  if (!written.in_file) return written.text;
  auto text = read_small_file(written.text, written.place + ": the " + option.name() + "_file ");
  if (!text) return text;
  while (text->ends_with('\n') || text->ends_with('\r'))
    text->pop_back();
  return text;
}

class Loader {
 public:
  /// Settings of a later source win.
  void take(Source source) {
    errors_.insert(errors_.end(), source.errors.begin(), source.errors.end());
    origins_.faulty.insert(source.faulty.begin(), source.faulty.end());
    for (auto& [name, written] : source.values)
      written_.insert_or_assign(name, std::move(written));
  }

  Checked<Config> finish(const std::filesystem::path& program_folder) {
    for (const Option& option : options())
      set(option);
    derive(config_, origins_, program_folder);
    for (Error& error : conflicts(config_, origins_))
      errors_.push_back(std::move(error));
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(config_);
  }

 private:
  void set(const Option& option) {
    const Slot slot = option.slot(config_);
    if (!option.standard.empty() && assign(slot, option.standard, option.bounds))
      throw std::logic_error("the default of " + option.name() + " is out of its bounds");
    const auto found = written_.find(option.name());
    if (found == written_.end()) return;
    origins_.places.emplace(option.name(), found->second.place);
    const auto value = value_of(option, found->second);
    if (!value) {
      refuse(option, value.error().code, value.error().message);
    } else if (const auto complaint = assign(slot, *value, option.bounds)) {
      refuse(option, "malformed_value",
             found->second.place + ": " + option.name() + " " + *complaint + ".");
    }
  }

  void refuse(const Option& option, std::string code, std::string message) {
    errors_.push_back({std::move(code), std::move(message), option.name()});
    origins_.faulty.insert(option.name());
  }

  Config config_;
  Origins origins_;
  std::map<std::string, Written> written_;
  std::vector<Error> errors_;
};

}  // namespace

Checked<Config> load(const std::optional<std::filesystem::path>& file,
                     const std::map<std::string, std::string>& environment,
                     const std::filesystem::path& program_folder) {
  Loader loader;
  if (file) loader.take(read_toml(*file));
  loader.take(read_environment(environment));
  return loader.finish(program_folder);
}

}  // namespace postbag::config
