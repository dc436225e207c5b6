#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace postbag::http {

/// The pictures of the campaigns, each drawn when it is first asked for and again after a while:
/// however many ask, each is drawn at most once a minute. Thread-safe.
class SharePictures {
 public:
  explicit SharePictures(const Clock& clock) : clock_(clock) {}

  using Picture = std::shared_ptr<const std::string>;
  using Draw = std::function<Result<std::string>()>;

  static constexpr Duration kKept = std::chrono::minutes{1};

  /// The picture of that name. One is drawn at a time, and who asks for it meanwhile waits. What
  /// `draw` fails with is not kept; what it throws passes through.
  [[nodiscard]] Result<Picture> find(const std::string& name, const Draw& draw);

 private:
  struct Kept {
    Instant drawn_at;
    Picture picture;
  };

  const Clock& clock_;
  std::mutex mutex_;
  std::map<std::string, Kept> kept_;  ///< guarded by mutex_; names are campaigns' and languages'
};

}  // namespace postbag::http
