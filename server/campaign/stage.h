#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace postbag::campaign {

/// What staff have decided about a campaign that supporters see; its dates say the rest.
enum class Stage {
  /// Takes letters between its dates.
  live,
  /// Takes none until staff let it go on.
  paused,
  /// Takes none any more.
  ended
};

inline constexpr std::array kStages{Stage::live, Stage::paused, Stage::ended};

/// `live`, `paused`, `ended`: in the database.
[[nodiscard]] std::string_view name_of(Stage stage);

/// The inverse; nothing for any other word.
[[nodiscard]] std::optional<Stage> parse_stage(std::string_view name);

}  // namespace postbag::campaign
