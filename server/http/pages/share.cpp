#include "server/http/pages/share.h"

#include "server/http/share_links.h"

namespace postbag::http::pages {

void add_share_card(Fields& page, const View& view, const campaign::Campaign& campaign,
                    const campaign::PublicReach& reach, std::string_view part) {
  const auto& file = campaign.file;
  const std::string address = view.service().settings.base_url + campaign_path(campaign);
  page["share_title"] = file.title;
  page["share_text"] = file.summary;
  page["share_address"] = view.link(address + std::string{part});
  page["share_picture"] = address + "/reach.png?lang=" + std::string{code_of(view.language())} +
                          "&reached=" + std::to_string(reach.mps_reached);
  page["share_alt"] = view.text("share.alt", {{"title", file.title},
                                              {"reached", grouped(reach.mps_reached)},
                                              {"total", grouped(reach.mps_total)}});
}

void add_share_links(Fields& page, const View& view, const campaign::Campaign& campaign) {
  const Shared shared{view.service().settings.base_url + campaign_path(campaign),
                      view.language() == Language::welsh ? "&lang=cy" : "",
                      view.text("share.sentence", {{"title", campaign.file.title}})};
  List links;
  for (const ShareLink& link : share_links(shared))
    links.emplace_back(
        Fields{{"share_href", link.href},
               {"share_name", link.name.empty() ? view.text("share.email") : link.name}});
  page["share_links"] = std::move(links);
  page["share_copy"] = address_to_copy(shared);
}

}  // namespace postbag::http::pages
