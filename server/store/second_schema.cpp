#include "server/store/schema.h"

namespace postbag::store {

// Both dialects read it. Which secret stands in for addresses is kept as a digest, in one row. A
// letter that nobody came for in time fails; and staff find the letters that may need a person at
// once, however many were sent.
const char* const kSecond = R"sql(
CREATE TABLE installations (id BIGINT PRIMARY KEY, secret_digest TEXT NOT NULL);
INSERT INTO transitions VALUES (1, 5);
CREATE INDEX letters_for_staff ON letters (state, id) WHERE state IN (4, 5, 6, 7);
)sql";

}  // namespace postbag::store
