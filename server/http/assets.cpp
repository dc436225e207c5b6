#include "server/http/assets.h"

#include "base/digest.h"
#include "base/file.h"
#include "server/http/reply.h"

namespace postbag::http {
namespace {

constexpr std::string_view kScript = "text/javascript; charset=utf-8";

Result<Asset> read_asset(const std::filesystem::path& file, std::string_view content_type) {
  auto content = read_asset_file(file);
  if (!content) return tl::unexpected(content.error());
  return packed(make_asset(std::string{content_type}, std::move(*content)));
}

}  // namespace

Result<std::string> read_asset_file(const std::filesystem::path& file) {
  auto content = read_whole(file);
  if (!content || content->empty())
    return fail(
        "missing_file",
        "Cannot read " + file.string() + ". Set templates.folder to the folder that holds it.",
        "templates.folder");
  return content;
}

Asset make_asset(std::string content_type, std::string content) {
  std::string version = sha256(content).substr(0, 16);
  return {std::move(content_type), std::move(content), std::move(version)};
}

Asset packed(Asset asset) {
  // Once and not for each request: it takes a hundred times what sending it does.
  if (asset.content.size() >= kWorthCompressing)
    asset.gzipped = gzipped(asset.content, kTightlyPacked);
  return asset;
}

Result<Assets> Assets::load(const std::filesystem::path& folder, std::string_view help_words) {
  auto style = read_asset(folder / "postbag.css", "text/css; charset=utf-8");
  if (!style) return tl::unexpected(style.error());
  auto staff_style = read_asset(folder / "staff.css", "text/css; charset=utf-8");
  if (!staff_style) return tl::unexpected(staff_style.error());
  auto staff_script = read_asset(folder / "staff.js", kScript);
  if (!staff_script) return tl::unexpected(staff_script.error());
  auto script = read_asset(folder / "postbag.js", kScript);
  if (!script) return tl::unexpected(script.error());
  auto icon = read_asset(folder / "icon.svg", "image/svg+xml");
  if (!icon) return tl::unexpected(icon.error());
  auto openapi = read_asset(folder / "openapi.json", "application/json");
  if (!openapi) return tl::unexpected(openapi.error());
  auto speaks = read_asset_file(folder / "help_words.js");
  if (!speaks) return tl::unexpected(speaks.error());
  auto help = read_asset_file(folder / "help.js");
  if (!help) return tl::unexpected(help.error());
  const std::string words = "const helpWords = " + std::string{help_words} + ";\n" + *speaks;
  return Assets{std::move(*style),
                std::move(*staff_style),
                std::move(*staff_script),
                std::move(*script),
                std::move(*icon),
                std::move(*openapi),
                packed(make_asset(std::string{kScript}, words + *help)),
                packed(make_asset(std::string{kScript}, words + "export { speaks };\n"))};
}

Response send_asset(const Asset& asset, const Request& request, bool lasting,
                    std::string_view otherwise) {
  Response response;
  const std::string tag = "W/\"" + asset.version + "\"";
  const auto asked = request.query.find("v");
  const bool by_version = lasting && asked != request.query.end() && asked->second == asset.version;
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.headers.emplace_back("Cache-Control",
                                by_version ? "public, max-age=31536000, immutable" : otherwise);
  if (request.if_none_match.find(tag) != std::string::npos) {
    response.status = 304;
    return response;
  }
  response.content_type = asset.content_type;
  const bool packed = request.accepts_gzip && !asset.gzipped.empty();
  response.body = packed ? asset.gzipped : asset.content;
  if (packed) response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

}  // namespace postbag::http
