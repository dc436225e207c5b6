#include "templates/campaign_parts.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"
#include "templates/campaign_keys.h"
#include "templates/logo.h"

namespace postbag::templates {
namespace {

constexpr std::string_view default_accent = "#1f5c7a";
constexpr std::string_view answer_place = "{answer}";
constexpr std::size_t most_questions = 6;
constexpr std::size_t longest_logo_alt = 120;
// A data: address is a third longer than its picture.
constexpr std::size_t longest_logo = largest_logo * 4 / 3 + 100;

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdef", 1) == text.npos;
}

/// `#rrggbb`, or `fallback` when there is none or it is none.
std::string read_colour(const TomlTable& table, std::string_view key, std::string_view fallback) {
  std::string colour = lower_case(table.line(key, Need::optional, 20));
  if (is_colour(colour)) return colour;
  if (!colour.empty())
    table.complain(key, "must be # and six hexadecimal digits, like \"#1f5c7a\"");
  return std::string(fallback);
}

/// A colour of the theme, and one that has to be told from it.
struct Pair {
  std::string_view key;
  std::string_view colour;
  std::string_view other_name;
  std::string_view other;
  double wanted;
  /// What needs that contrast.
  std::string_view what;
};

/// What two colours' contrast is, rounded down: 4.49 is not 4.5.
std::string shown(double ratio) {
  return fmt::format("{:.1f}", static_cast<int>(ratio * 10) / 10.0);
}

void check(const TomlTable& theme, const Pair& pair, int end) {
  const double ratio = contrast(pair.colour, pair.other);
  if (ratio >= pair.wanted) return;
  theme.complain(pair.key,
                 fmt::format("\"{}\" is too close to the {} \"{}\": their contrast is {} to 1, and "
                             "{} need {}. \"{}\" would do",
                             pair.colour, pair.other_name, pair.other, shown(ratio), pair.what,
                             shown(pair.wanted), moved(pair.colour, pair.other, end, pair.wanted)));
}

/// A background against all that is written on it, the hardest to read first, so that the colour
/// the message offers does for the rest.
void check_background(const TomlTable& table, std::string_view key, const std::string& background,
                      const PageColours& page, int end) {
  std::vector<std::pair<std::string_view, std::string_view>> inks{{"colour of hints", page.quiet},
                                                                  {"colour of errors", page.error},
                                                                  {"colour of text", page.ink}};
  std::stable_sort(inks.begin(), inks.end(), [&](const auto& a, const auto& b) {
    return contrast(moved(background, a.second, end, text_contrast), page.ink) >
           contrast(moved(background, b.second, end, text_contrast), page.ink);
  });
  for (const auto& [name, ink] : inks) {
    if (contrast(background, ink) >= text_contrast) continue;
    return check(table, {key, background, name, ink, text_contrast, "words"}, end);
  }
}

void read_logo(const TomlTable& table, Theme& theme, std::string& logo_alt) {
  const std::string logo = table.line("logo", Need::optional, longest_logo);
  logo_alt = table.line("logo_alt", Need::optional, longest_logo_alt);
  if (logo.empty()) return;
  if (logo_alt.empty())
    table.complain("logo_alt", "is missing: say what the logo shows, for who cannot see it");
  if (!logo.starts_with("data:")) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    if (logo.find_first_not_of(plain) != logo.npos || logo.starts_with('.'))
      table.complain("logo",
                     "must be the name of a file beside this one, of letters, digits, dots and "
                     "hyphens, like \"logo.svg\"");
    theme.logo_file = logo;
    return;
  }
  auto parsed = parse_data_address(logo);
  if (!parsed) return table.complain("logo", "is wrong: " + parsed.error().message);
  theme.logo = std::move(*parsed);
}

void read_font(const TomlTable& table, Theme& theme) {
  const std::string font = table.line("font", Need::optional, 40);
  const auto& names = font_names();
  if (!font.empty() && std::find(names.begin(), names.end(), font) == names.end())
    table.complain("font", "does not know \"" + font + "\"" + did_you_mean(font, names));
  theme.font = font_stack(font);
}

void read_theme_table(const TomlTable& table, Theme& theme, std::string& logo_alt) {
  theme.background = read_colour(table, "background", light_page.background);
  theme.background_dark = read_colour(table, "background_dark", dark_page.background);
  check_background(table, "background", theme.background, light_page, 255);
  check_background(table, "background_dark", theme.background_dark, dark_page, 0);
  theme.accent = read_colour(table, "accent", theme.accent);
  if (table.node("accent") != nullptr)
    check(table,
          {"accent", theme.accent, "background of the page", theme.background, control_contrast,
           "buttons"},
          0);
  theme.accent_dark = read_colour(table, "accent_dark", "");
  if (!theme.accent_dark.empty())
    check(table,
          {"accent_dark", theme.accent_dark, "background of the dark page", theme.background_dark,
           control_contrast, "buttons"},
          255);
  read_logo(table, theme, logo_alt);
  read_font(table, theme);
}

/// Reads a key of both tables in the same way: `read(table)`. `welsh` may be null.
template <class Read>
auto read_both(const TomlTable& campaign, const TomlTable* welsh, std::string_view key,
               const Read& read) {
  auto english = read(campaign);
  if (welsh == nullptr || welsh->node(key) == nullptr)
    return for_readers(std::move(english), decltype(english){});
  if (campaign.node(key) == nullptr)
    welsh->complain(key, "translates nothing: there is no " + std::string(key) + " in English");
  return for_readers(std::move(english), read(*welsh));
}

