#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templates/picture_type.h"
#include "templates/theme.h"

namespace postbag::templates {

/// The image that these bytes are, as picture_type() knows it. Error: `bad_logo`.
[[nodiscard]] Result<Logo> parse_logo(std::string bytes);

/// The logo as a `data:` address (RFC 2397), and back. Error: `bad_logo`.
[[nodiscard]] std::string data_address(const Logo& logo);
[[nodiscard]] Result<Logo> parse_data_address(std::string_view address);

/// A campaign file whose logo stands in it, as a `data:` address instead of the name of a file in
/// `folder`. Unchanged when it has no logo, holds it already, or is no TOML. Errors name the file's
/// place as parse_campaign() does.
[[nodiscard]] Checked<std::string> with_logo(std::string toml, std::string_view file_name,
                                             const std::filesystem::path& folder);

}  // namespace postbag::templates
