#include "templates/campaign_texts.h"

namespace postbag::templates {

std::vector<std::string_view> english_texts(const CampaignTexts& texts) {
  std::vector<std::string_view> names;
  const auto add = [&](std::string_view name, const auto& text) {
    if (!text.text.empty() && text.language == Language::english) names.push_back(name);
  };
  add("title", texts.title);
  add("summary", texts.summary);
  add("ask", texts.ask);
  add("organisation", texts.organisation);
  add("logo_alt", texts.logo_alt);
  add("story_prompts", texts.story_prompts);
  add("short_questions", texts.short_questions);
  add("consent", texts.consent);
  add("privacy_notice", texts.privacy_notice);
  return names;
}

}  // namespace postbag::templates
