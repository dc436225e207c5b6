#include "server/http/pages/standing.h"

#include "base/time_text.h"

namespace postbag::http::pages {

Standing standing_of(const View& view, campaign::LetterState state, const std::string& mp_name,
                     const data::Constituency* seat) {
  const bool waits = state == campaign::LetterState::queued || state == campaign::LetterState::held;
  const bool dissolved = waits && view.service().correspondence.dissolved();
  const bool vacant = waits && seat != nullptr && seat->seat == data::Seat::vacant;
  const std::string key = "standing." + std::string{dissolved ? "dissolved"
                                                    : vacant  ? "vacant"
                                                              : campaign::name_of(state)};
  return {view.text(key), view.text(key + "_text", {{"mp", mp_name}})};
}

std::string leaves_text(const View& view, std::optional<Instant> leaves_at) {
  const Instant now = view.service().clock.now();
  if (!leaves_at || view.service().correspondence.dissolved()) return {};
  if (*leaves_at <= now) return view.text("leaves.now");
  const std::string time = london_time(*leaves_at);
  const std::string date = view.date(*leaves_at);
  if (date == view.date(now)) return view.text("leaves.today", {{"time", time}});
  return view.text("leaves.later", {{"time", time}, {"date", date}});
}

}  // namespace postbag::http::pages
