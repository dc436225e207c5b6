#include "server/http/widget_script.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/json_string.h"
#include "base/text.h"

namespace postbag::http {
namespace {

constexpr std::string_view kPlace = "POSTBAG_TEXTS";

/// Tables of the catalogue that the widget uses, in whole or all but whole.
constexpr std::array<std::string_view, 12> kTables{"campaign", "check_email", "choose",  "closed",
                                                   "details",  "error",       "explain", "help",
                                                   "field",    "letter",      "preview", "widget"};
/// What it uses of others: texts, and plurals in all their forms.
constexpr std::array<std::string_view, 9> kOthers{
    "home.reached", "home.title",   "page.by",        "page.error_prefix", "page.new_mp",
    "page.no_mp",   "page.problem", "page.see_reach", "try_again.button"};

/// The source without what only its readers need: indents, and comments that have lines of their
/// own
/// (`// …`, `/** … */`). It never looks into a line, so that texts and patterns stay as they are.
std::string without_comments(std::string_view source) {
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

void append(std::string& json, std::string_view key, std::string_view text) {
  if (json.back() != '{') json += ',';
  append_json_string(json, key);
  json += ':';
  append_json_string(json, text);
}

void append_table(std::string& json, const templates::Strings& strings, std::string_view table) {
  for (const auto& [name, text] : strings.table(table))
    append(json, std::string{table} + '.' + name, text);
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

Asset widget_script(std::string_view source, const templates::Wording& wording,
                    const templates::Pages& english, const templates::Pages& welsh) {
  const std::string json = R"({"en":)" + texts(wording.strings(Language::english), english) +
                           R"(,"cy":)" + texts(wording.strings(Language::welsh), welsh) + '}';
  std::string script = without_comments(source);
  if (const std::size_t place = script.find(kPlace); place != std::string::npos)
    script.replace(place, kPlace.size(), json);
  return packed(make_asset("text/javascript; charset=utf-8", std::move(script)));
}

}  // namespace postbag::http
