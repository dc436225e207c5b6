#pragma once

#include "server/office/store.h"

/// A ledger with a made-up year in it (`postbag sandbox fill`) names real MPs: none of its letters
/// may ever leave the sandbox.
namespace postbag::office {

/// Says of a ledger, once and for good, that what it holds is made up. To be called before the
/// first letter is. Throws std::runtime_error when the database fails.
void mark_as_made_up(OfficeStore& store, const staff::Actor& actor, Instant now);

[[nodiscard]] bool is_made_up(OfficeStore& store);

}  // namespace postbag::office
