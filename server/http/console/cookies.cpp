#include "server/http/console/cookies.h"

#include <algorithm>

#include "base/text.h"

namespace postbag::http::console {
namespace {

bool over_https(const Service& service) {
  return service.settings.base_url.starts_with("https://");
}

std::string name_of(const Service& service, Cookie which) {
  return std::string{over_https(service) ? "__Host-" : ""} +
         (which == Cookie::session ? "postbag_staff" : "postbag_device");
}

}  // namespace

std::string_view cookie_of(const Service& service, const Request& request, Cookie which) {
  const std::string name = name_of(service, which);
  for (std::string_view rest = request.cookie; !rest.empty();) {
    const std::string_view pair = trimmed(rest.substr(0, rest.find(';')));
    rest.remove_prefix(std::min(rest.size(), std::min(rest.find(';'), rest.size()) + 1));
    if (pair.size() > name.size() && pair[name.size()] == '=' && pair.starts_with(name))
      return pair.substr(name.size() + 1);
  }
  return {};
}

void set_cookie(const Service& service, Response& response, Cookie which, std::string_view value) {
  std::string line =
      name_of(service, which) + '=' + std::string{value} + "; Path=/; HttpOnly; SameSite=Lax";
  if (over_https(service)) line += "; Secure";
  if (value.empty()) {
    line += "; Max-Age=0";
  } else if (which == Cookie::device) {
    line += "; Max-Age=" + std::to_string(staff::kDeviceKnown / std::chrono::seconds{1});
  }
  response.headers.emplace_back("Set-Cookie", std::move(line));
}

}  // namespace postbag::http::console
