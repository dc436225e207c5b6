#pragma once

#include <filesystem>
#include <memory>

#include "base/clock.h"
#include "mailer/transport.h"

namespace postbag::mailer {

/// The sandbox's transport: every message becomes a file of its own in `folder`, written whole or
/// not at all, and durable before it counts as accepted. The folder is made when it is missing,
/// readable by its owner only.
///
/// Names sort by the time of sending and hold nothing personal: `20261122T093000123Z-TOKEN.eml`,
/// where TOKEN is the Message-ID before its `@`. A name that begins with a dot is a message still
/// being written, or one that a crash cut short: readers must pass over it.
///
/// `clock` must outlive the transport.
[[nodiscard]] std::unique_ptr<Transport> make_folder_transport(std::filesystem::path folder,
                                                               const Clock& clock);

}  // namespace postbag::mailer
