#include "server/store/schema.h"

namespace postbag::store {

// Both dialects read it. Which secret stands in for addresses is kept as a digest, in one row. A
// letter that nobody came for in time fails; and staff find at once the letters of a campaign and
// those that few others stand with, however many were sent.
const char* const kSecond = R"sql(
CREATE TABLE installations (id BIGINT PRIMARY KEY, secret_digest TEXT NOT NULL);
INSERT INTO transitions VALUES (1, 5);
DROP INDEX letters_in_trouble;
CREATE INDEX letters_for_staff ON letters (state, id) WHERE state IN (4, 5, 6, 7, 8, 9);
CREATE INDEX letters_by_campaign ON letters (campaign_id, id);
)sql";

}  // namespace postbag::store
