#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.h"
#include "templates/short_question.h"

namespace postbag::templates {

/// A text, and the language it is written in.
template <class Text>
struct InLanguage {
  Text text;
  Language language = Language::english;
};

/// What readers of each language are given; in the order of kLanguages.
template <class Text>
using ForReaders = std::array<InLanguage<Text>, kLanguages.size()>;

/// What readers get of a text that is in English, and in Welsh where `welsh` is not empty.
template <class Text>
[[nodiscard]] ForReaders<Text> for_readers(Text english, Text welsh) {
  if (welsh.empty()) return {{{english, Language::english}, {english, Language::english}}};
  return {{{std::move(english), Language::english}, {std::move(welsh), Language::welsh}}};
}

/// What a campaign says in its own words to the readers of one language. Where it has no text in
/// that language, its English one stands there, and says so.
struct CampaignTexts {
  InLanguage<std::string> title;
  /// Short; what supporters read first.
  InLanguage<std::string> summary;
  /// What the MP is asked to do, in one sentence; may be empty.
  InLanguage<std::string> ask;
  InLanguage<std::string> organisation;
  /// What the supporter ticks to hear from the organisation; empty when they are not asked.
  InLanguage<std::string> consent;
  InLanguage<std::string> privacy_notice;
  /// What the theme's logo shows; empty when there is none.
  InLanguage<std::string> logo_alt;
  /// Questions that help the supporter to find their own words.
  InLanguage<std::vector<std::string>> story_prompts;
  /// For who has little energy; may be none.
  InLanguage<std::vector<ShortQuestion>> short_questions;
};

/// The names of those that are in English; empty ones are left out.
[[nodiscard]] std::vector<std::string_view> english_texts(const CampaignTexts& texts);

}  // namespace postbag::templates
