#include "server/office/record.h"

#include <array>

namespace postbag::office {

std::string_view name_of(RecordKind kind) {
  constexpr std::array<std::string_view, 7> names{
      "campaign", "engagement", "decision", "parliament", "address", "group", "settings"};
  return names.at(static_cast<std::size_t>(kind));
}

Error edited_meanwhile() {
  return {"edited_meanwhile",
          "Somebody else saved this while you were writing. Nothing of yours is lost: compare it "
          "with theirs, and save again.",
          ""};
}

}  // namespace postbag::office
