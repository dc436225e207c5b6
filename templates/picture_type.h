#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"

namespace postbag::templates {

/// A logo is seen by everybody on every page, often over a poor line. In bytes.
inline constexpr std::size_t largest_logo = 32'768;

/// The media type of the picture that these bytes are: PNG or WebP by their frame, or an SVG that
/// check_svg_picture() accepts. The error's code is `bad_logo`, also for what is too large.
[[nodiscard]] Result<std::string_view> picture_type(std::string_view bytes);

}  // namespace postbag::templates
