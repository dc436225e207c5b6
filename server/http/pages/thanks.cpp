#include "server/http/pages/thanks.h"

#include <algorithm>

#include "server/http/pages/layout.h"
#include "server/http/pages/share.h"
#include "server/http/pages/standing.h"

namespace postbag::http::pages {
namespace {

using campaign::Confirmation;
using campaign::PublicReach;

/// Of the letters to that MP, the public number: nothing where it is suppressed.
std::optional<std::int64_t> letters_to(const PublicReach& reach, const std::string& code) {
  const auto found =
      std::find_if(reach.constituencies.begin(), reach.constituencies.end(),
                   [&](const campaign::ReachConstituency& seat) { return seat.code == code; });
  return found == reach.constituencies.end() ? std::nullopt : found->letters;
}

std::string one_of_text(const View& view, const Confirmation& confirmation,
                        const PublicReach& reach) {
  if (confirmation.member == nullptr) return {};
  const std::string& mp = confirmation.member->name;
  const auto letters = letters_to(reach, confirmation.constituency->code);
  return letters ? view.count("thanks.one_of", *letters, {{"mp", mp}})
                 : view.text("thanks.first", {{"mp", mp}});
}

std::string reach_text(const View& view, const PublicReach& reach) {
  return view.text(reach.mps_reached == 0 ? "thanks.none_reached" : "thanks.reach",
                   {{"reached", grouped(reach.mps_reached)}, {"total", grouped(reach.mps_total)}});
}

}  // namespace

Response thank(const View& view, const Confirmation& confirmation, const std::string& switch_href) {
  const auto* const campaign = confirmation.campaign.get();
  const campaign::LetterState state = confirmation.status.state;
  const std::string mp =
      confirmation.member != nullptr ? confirmation.member->name : view.text("page.your_mp");
  const Standing standing = standing_of(view, state, mp, confirmation.constituency);
  Fields fields = page_fields(view, standing.heading, campaign);
  fields["switch_href"] = switch_href;
  fields["heading"] = standing.heading;
  fields["lead"] = state == campaign::LetterState::queued ? view.text("thanks.lead", {{"mp", mp}})
                                                          : standing.text;
  fields["leaves"] = leaves_text(view, confirmation.leaves_at);
  fields["me_href"] = view.link(confirmation.own_letters_path);
  fields["one_of"] = "";
  fields["reach_text"] = "";
  fields["reach_href"] = "";
  fields["has_reach"] = false;
  fields["share_links"] = List{};
  fields["share_copy"] = "";
  if (campaign != nullptr) {
    const PublicReach reach = view.service().correspondence.reach(*campaign);
    fields["one_of"] = one_of_text(view, confirmation, reach);
    fields["reach_text"] = reach_text(view, reach);
    fields["has_reach"] = reach.mps_reached > 0;
    fields["reach_href"] = view.link(campaign_path(*campaign) + "/reach");
    add_share_links(fields, view, *campaign);
  }
  return show(view, 200, "thanks.html", fields);
}

}  // namespace postbag::http::pages
