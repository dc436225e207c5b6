#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/data_set.h"
#include "server/campaign/store.h"
#include "server/config/config.h"

namespace postbag {

/// The program's exit statuses.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
/// Bad usage or bad configuration.
inline constexpr int kBadUsage = 2;

/// One line on stderr: `postbag: <message>`.
void complain(const Error& error);
void complain(const std::vector<Error>& errors);

/// The folder of the running program.
[[nodiscard]] std::filesystem::path program_folder();

/// The configuration of `file`, the environment and this program's place; every error in it. The
/// environment is as it was when the process began: nothing in the program changes it.
[[nodiscard]] Checked<config::Config> load_config(const std::optional<std::filesystem::path>& file);

/// The same, or nothing after every error in it was printed: the status is then kBadUsage.
[[nodiscard]] std::optional<config::Config> read_config(
    const std::optional<std::filesystem::path>& file);

/// The key that signs forms and stands in for addresses: at least 32 bytes. A missing file is made,
/// for its owner alone. Errors: `unusable_secret`.
[[nodiscard]] Result<std::string> read_or_make_secret(const std::filesystem::path& file);

/// Error: `wrong_secret`, when the ledger was begun with another than the one in `file`.
[[nodiscard]] Result<void> check_secret(campaign::Store& store, const std::string& secret,
                                        const std::filesystem::path& file);

}  // namespace postbag
