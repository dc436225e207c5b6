#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace postbag::staff {

/// What somebody may do in the console. Each may do what those before it may.
enum class Role {
  /// Sees campaigns and figures.
  viewer,
  /// Changes campaigns.
  editor,
  /// Manages the accounts of others, and sees who did what.
  admin
};

inline constexpr std::array kRoles{Role::viewer, Role::editor, Role::admin};

/// `viewer`, `editor`, `admin`: in the database and on the command line.
[[nodiscard]] std::string_view name_of(Role role);

/// The inverse; nothing for any other word.
[[nodiscard]] std::optional<Role> parse_role(std::string_view name);

}  // namespace postbag::staff
