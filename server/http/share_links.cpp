#include "server/http/share_links.h"

#include <array>

#include <fmt/format.h>

namespace postbag::http {
namespace {

/// `{text}` and `{address}` stand for the sentence and the page's address, encoded.
struct Service {
  std::string_view name;
  std::string_view source;
  std::string_view pattern;
};

// Each service's own address for sharing, as its documentation gives it.
constexpr std::array kServices{
    Service{"WhatsApp", "share-whatsapp", "https://wa.me/?text={text}%20{address}"},
    Service{"Facebook", "share-facebook", "https://www.facebook.com/sharer/sharer.php?u={address}"},
    Service{"Bluesky", "share-bluesky", "https://bsky.app/intent/compose?text={text}%20{address}"},
    Service{"X", "share-x", "https://x.com/intent/post?text={text}&url={address}"},
    Service{"LinkedIn", "share-linkedin",
            "https://www.linkedin.com/sharing/share-offsite/?url={address}"},
    // A line end in a mailto's body is CRLF (RFC 6068, section 5).
    Service{"", "share-email", "mailto:?subject={text}&body={text}%0D%0A%0D%0A{address}"},
};

std::string with_source(const Shared& shared, std::string_view source) {
  return shared.address + "?source=" + std::string{source} + shared.more;
}

}  // namespace

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kOthers = "-._~";
  std::string encoded;
  encoded.reserve(text.size() * 2);
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       kOthers.find(c) != std::string_view::npos;
    if (plain)
      encoded += c;
    else
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

std::vector<ShareLink> share_links(const Shared& shared) {
  const std::string text = percent_encoded(shared.sentence);
  std::vector<ShareLink> links;
  for (const Service& service : kServices)
    links.push_back(
        {std::string{service.name},
         fmt::format(fmt::runtime(service.pattern), fmt::arg("text", text),
                     fmt::arg("address", percent_encoded(with_source(shared, service.source))))});
  return links;
}

std::string address_to_copy(const Shared& shared) {
  return with_source(shared, "share-copy");
}

}  // namespace postbag::http
