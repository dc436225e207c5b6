#include "server/sandbox/chance.h"

namespace postbag::sandbox {

int Chance::below(int end) {
  // The library's distributions may differ from one to the next; a remainder does not, and the
  // error of one in 2^57 shows nowhere.
  return static_cast<int>(source_() % static_cast<unsigned>(end));
}

}  // namespace postbag::sandbox
