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
  if (reach.mps_reached == 0) return {};
  return view.text("thanks.reach",
                   {{"reached", grouped(reach.mps_reached)}, {"total", grouped(reach.mps_total)}});
}

}  // namespace

Response thank(const View& view, const Confirmation& confirmation) {
  const auto* const campaign = confirmation.campaign.get();
  Fields fields = page_fields(view, view.text("thanks.title"), campaign);
  fields["mp_name"] =
      confirmation.member != nullptr ? confirmation.member->name : view.text("page.your_mp");
  fields["leaves"] =
      confirmation.leaves_at ? leaves_text(view, *confirmation.leaves_at) : std::string{};
  fields["me_href"] = view.link(confirmation.own_letters_path);
  fields["one_of"] = "";
  fields["reach_text"] = "";
  fields["reach_href"] = "";
  fields["share_links"] = List{};
  fields["share_copy"] = "";
  if (campaign != nullptr) {
    const PublicReach reach = view.service().correspondence.reach(*campaign);
    fields["one_of"] = one_of_text(view, confirmation, reach);
    fields["reach_text"] = reach_text(view, reach);
    fields["reach_href"] = view.link(campaign_path(*campaign) + "/reach");
    add_share_links(fields, view, *campaign);
  }
  return show(view, 200, "thanks.html", fields);
}

}  // namespace postbag::http::pages
