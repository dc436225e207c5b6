#pragma once

#include <filesystem>
#include <memory>
#include <string_view>

#include "data/data_set.h"
#include "tests/support/temporary_folder.h"

namespace postbag::testing {

/// The folder of the data set in the repository.
[[nodiscard]] std::filesystem::path bundled_folder();

/// The data set in the repository, loaded once. Throws std::runtime_error when it cannot be.
[[nodiscard]] const data::DataSet& bundled();

/// A copy of the bundled data set for a test to spoil.
class CopiedSet {
 public:
  CopiedSet();

  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }
  [[nodiscard]] Result<std::shared_ptr<const data::DataSet>> load() const;
  /// Puts `to` in place of the first `from` in a file. Throws std::runtime_error when there is
  /// none.
  void replace(std::string_view file, std::string_view from, std::string_view to) const;
  void write(std::string_view file, std::string_view content) const;
  [[nodiscard]] std::string read(std::string_view file) const;

 private:
  TemporaryFolder folder_;
};

/// A well-formed postcode. Throws std::runtime_error when it is none.
[[nodiscard]] data::Postcode postcode(std::string_view text);

}  // namespace postbag::testing
