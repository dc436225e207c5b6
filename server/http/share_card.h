#pragma once

#include <string>

#include "base/result.h"
#include "server/http/hex_map.h"

namespace postbag::http {

/// What stands on the picture that social networks show with a link. All texts are UTF-8; what is
/// too long is set smaller, then cut with an ellipsis.
struct ShareCard {
  std::string organisation;
  std::string title;
  /// The large number, `551`; empty while there is nothing to count.
  std::string figure;
  /// What it is the number of: `of 650 MPs reached`.
  std::string figure_text;
  /// `Write to your MP`.
  std::string call;
  /// Where, for who sees the picture without its link: `postbag.example.org`.
  std::string place;
  /// `#rrggbb`, to be read on white.
  std::string colour;
  HexMap map;

  static constexpr int kWidth = 1200;
  static constexpr int kHeight = 630;
};

/// The picture as a PNG of 1200 × 630 pixels, in some 30 ms of one core. Any number of threads.
/// Error: `no_font`.
[[nodiscard]] Result<std::string> draw(const ShareCard& card);

/// Whether there is a font with the letters that English and Welsh need. Error: `no_font`, which
/// says what to install.
[[nodiscard]] Result<void> check_fonts();

}  // namespace postbag::http
