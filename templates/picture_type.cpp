#include "templates/picture_type.h"

#include "base/text.h"
#include "templates/svg_picture.h"

namespace postbag::templates {
namespace {

/// From its first chunk to its last (PNG, third edition, section 5).
bool is_png(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1A\n") && bytes.size() > 12 &&
         bytes.substr(12).starts_with("IHDR") && bytes.ends_with("IEND\xAE\x42\x60\x82");
}

/// A RIFF file of the length that it says, with a picture as its first chunk (WebP Container
/// Specification).
bool is_webp(std::string_view bytes) {
  if (!bytes.starts_with("RIFF") || bytes.size() < 16 || bytes.substr(8, 4) != "WEBP") return false;
  std::size_t length = 0;
  for (const char byte : {bytes[7], bytes[6], bytes[5], bytes[4]})
    length = length * 256 + static_cast<unsigned char>(byte);
  const std::string_view chunk = bytes.substr(12, 4);
  return length + 8 == bytes.size() && (chunk == "VP8 " || chunk == "VP8L" || chunk == "VP8X");
}

}  // namespace

Result<std::string_view> picture_type(std::string_view bytes) {
  if (bytes.size() > largest_logo)
    return fail("bad_logo", "The logo is larger than 32 KB. Make the picture smaller.");
  if (is_png(bytes)) return "image/png";
  if (is_webp(bytes)) return "image/webp";
  std::string_view text = trimmed(bytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (!text.starts_with('<')) return fail("bad_logo", "The logo is neither PNG, WebP nor SVG.");
  if (const auto checked = check_svg_picture(text); !checked)
    return tl::unexpected(checked.error());
  return "image/svg+xml";
}

}  // namespace postbag::templates
