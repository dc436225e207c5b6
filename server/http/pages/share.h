#pragma once

#include <string_view>

#include "server/http/pages/layout.h"

namespace postbag::http::pages {

/// What social networks read of a page of the campaign: the tags in partials/header.html. `part` is
/// the page's path after the campaign's, `` or `/reach`. The number of MPs reached stands in the
/// picture's address, because networks keep a picture for as long as its address stays the same.
void add_share_card(Fields& page, const View& view, const campaign::Campaign& campaign,
                    const campaign::PublicReach& reach, std::string_view part);

/// What thanks.html shows for telling others of the campaign.
void add_share_links(Fields& page, const View& view, const campaign::Campaign& campaign);

}  // namespace postbag::http::pages
