#include "mailer/queue.h"

namespace postbag::mailer {

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::accepted:
      return "accepted";
    case Outcome::deferred:
      return "deferred";
    case Outcome::rejected:
      return "rejected";
    case Outcome::unknown:
      break;
  }
  return "unknown";
}

}  // namespace postbag::mailer
