#include "templates/logo.h"

#include <algorithm>
#include <array>

#include "base/base64.h"
#include "base/file.h"
#include "base/text.h"
#include "templates/picture_type.h"
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

}  // namespace

Result<Logo> parse_logo(std::string bytes) {
  const auto type = picture_type(bytes);
  if (!type) return bad_logo(type.error().message);
  return Logo{std::string{*type}, std::move(bytes)};
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
  const std::filesystem::path file = folder / name->get();
  // A pipe would be waited for, and a device has no end.
  std::error_code unseen;
  if (std::filesystem::exists(file, unseen) && !std::filesystem::is_regular_file(file, unseen))
    return refuse("theme.logo: " + file.string() + " is no file.");
  auto bytes = read_whole(file);
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
