#include "templates/campaign_keys.h"

namespace postbag::templates {

const Keys& campaign_keys() {
  static const Keys keys = {
      "slug",           "title",           "summary",          "ask",           "organisation",
      "target",         "opens",           "closes",           "accent_colour", "consent",
      "privacy_notice", "allowed_origins", "address_required", "story_prompts", "letter",
      "exclusion",      "unmatched",       "short_question",   "theme",         "welsh"};
  return keys;
}

const Keys& filter_keys() {
  static const Keys keys = {"party",     "nation",     "region",     "office",
                            "not_party", "not_nation", "not_region", "not_office"};
  return keys;
}

const Keys& letter_keys() {
  static const Keys keys = {"filter", "language", "subjects", "body"};
  return keys;
}

const Keys& exclusion_keys() {
  static const Keys keys = {"filter", "explanation", "explanation_welsh"};
  return keys;
}

const Keys& question_keys() {
  static const Keys keys = {"language", "question", "sentence", "choices"};
  return keys;
}

const Keys& welsh_keys() {
  static const Keys keys = {"title",        "summary",       "ask",
                            "organisation", "consent",       "privacy_notice",
                            "logo_alt",     "story_prompts", "unmatched"};
  return keys;
}

const Keys& theme_keys() {
  static const Keys keys = {"accent", "accent_dark", "background", "background_dark",
                            "logo",   "logo_alt",    "font"};
  return keys;
}

}  // namespace postbag::templates
