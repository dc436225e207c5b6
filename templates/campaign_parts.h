#pragma once

#include <vector>

#include "templates/short_question.h"
#include "templates/theme.h"
#include "templates/toml_reader.h"

namespace postbag::templates {

/// The campaign's `[[short_question]]`s, six at most. Reports what is wrong.
[[nodiscard]] std::vector<ShortQuestion> read_short_questions(const TomlTable& campaign);

/// The campaign's `accent_colour` or its `[theme]`. Colours that `[theme]` names are shown as they
/// are, so they are refused where WCAG 2.2 could not read them.
[[nodiscard]] Theme read_theme(const TomlTable& campaign);

}  // namespace postbag::templates
