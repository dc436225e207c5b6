#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace postbag {

/// Where bytes come from: fills the front of `buffer`, returns how many bytes, 0 at the end.
using ByteSource = std::function<Result<std::size_t>(std::span<char> buffer)>;

/// The whole content of a file. The error's code is `missing_file`; its message names the file and
/// the system's reason.
[[nodiscard]] Result<std::string> read_whole(const std::filesystem::path& file);

/// The bytes of a file, block by block. Errors as read_whole().
[[nodiscard]] Result<ByteSource> read_by_blocks(const std::filesystem::path& file);

/// Writes a file whole or not at all: into a file of its own beside it, forced to the disk, then
/// renamed over `file`. The error's code is `write_failed`, and nothing is left behind.
[[nodiscard]] Result<void> write_whole(const std::filesystem::path& file, std::string_view content);

}  // namespace postbag
