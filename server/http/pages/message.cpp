#include "server/http/pages/message.h"

#include <algorithm>
#include <array>

#include "server/http/pages/layout.h"
#include "server/http/rate_limit.h"

namespace postbag::http::pages {
namespace {

/// Those that have words of their own for a person; what a programmer reads is the problem's title.
constexpr std::array kSpoken{403, 404, 410, 413, 429, 500, 503};

std::string key_of(int status) {
  const bool spoken = std::find(kSpoken.begin(), kSpoken.end(), status) != kSpoken.end();
  return "message." + (spoken ? std::to_string(status) : std::string{"other"});
}

}  // namespace

Response message(const View& view, const Message& message) {
  Fields fields = page_fields(view, message.heading, message.campaign);
  fields["heading"] = message.heading;
  fields["paragraphs"] = texts("paragraph", message.paragraphs);
  fields["own_link"] = message.own_link;
  fields["typed"] = message.typed;
  fields["link"] = message.link;
  fields["link_text"] = message.link_text;
  if (!message.switch_href.empty()) fields["switch_href"] = message.switch_href;
  // An address that leads nowhere is not repeated, in whatever language.
  if (message.status == 404) fields["switch_href"] = "";
  return show(view, message.status, "message.html", fields);
}

Response error(const View& view, int status, std::string detail) {
  const std::string key = key_of(status);
  Message page{status, view.text(key), {}, view.link("/"), view.text("page.see_all")};
  if (status == 413) {
    page.paragraphs = {view.text(key + "_1"), view.text(key + "_2")};
    page.link.clear();
  } else if (const std::string* own = view.strings().find(key + "_text");
             own != nullptr && (detail.empty() || status == 404)) {
    page.paragraphs = {*own};
  } else {
    page.paragraphs = {std::move(detail)};
  }
  return message(view, page);
}

Response unavailable(const View& view) {
  Response response = error(view, 503);
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

Response too_many(const View& view, Duration wait) {
  Response response = error(view, 429);
  response.headers.emplace_back("Retry-After", retry_after(wait));
  return response;
}

Response no_such_campaign(const View& view) {
  return message(view, {404,
                        view.text("campaign.unknown"),
                        {view.text("campaign.unknown_text")},
                        view.link("/"),
                        view.text("page.see_all")});
}

}  // namespace postbag::http::pages
