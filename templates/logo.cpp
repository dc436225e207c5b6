#include "templates/logo.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "base/file.h"
#include "base/text.h"
#include "templates/toml_reader.h"

namespace postbag::templates {
namespace {

using namespace std::literals;

constexpr std::string_view scheme = "data:";
constexpr std::string_view encoding = ";base64,";
constexpr std::array types{"image/svg+xml"sv, "image/png"sv, "image/webp"sv};

tl::unexpected<Error> bad_logo(std::string message) {
  return fail("bad_logo", std::move(message), "theme.logo");
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

/// Whether there is an attribute whose name begins `on`, such as `onload=`.
bool has_handler(std::string_view svg) {
  for (std::size_t at = svg.find("on"); at != svg.npos; at = svg.find("on", at + 1)) {
    if (at == 0 || is_letter(svg[at - 1])) continue;
    std::size_t end = at;
    while (end < svg.size() && is_letter(svg[end]))
      ++end;
    end = svg.find_first_not_of(" \t\r\n", end);
    if (end != svg.npos && svg[end] == '=') return true;
  }
  return false;
}

/// Whether every `href` leads to a part of the image itself.
bool links_stay_inside(std::string_view svg) {
  for (std::size_t at = svg.find("href"); at != svg.npos; at = svg.find("href", at + 1)) {
    std::size_t place = svg.find_first_not_of(" \t\r\n", at + 4);
    if (place == svg.npos || svg[place] != '=') continue;
    place = svg.find_first_not_of(" \t\r\n", place + 1);
    if (place == svg.npos || place + 1 >= svg.size() || svg[place + 1] != '#') return false;
  }
  for (std::size_t at = svg.find("url("); at != svg.npos; at = svg.find("url(", at + 1)) {
    const std::size_t place = svg.find_first_not_of(" \t\r\n'\"", at + 4);
    if (place == svg.npos || svg[place] != '#') return false;
  }
  return true;
}

Result<Logo> parse_svg(std::string bytes) {
  const std::string svg = lower_case(bytes);
  if (!is_utf8(bytes) || bytes.find('\0') != std::string::npos)
    return bad_logo("The SVG must be UTF-8 text.");
  // Elements by any prefix: `<svg:script` is one too. Entities could spell what is refused here.
  for (const std::string_view refused :
       {"<!doctype"sv, "<!entity"sv, "<?xml-stylesheet"sv, "script"sv, "<foreignobject"sv,
        ":foreignobject"sv, "<iframe"sv, "<style"sv, ":style>"sv, "@import"sv, "<set"sv,
        "<animate"sv, "<a "sv, "<a>"sv, "&#"sv, "expression("sv})
    if (svg.find(refused) != svg.npos)
      return bad_logo("The SVG holds \"" + std::string(refused) +
                      "\". Export it as a plain picture, without scripts, styles in <style>, "
                      "animation, links or entities.");
  if (has_handler(svg))
    return bad_logo(
        "The SVG holds an event handler (an attribute that begins with on). Remove it.");
  if (!links_stay_inside(svg))
    return bad_logo("The SVG loads something from outside itself. Put it into the picture.");
  return Logo{"image/svg+xml", std::move(bytes)};
}

}  // namespace

Result<Logo> parse_logo(std::string bytes) {
  if (bytes.size() > largest_logo)
    return bad_logo("The logo is larger than 32 KB. Make the picture smaller.");
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return Logo{"image/png", std::move(bytes)};
  if (bytes.starts_with("RIFF") && std::string_view(bytes).substr(0, 12).ends_with("WEBP"))
    return Logo{"image/webp", std::move(bytes)};
  std::string_view text = trimmed(bytes);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if ((text.starts_with("<svg") || text.starts_with("<?xml") || text.starts_with("<!--")) &&
      text.find("<svg") != text.npos)
    return parse_svg(std::move(bytes));
  return bad_logo("The logo is neither PNG, WebP nor SVG.");
}

std::string data_address(const Logo& logo) {
  return std::string(scheme) + logo.media_type + std::string(encoding) + base64(logo.bytes);
}

Result<Logo> parse_data_address(std::string_view address) {
  const std::size_t comma = std::min(address.find(encoding), address.size());
  const std::string_view type = address.substr(0, comma).substr(std::min(comma, scheme.size()));
  auto bytes =
      comma == address.size() ? std::nullopt : from_base64(address.substr(comma + encoding.size()));
  if (!bytes || std::find(types.begin(), types.end(), type) == types.end())
    return bad_logo("The logo must be data:image/png;base64,… (or image/webp, image/svg+xml).");
  auto logo = parse_logo(std::move(*bytes));
  if (logo && logo->media_type != type)
    return bad_logo("The logo is not " + std::string(type) + " but " + logo->media_type + ".");
  return logo;
}

Checked<std::string> with_logo(std::string toml, std::string_view file_name,
                               const std::filesystem::path& folder) {
  toml::table root;
  try {
    root = toml::parse(toml);
  } catch (const toml::parse_error&) {
    return toml;
  }
  const auto* name = root["theme"]["logo"].as_string();
  if (name == nullptr || name->get().starts_with(scheme)) return toml;
  TomlReport report(file_name, toml);
  const auto refuse = [&](const std::string& message) {
    report.complain("theme.logo", name->source().begin, message);
    return tl::unexpected(report.take_errors());
  };
  auto bytes = read_whole(folder / name->get());
  if (!bytes) return refuse("theme.logo: " + bytes.error().message);
  const auto logo = parse_logo(std::move(*bytes));
  if (!logo) return refuse("theme.logo: " + logo.error().message);
  const std::size_t begin = report.place_of(name->source().begin);
  const std::size_t at = toml.find(name->get(), begin);
  if (at == std::string::npos || at > begin + 1)
    return refuse("theme.logo must be written plainly, like \"logo.svg\"");
  return toml.replace(at, name->get().size(), data_address(*logo));
}

}  // namespace postbag::templates
