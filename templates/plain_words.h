#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postbag::templates {

/// The words of a text in the form in which they are compared: ASCII letters in lower case and
/// digits. Accents, apostrophes and what cannot be seen are taken out; everything else parts words.
/// `Don’t, dŵr` is `dont`, `dwr`. Bytes that are no Latin letter part words too.
[[nodiscard]] std::vector<std::string> plain_words(std::string_view text);

/// The word with letters that stand twice written once: `kill` is `kil`.
[[nodiscard]] std::string without_doubles(std::string_view word);

}  // namespace postbag::templates
