#include "server/office/made_up.h"

namespace postbag::office {
namespace {

constexpr std::string_view kMark = "made-up";

}  // namespace

void mark_as_made_up(OfficeStore& store, const staff::Actor& actor, Instant now) {
  // Marked already is as good.
  static_cast<void>(store.save(RecordKind::settings, kMark, kNew, R"({"made_up":true})",
                               {now, actor, "sandbox.filled", "a made-up year"}));
}

bool is_made_up(OfficeStore& store) {
  return store.find(RecordKind::settings, kMark).has_value();
}

}  // namespace postbag::office
