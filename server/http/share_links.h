#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postbag::http {

/// What is shared of a campaign. Nothing of it is about the person who shares.
struct Shared {
  /// The campaign's page, absolute, without a query.
  std::string address;
  /// What follows the source in the address: `&lang=cy`, or nothing.
  std::string more;
  /// One sentence.
  std::string sentence;
};

struct ShareLink {
  /// `WhatsApp`; empty for email, which every language calls in its own way.
  std::string name;
  std::string href;
};

/// Plain links that open each service with the words filled in. Each shares the page's address with
/// its own `source` (`share-whatsapp`, …), by which the letters that follow are counted.
[[nodiscard]] std::vector<ShareLink> share_links(const Shared& shared);

/// The address to copy: its source is `share-copy`.
[[nodiscard]] std::string address_to_copy(const Shared& shared);

/// Every byte but letters, digits and `-._~` as `%XX` (RFC 3986, section 2.3).
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace postbag::http
