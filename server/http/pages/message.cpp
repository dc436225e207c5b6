#include "server/http/pages/message.h"

#include "server/http/pages/layout.h"

namespace postbag::http::pages {
namespace {

/// What a person reads; what a programmer reads is the problem's title.
std::string_view heading_of(int status) {
  switch (status) {
    case 403:
      return "We could not take that form";
    case 404:
      return "We cannot find that page";
    case 410:
      return "This has closed";
    case 413:
      return "That was too much to take in";
    case 429:
      return "Please wait a moment";
    case 500:
      return "Something went wrong on our side";
    case 503:
      return "We cannot do that just now";
    default:
      return "We could not understand that";
  }
}

}  // namespace

Response message(const Service& service, const Message& message) {
  Fields fields = page_fields(service, message.heading, message.campaign);
  fields["heading"] = message.heading;
  fields["paragraphs"] = texts("paragraph", message.paragraphs);
  fields["link"] = message.link;
  fields["link_text"] = message.link_text;
  return show(service, message.status, "message.html", fields);
}

Response error(const Service& service, int status, std::string_view detail) {
  Message page{
      status, std::string{heading_of(status)}, {std::string{detail}}, "/", "See all campaigns"};
  if (status == 404)
    page.paragraphs = {"The address may have a slip in it, or the page may have moved."};
  if (status == 413) {
    page.paragraphs = {"Nothing has been sent, and nothing is lost.",
                       "Go back in your browser: all you typed is still there. Make it shorter, "
                       "then press the button again."};
    page.link.clear();
  }
  return message(service, page);
}

Response unavailable(const Service& service) {
  Response response =
      error(service, 503, "Nothing was stored or sent. Please try again in a few minutes.");
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

Response too_many(const Service& service, Duration wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  Response response = error(
      service, 429, "A great many requests came from your connection. Please try again shortly.");
  response.headers.emplace_back("Retry-After", std::to_string(std::max<std::int64_t>(1, seconds)));
  return response;
}

Response no_such_campaign(const Service& service) {
  return message(service, {404,
                           "We cannot find that campaign",
                           {"The address may have a slip in it, or the campaign may be over."},
                           "/",
                           "See all campaigns"});
}

}  // namespace postbag::http::pages
