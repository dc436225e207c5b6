#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/config/config.h"

namespace postbag::config {

/// One setting. The table of them drives the reader of the file, of the environment, check-config
/// and config.example.toml.
struct Option {
  std::string_view section;
  std::string_view key;
  /// The default, as it is written without quotes. Empty: none.
  std::string_view standard;
  /// Empty, or how the default is found; then `standard` or `example` only illustrates it.
  std::string_view follows;
  /// Shown in config.example.toml where there is no default to show.
  std::string_view example;
  Bounds bounds;
  /// One sentence for config.example.toml.
  std::string_view about;
  Slot (*slot)(Config&);
  /// Only a restart changes it.
  bool at_start = false;

  /// `section.key`
  [[nodiscard]] std::string name() const;
  /// `POSTBAG_SECTION_KEY`
  [[nodiscard]] std::string variable() const;
  /// A secret can also be given as `<key>_file`, the path of a file that holds it.
  [[nodiscard]] bool secret() const;
};

/// Every option, those of one section together.
[[nodiscard]] std::span<const Option> options();

/// What config.example.toml must hold: every key, explained, commented out with its default.
[[nodiscard]] std::string example_file();

}  // namespace postbag::config
