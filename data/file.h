#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "data/csv.h"

namespace postbag::data {

/// The whole content of a file. The error's code is `missing_file`; its message names the file and
/// the system's reason.
[[nodiscard]] Result<std::string> read_whole(const std::filesystem::path& file);

/// The bytes of a file, block by block. Errors as read_whole().
[[nodiscard]] Result<ByteSource> read_by_blocks(const std::filesystem::path& file);

/// Writes a file whole or not at all: into a file of its own beside it, forced to the disk, then
/// renamed over `file`. The error's code is `write_failed`, and nothing is left behind.
[[nodiscard]] Result<void> write_whole(const std::filesystem::path& file, std::string_view content);

}  // namespace postbag::data
