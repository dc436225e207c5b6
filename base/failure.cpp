#include "base/failure.h"

#include <typeinfo>

#include <boost/core/demangle.hpp>

namespace postbag {

std::string failure_name(const std::exception& failure) {
  std::string name = boost::core::demangle(typeid(failure).name());
  const auto* coded = dynamic_cast<const CodedFailure*>(&failure);
  if (coded != nullptr && !coded->code().empty()) name += ' ' + coded->code();
  return name;
}

}  // namespace postbag