template <class Text>
void put(std::array<CampaignTexts, kLanguages.size()>& all, InLanguage<Text> CampaignTexts::*member,
         ForReaders<Text> texts) {
  for (std::size_t i = 0; i < all.size(); ++i)
    all.at(i).*member = std::move(texts.at(i));
}

ShortQuestion read_short_question(const TomlTable& table) {
  ShortQuestion question;
  question.question = table.line("question", Need::required, 120);
  question.sentence = table.line("sentence", Need::required, 200);
  question.choices = table.texts("choices", 80);
  const std::size_t at = question.sentence.find(answer_place);
  if (!question.sentence.empty() &&
      (at == std::string::npos ||
       question.sentence.find(answer_place, at + 1) != std::string::npos))
    table.complain("sentence", "must have {answer} in it, once");
  return question;
}

ForReaders<std::vector<ShortQuestion>> read_short_questions(const TomlTable& campaign) {
  std::array<std::vector<ShortQuestion>, kLanguages.size()> all;
  for (const toml::table* source : campaign.tables("short_question")) {
    const TomlTable table(*source, "short_question", question_keys(), campaign.report());
    all.at(static_cast<std::size_t>(read_language(table))).push_back(read_short_question(table));
  }
  auto& [english, welsh] = all;
  if (std::max(english.size(), welsh.size()) > most_questions)
    campaign.complain("short_question",
                      "is there too often; with more than six they are short no longer");
  if (english.empty() && !welsh.empty())
    campaign.complain("short_question", "is in Welsh only; write it in English, too");
  return for_readers(std::move(english), std::move(welsh));
}

std::optional<TomlTable> welsh_of(const TomlTable& campaign) {
  const toml::node* found = campaign.node("welsh");
  if (found == nullptr) return std::nullopt;
  if (const toml::table* table = found->as_table())
    return TomlTable(*table, "welsh", welsh_keys(), campaign.report());
  campaign.complain("welsh", "must be a table, as in [welsh]");
  return std::nullopt;
}

}  // namespace

Language read_language(const TomlTable& table) {
  const std::string code = table.line("language", Need::optional, 10);
  const auto language = parse_language(code);
  if (!language && !code.empty())
    table.complain("language", "does not know \"" + code + "\"; write \"en\" or \"cy\"");
  return language.value_or(Language::english);
}

CampaignTables::CampaignTables(const TomlTable& campaign)
    : campaign_(campaign), welsh_(welsh_of(campaign)) {}

ForReaders<std::string> CampaignTables::prose(std::string_view key, Need need,
                                              std::size_t maximum) const {
  return read_both(campaign_, welsh(), key,
                   [&](const TomlTable& table) { return table.prose(key, need, maximum); });
}

ForReaders<std::string> CampaignTables::line(std::string_view key, Need need,
                                             std::size_t maximum) const {
  return read_both(campaign_, welsh(), key,
                   [&](const TomlTable& table) { return table.line(key, need, maximum); });
}

ForReaders<std::string> CampaignTables::logo_alt(const std::string& english) const {
  if (welsh() == nullptr || welsh()->node("logo_alt") == nullptr)
    return for_readers(english, std::string());
  if (english.empty())
    welsh()->complain("logo_alt", "translates nothing: there is no theme.logo_alt in English");
  return for_readers(english, welsh()->line("logo_alt", Need::required, longest_logo_alt));
}

std::array<CampaignTexts, kLanguages.size()> CampaignTables::texts(
    const std::string& english_logo_alt) const {
  std::array<CampaignTexts, kLanguages.size()> all;
  put(all, &CampaignTexts::title, line("title", Need::required, 120));
  put(all, &CampaignTexts::summary, prose("summary", Need::required, 600));
  put(all, &CampaignTexts::ask, line("ask", Need::optional, 300));
  put(all, &CampaignTexts::organisation, line("organisation", Need::required, 120));
  put(all, &CampaignTexts::consent, line("consent", Need::optional, 300));
  put(all, &CampaignTexts::privacy_notice, prose("privacy_notice", Need::required, 5'000));
  put(all, &CampaignTexts::logo_alt, logo_alt(english_logo_alt));
  put(all, &CampaignTexts::story_prompts,
      read_both(campaign_, welsh(), "story_prompts",
                [](const TomlTable& table) { return table.texts("story_prompts", 200); }));
  put(all, &CampaignTexts::short_questions, read_short_questions(campaign_));
  return all;
}

Theme read_theme(const TomlTable& campaign, std::string& logo_alt) {
  Theme theme = theme_of(read_colour(campaign, "accent_colour", default_accent));
  const toml::node* found = campaign.node("theme");
  if (found == nullptr) return theme;
  if (!found->is_table()) {
    campaign.complain("theme", "must be a table, as in [theme]");
    return theme;
  }
  const TomlTable table(*found->as_table(), campaign.field("theme"), theme_keys(),
                        campaign.report());
  if (campaign.node("accent_colour") != nullptr && table.node("accent") != nullptr)
    table.complain("accent", "and accent_colour set the same colour; leave one out");
  read_theme_table(table, theme, logo_alt);
  derive(theme);
  return theme;
}

}  // namespace postbag::templates
