#pragma once

#include <string>
#include <string_view>

#include "server/http/console/desk.h"
#include "server/office/delivery.h"

/// What pages about delivery share.
namespace postbag::http::console {

/// Of a select: all campaigns, and each, with `chosen` (a slug, or nothing) chosen.
[[nodiscard]] List campaign_options(const View& view, std::string_view chosen);

/// The hidden fields of a form that is about a list of letters.
void add_choice(Fields& page, const office::LetterChoice& choice);

/// A page of a list.
[[nodiscard]] Response show_letters(const View& view, const staff::SignedIn& who,
                                    const office::LetterChoice& choice, std::int64_t before,
                                    const std::string& notice);

}  // namespace postbag::http::console
