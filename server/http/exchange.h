#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/language.h"

namespace postbag::http {

using NamedTexts = std::map<std::string, std::string, std::less<>>;

/// One request, whole. Every text is as the client sent it: of unknown quality.
struct Request {
  /// `GET` also stands for HEAD.
  std::string method;
  /// Percent-encoded as it came, without the query.
  std::string path;
  /// Decoded; of repeated names the first.
  NamedTexts query;
  /// What the route's `{name}`s matched, decoded.
  NamedTexts parameters;
  /// The fields of a form, where the body is one; of repeated names the first.
  NamedTexts form;
  std::string body;
  std::string content_type;
  std::string origin;
  std::string fetch_site;
  std::string fetch_mode;
  std::string host;
  std::string idempotency_key;
  std::string requested_method;
  std::string if_none_match;
  std::string accept_language;
  /// RFC 6265 section 4.2.
  std::string cookie;
  /// From Accept-Encoding.
  bool accepts_gzip = false;
  std::string forwarded_for;
  /// The address of whose request it is: what limits are counted by. Never logged.
  std::string client;
  /// Ours, for logs and for people who ask about an error.
  std::string id;

  /// Empty when the form has no such field.
  [[nodiscard]] std::string_view field(std::string_view name) const;
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  /// The language that its address asks for: `?lang=cy`.
  [[nodiscard]] std::optional<Language> chosen_language() const;
  /// That, else the one that the browser prefers.
  [[nodiscard]] Language language() const;
};

struct Response {
  int status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{};
  /// Header lines that many answers share, each ended by CRLF; literals.
  std::string_view standing_headers{};
};

/// Percent-decodes; false when a sequence is broken or gives a NUL.
[[nodiscard]] bool percent_decode(std::string_view encoded, std::string& decoded);

/// `name=value&…`, as after a `?` (application/x-www-form-urlencoded). What cannot be decoded is
/// left out.
[[nodiscard]] NamedTexts parse_query(std::string_view query);

}  // namespace postbag::http
