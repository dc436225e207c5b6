#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "server/office/members.h"
#include "server/office/mp_group.h"

namespace postbag::office {

/// A group of people that staff put together, such as a committee: no data set has those. A record
/// of kind `group` keeps it as JSON.
struct SavedGroup {
  std::string name;
  /// They stay in it when they change seat or leave the Commons.
  std::vector<MetMember> members;

  [[nodiscard]] MpGroup mps() const;
};

/// How long its name may be, in bytes.
inline constexpr std::size_t kLongestGroupName = 100;

/// What somebody typed: a name, and Members on lines of their own as Members::find_all() reads
/// them. Every mistake at once: `empty_name` and `long_name` of the field `name`; `empty_group`
/// and those of find_all() of the field `lines`.
[[nodiscard]] Checked<SavedGroup> parse_group(std::string_view name, std::string_view lines,
                                              const Members& members);

/// Its members as lines that parse_group() reads.
[[nodiscard]] std::string lines_of(const SavedGroup& group);

/// As the record keeps it.
[[nodiscard]] std::string body_of(const SavedGroup& group);
/// The inverse. Throws std::runtime_error for what body_of() never wrote.
[[nodiscard]] SavedGroup group_of(std::string_view body);

/// An id for a record from a name, `work-and-pensions-committee`; never empty.
[[nodiscard]] std::string id_from_name(std::string_view name);

}  // namespace postbag::office
