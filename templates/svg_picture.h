#pragma once

#include <string_view>

#include "base/result.h"

namespace postbag::templates {

/// Whether a document is a plain picture in SVG: well-formed XML in UTF-8, of the elements that
/// draw, at most 50 deep. Nothing in it runs, moves, links or loads: no script, handler, style
/// sheet, animation, foreign content, document type, processing instruction or address outside
/// itself. The error's code is `bad_logo`, its field is empty.
[[nodiscard]] Result<void> check_svg_picture(std::string_view svg);

}  // namespace postbag::templates
