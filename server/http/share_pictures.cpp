#include "server/http/share_pictures.h"

namespace postbag::http {

Result<SharePictures::Picture> SharePictures::find(const std::string& name, const Draw& draw) {
  const std::lock_guard lock{mutex_};
  Kept& kept = kept_[name];
  if (kept.picture && clock_.now() - kept.drawn_at < kKept) return kept.picture;
  auto drawn = draw();
  if (!drawn) return tl::unexpected(std::move(drawn.error()));
  kept = {clock_.now(), std::make_shared<const std::string>(std::move(*drawn))};
  return kept.picture;
}

}  // namespace postbag::http
