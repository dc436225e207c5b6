#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/csv.h"

namespace postbag::data {

/// A file inside a zip.
struct ArchiveMember {
  std::string name;
  std::uint64_t size;
};

/// Reads a file that may be a zip, gzipped or plain. Of a zip, `choose` says which members are
/// wanted (their places in the list it is given); any other file is one member with the file's own
/// name. `use` gets each wanted member, in the archive's order. Codes of the error: `missing_file`,
/// `unusable_source` (not readable to its end), and those of `use`.
[[nodiscard]] Result<void> read_archive(
    const std::filesystem::path& file,
    const std::function<Result<std::vector<std::size_t>>(const std::vector<ArchiveMember>&)>&
        choose,
    const std::function<Result<void>(const std::string& name, const ByteSource& bytes)>& use);

}  // namespace postbag::data
