#include "server/office/delivery.h"

namespace postbag::office {

std::string_view deed_of(campaign::StaffAction action) {
  using campaign::StaffAction;
  switch (action) {
    case StaffAction::retry:
      return "letter.retry";
    case StaffAction::hold:
      return "letter.hold";
    case StaffAction::release:
      return "letter.release";
    case StaffAction::resolve_sent:
      return "letter.resolve_sent";
    case StaffAction::resolve_failed:
      break;
  }
  return "letter.resolve_failed";
}

}  // namespace postbag::office
