#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "server/http/exchange.h"
#include "server/http/service.h"
#include "templates/strings.h"

namespace postbag::http::pages {

/// The service as one reader sees it: in the language that the address asks for (`?lang=cy`), else
/// in the one that the browser prefers.
class View {
 public:
  View(const Service& service, const Request& request);
  /// Of a page that is there in one language only.
  View(const Service& service, Language language);

  [[nodiscard]] const Service& service() const { return service_; }
  [[nodiscard]] Language language() const { return strings_.language(); }
  [[nodiscard]] const templates::Strings& strings() const { return strings_; }

  /// As those of templates::Strings.
  [[nodiscard]] std::string text(std::string_view key,
                                 templates::Strings::Placeholders values = {}) const {
    return strings_.text(key, values);
  }
  [[nodiscard]] std::string count(std::string_view key, std::int64_t n,
                                  templates::Strings::Placeholders values = {}) const {
    return strings_.count(key, n, values);
  }
  /// `22 November 2026`.
  [[nodiscard]] std::string date(Instant instant) const;
  /// What an error says to a person. Texts that only a campaign has stay as they are.
  [[nodiscard]] std::string text(const Error& error) const;

  /// What the campaign says to readers of this language.
  [[nodiscard]] const templates::CampaignTexts& texts(const campaign::Campaign& campaign) const;
  /// The `lang` that a text of this language needs here: `en-GB`; empty for the page's own.
  [[nodiscard]] std::string lang(Language language) const;
  /// That of text(error).
  [[nodiscard]] std::string lang(const Error& error) const;

  /// `seat`'s name, in Welsh where it has one and the reader wants it.
  [[nodiscard]] std::string name_of(const data::Constituency& seat) const;
  [[nodiscard]] std::string name_of(data::Nation nation) const;
  /// `Baggy Shanker, Labour`, or that there is none.
  [[nodiscard]] std::string mp_of(const data::Constituency& seat) const;

  /// `12 MPs reached so far.`
  [[nodiscard]] std::string reached_text(int mps_reached) const;

  /// The same address, leading to pages in the same language.
  [[nodiscard]] std::string link(const std::string& path) const { return path + query_; }
  /// `?lang=cy` where the reader chose a language, else nothing.
  [[nodiscard]] const std::string& query() const { return query_; }
  /// This page in the other language; empty where it was not asked for by a GET.
  [[nodiscard]] const std::string& switched() const { return switched_; }
  /// The page at `path` in the other language.
  [[nodiscard]] std::string switched(std::string_view path) const;
  [[nodiscard]] Language other() const;

 private:
  /// The catalogue's text for an error; null where there is none.
  [[nodiscard]] const std::string* find_text(const Error& error) const;

  const Service& service_;
  const templates::Strings& strings_;
  std::string query_;
  std::string switched_;
};

}  // namespace postbag::http::pages
