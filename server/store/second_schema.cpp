#include "server/store/schema.h"

namespace postbag::store {

// Both dialects read it. A letter that nobody came for in time fails; and staff find the letters
// that may need a person at once, however many were sent.
const char* const kSecond = R"sql(
INSERT INTO transitions VALUES (1, 5);
CREATE INDEX letters_for_staff ON letters (state, id) WHERE state IN (4, 5, 6, 7);
)sql";

}  // namespace postbag::store
