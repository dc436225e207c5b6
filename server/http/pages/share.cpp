#include "server/http/pages/share.h"

#include "server/http/share_links.h"

namespace postbag::http::pages {

void add_share_card(Fields& page, const View& view, const campaign::Campaign& campaign,
                    const campaign::PublicReach& reach, std::string_view part) {
  const auto& words = view.texts(campaign);
  const std::string address = view.service().settings.base_url + campaign_path(campaign);
  page["share_title"] = words.title.text;
  page["share_text"] = words.summary.text;
  page["share_address"] = view.link(address + std::string{part});
  page["share_picture"] = address + "/reach.png?lang=" + std::string{code_of(view.language())} +
                          "&reached=" + std::to_string(reach.mps_reached);
  page["share_alt"] = view.text("share.alt", {{"title", words.title.text},
                                              {"reached", grouped(reach.mps_reached)},
                                              {"total", grouped(reach.mps_total)}});
}

void add_share_links(Fields& page, const View& view, const campaign::Campaign& campaign) {
  const Shared shared{view.service().settings.base_url + campaign_path(campaign),
                      view.language() == Language::welsh ? "&lang=cy" : "",
                      view.text("share.sentence", {{"title", view.texts(campaign).title.text}})};
  List links;
  for (const ShareLink& link : share_links(shared))
    links.emplace_back(
        Fields{{"share_href", link.href},
               {"share_name", link.name.empty() ? view.text("share.email") : link.name}});
  page["share_links"] = std::move(links);
  page["share_copy"] = address_to_copy(shared);
}

}  // namespace postbag::http::pages
