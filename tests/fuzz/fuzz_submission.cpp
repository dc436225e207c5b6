// Started by tools/fuzz.

#include <cstddef>
#include <cstdint>

#include "tests/fuzz/check_submission.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  postbag::testing::check_submission({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
