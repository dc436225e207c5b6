#include "server/staff/role.h"

#include <algorithm>

namespace postbag::staff {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::viewer:
      return "viewer";
    case Role::editor:
      return "editor";
    default:
      return "admin";
  }
}

std::optional<Role> parse_role(std::string_view name) {
  const auto* const found =
      std::find_if(kRoles.begin(), kRoles.end(), [&](Role role) { return name_of(role) == name; });
  if (found == kRoles.end()) return std::nullopt;
  return *found;
}

}  // namespace postbag::staff
