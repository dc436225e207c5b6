#include "server/http/widget_script.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/json_string.h"

namespace postbag::http {
namespace {

constexpr std::string_view kPlace = "POSTBAG_TEXTS";

/// Tables of the catalogue that the widget uses, in whole or all but whole.
constexpr std::array<std::string_view, 11> kTables{"campaign", "check_email", "choose", "details",
                                                   "error",    "explain",     "help",   "field",
                                                   "letter",   "preview",     "widget"};
/// What it uses of others: texts, and plurals in all their forms.
constexpr std::array<std::string_view, 9> kOthers{
    "home.reached", "home.title",   "page.by",        "page.error_prefix", "page.new_mp",
    "page.no_mp",   "page.problem", "page.see_reach", "try_again.button"};

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

Asset widget_script(std::string source, const templates::Wording& wording,
                    const templates::Pages& english, const templates::Pages& welsh) {
  const std::string json = R"({"en":)" + texts(wording.strings(Language::english), english) +
                           R"(,"cy":)" + texts(wording.strings(Language::welsh), welsh) + '}';
  if (const std::size_t place = source.find(kPlace); place != std::string::npos)
    source.replace(place, kPlace.size(), json);
  return packed(make_asset("text/javascript; charset=utf-8", std::move(source)));
}

}  // namespace postbag::http
