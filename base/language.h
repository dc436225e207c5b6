#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace postbag {

/// What pages, mails and the widget are written in.
enum class Language { english, welsh };

inline constexpr std::array kLanguages{Language::english, Language::welsh};

/// `en` or `cy` (BCP 47).
[[nodiscard]] std::string_view code_of(Language language);

/// The inverse of code_of(); nothing for any other text.
[[nodiscard]] std::optional<Language> parse_language(std::string_view code);

/// The language that a reader with this `Accept-Language` header wants most of those there are (RFC
/// 9110 section 12.5.4, basic filtering of RFC 4647 section 3.3.1): `cy-GB` asks for Welsh. English
/// for who asks for neither.
[[nodiscard]] Language preferred_language(std::string_view accept_language);

}  // namespace postbag
