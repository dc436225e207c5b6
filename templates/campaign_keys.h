#pragma once

#include <string_view>
#include <vector>

namespace postbag::templates {

/// The keys that the tables of a campaign file may have.
using Keys = std::vector<std::string_view>;

/// Of the whole file.
[[nodiscard]] const Keys& campaign_keys();
/// Of `filter`.
[[nodiscard]] const Keys& filter_keys();
/// Of `[[letter]]`.
[[nodiscard]] const Keys& letter_keys();
/// Of `[[exclusion]]`.
[[nodiscard]] const Keys& exclusion_keys();
/// Of `[[short_question]]`.
[[nodiscard]] const Keys& question_keys();
/// Of `[welsh]`.
[[nodiscard]] const Keys& welsh_keys();
/// Of `[theme]`.
[[nodiscard]] const Keys& theme_keys();

}  // namespace postbag::templates
