#include "base/result.h"

namespace postbag {

tl::unexpected<Error> fail(std::string code, std::string message, std::string field) {
  return tl::unexpected<Error>(Error{std::move(code), std::move(message), std::move(field)});
}

}  // namespace postbag
