#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace postbag::office {

/// What a record is of. The words are the database's.
enum class RecordKind {
  /// Its id is the slug, its body the TOML file: every version that was ever saved, drafts too.
  campaign,
  engagement,
  /// A line of a campaign's timeline.
  decision,
  /// A dissolution, or a vacant seat.
  parliament,
  /// Of a Member, mended by staff; its id is the Member's.
  address,
  /// A group of MPs that staff put together.
  group,
  settings
};

[[nodiscard]] std::string_view name_of(RecordKind kind);

/// One version of something that staff wrote.
struct Record {
  std::string id;
  /// Counted from 1.
  std::int64_t version = 0;
  Instant at;
  /// The address of who saved it, or `command line`.
  std::string author;
  /// JSON, but for a campaign's. Empty: it was removed.
  std::string body;

  [[nodiscard]] bool removed() const { return body.empty(); }
};

/// The version of what is not there yet: to be given when something is saved for the first time.
inline constexpr std::int64_t kNew = 0;

/// The error `edited_meanwhile`: somebody else saved it since the version that was changed.
[[nodiscard]] Error edited_meanwhile();

}  // namespace postbag::office
