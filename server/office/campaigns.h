#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "templates/campaign_file.h"

namespace postbag::office {

/// What keeps a version of the campaign `slug` from being shown to supporters now, in the order of
/// the file: what parse_campaign() refuses, what nobody has written yet, letters that do not say
/// to whom or from whom they are or say nothing, another slug, a last day that is over. None when
/// nothing does.
[[nodiscard]] std::vector<templates::Mistake> obstacles(std::string_view toml,
                                                        std::string_view slug, Instant now);

}  // namespace postbag::office
