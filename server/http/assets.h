#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.h"
#include "server/http/exchange.h"

namespace postbag::http {

/// A file that is sent as it is.
struct Asset {
  std::string content_type;
  std::string content;
  /// Changes with the content: stands in addresses, so that browsers may keep it for good.
  std::string version;
  /// RFC 1952; empty where it is too short to gain by it.
  std::string gzipped = {};
};

[[nodiscard]] Asset make_asset(std::string content_type, std::string content);

/// The files of the assets folder that the service sends, read once.
struct Assets {
  Asset style;
  Asset script;
  Asset icon;
  Asset openapi;

  /// Error: `missing_file`.
  [[nodiscard]] static Result<Assets> load(const std::filesystem::path& folder);
};

/// 200 with the asset, or 304 when the client has it. `lasting`: asked for under its version, so it
/// may be kept for a year.
[[nodiscard]] Response send_asset(const Asset& asset, const Request& request, bool lasting);

}  // namespace postbag::http
