#include "server/http/console/qr_code.h"

#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <qrencode.h>

#include "base/markup.h"

namespace postbag::http::console {
namespace {

/// Light modules around the code (ISO/IEC 18004 section 9.1).
constexpr int kQuiet = 4;

}  // namespace

std::string qr_code(std::string_view text, std::string_view label) {
  const std::string whole{text};
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code{
      QRcode_encodeString(whole.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, 1), QRcode_free};
  if (!code) throw std::runtime_error("the text is too long for a QR code");
  std::string path;
  for (int row = 0; row < code->width; ++row)
    for (int column = 0; column < code->width; ++column)
      if ((code->data[row * code->width + column] & 1) != 0)
        path += fmt::format("M{} {}h1v1h-1z", column + kQuiet, row + kQuiet);
  const int size = code->width + 2 * kQuiet;
  return fmt::format(
      "<svg class=\"qr\" role=\"img\" aria-label=\"{0}\" viewBox=\"0 0 {1} {1}\" "
      "shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{1}v{1}H0z\"/><path "
      "fill=\"#000\" d=\"{2}\"/></svg>",
      escaped(label), size, path);
}

}  // namespace postbag::http::console
