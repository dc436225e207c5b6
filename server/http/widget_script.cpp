#include "server/http/widget_script.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/json_string.h"
#include "base/text.h"

namespace postbag::http {
namespace {

constexpr std::string_view kTexts = "POSTBAG_TEXTS";
constexpr std::string_view kStyle = "POSTBAG_STYLE";

/// In the order in which they run: the last one makes the element known.
constexpr std::array<std::string_view, 11> kParts{
    "words.js",   "elements.js",   "service.js", "draft.js",   "fields.js", "help.js",
    "actions.js", "view_parts.js", "views.js",   "journey.js", "element.js"};

/// Tables of the catalogue that the widget uses, in whole or all but whole.
constexpr std::array<std::string_view, 12> kTables{"campaign", "check_email", "choose",  "closed",
                                                   "details",  "error",       "explain", "help",
                                                   "field",    "letter",      "preview", "widget"};
/// What it does not use of them: others say it, the service itself does, or it cannot happen there.
constexpr auto kUnused = std::to_array<std::string_view>({"campaign.unknown",
                                                          "campaign.unknown_text",
                                                          "check_email.sandbox",
                                                          "choose.title",
                                                          "error.closed_campaign",
                                                          "error.code_is_on",
                                                          "error.disabled_user",
                                                          "error.known_user",
                                                          "error.last_admin",
                                                          "error.long_password",
                                                          "error.malformed_source",
                                                          "error.old_ticket",
                                                          "error.paused_campaign",
                                                          "error.short_password",
                                                          "error.too_many_attempts",
                                                          "error.unknown_campaign",
                                                          "error.unknown_language",
                                                          "error.unknown_token",
                                                          "error.unknown_user",
                                                          "error.unopened_campaign",
                                                          "error.weak_password",
                                                          "error.wrong_code",
                                                          "error.wrong_credentials",
                                                          "error.wrong_password",
                                                          "help.emergency",
                                                          "help.nhs",
                                                          "help.samaritans",
                                                          "help.shout",
                                                          "letter.and",
                                                          "letter.earlier_subject",
                                                          "letter.greeting",
                                                          "letter.on_behalf_sentence",
                                                          "letter.title"});
/// What it uses of others: texts, and plurals in all their forms.
constexpr std::array<std::string_view, 9> kOthers{
    "home.reached", "home.title",   "page.by",        "page.error_prefix", "page.new_mp",
    "page.no_mp",   "page.problem", "page.see_reach", "try_again.button"};

/// A script without what only its readers need: indents, and comments that have lines of their own
/// (`// …`, `/** … */`). It never looks into a line, so that texts and patterns stay as they are.
std::string packed_script(std::string_view source) {
  std::string code;
  code.reserve(source.size());
  bool in_comment = false;
  while (!source.empty()) {
    std::string_view line = source.substr(0, source.find('\n'));
    source.remove_prefix(std::min(source.size(), line.size() + 1));
    line = trimmed(line);
    in_comment = in_comment || line.starts_with("/**");
    if (!in_comment && !line.starts_with("//") && !line.empty()) code.append(line).append("\n");
    if (line.ends_with("*/")) in_comment = false;
  }
  return code;
}

/// A style sheet without comments and indents, on one line.
std::string packed_style(std::string_view source) {
  std::string style;
  style.reserve(source.size());
  for (std::size_t at = 0; at < source.size(); ++at) {
    if (source.substr(at).starts_with("/*"))
      at = std::min(source.find("*/", at + 2), source.size() - 2) + 1;
    else if (const bool space = source[at] == ' ' || source[at] == '\n'; !space)
      style += source[at];
    else if (!style.empty() && style.back() != ' ')
      style += ' ';
  }
  return style;
}

void put(std::string& script, std::string_view place, std::string_view text) {
  if (const std::size_t at = script.find(place); at != std::string::npos)
    script.replace(at, place.size(), text);
}

void append(std::string& json, std::string_view key, std::string_view text) {
  if (json.back() != '{') json += ',';
  append_json_string(json, key);
  json += ':';
  append_json_string(json, text);
}

void append_table(std::string& json, const templates::Strings& strings, std::string_view table) {
  for (const auto& [name, text] : strings.table(table)) {
    const std::string key = std::string{table} + '.' + name;
    if (std::find(kUnused.begin(), kUnused.end(), key) == kUnused.end()) append(json, key, text);
  }
}

std::string texts(const templates::Strings& strings, const templates::Pages& pages) {
  std::string json = "{";
  append(json, "help", pages.render("widget-help.html", templates::Value::Object{}));
  for (const std::string_view table : kTables)
    append_table(json, strings, table);
  for (const std::string_view other : kOthers) {
    if (const std::string* const text = strings.find(other))
      append(json, other, *text);
    else
      append_table(json, strings, other);
  }
  return json + '}';
}

}  // namespace

Result<std::string> widget_source(const std::filesystem::path& folder) {
  std::string source = "(() => {\n'use strict';\n";
  for (const std::string_view part : kParts) {
    const auto script = read_asset_file(folder / part);
    if (!script) return tl::unexpected(script.error());
    source += packed_script(*script);
  }
  const auto style = read_asset_file(folder / "widget.css");
  if (!style) return tl::unexpected(style.error());
  std::string text;
  append_json_string(text, packed_style(*style));
  put(source, kStyle, text);
  return source + "})();\n";
}

Asset widget_script(std::string_view source, const templates::Wording& wording,
                    const templates::Pages& english, const templates::Pages& welsh) {
  const std::string json = R"({"en":)" + texts(wording.strings(Language::english), english) +
                           R"(,"cy":)" + texts(wording.strings(Language::welsh), welsh) + '}';
  std::string script{source};
  put(script, kTexts, json);
  return packed(make_asset("text/javascript; charset=utf-8", std::move(script)));
}

}  // namespace postbag::http
