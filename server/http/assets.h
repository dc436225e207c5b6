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
/// The same asset with its `gzipped`.
[[nodiscard]] Asset packed(Asset asset);

/// A file of the assets folder. Error: `missing_file`, also where it is empty.
[[nodiscard]] Result<std::string> read_asset_file(const std::filesystem::path& file);

/// The files of the assets folder that the service sends, read once.
struct Assets {
  Asset style;
  /// What the console adds to it.
  Asset staff_style;
  Asset staff_script;
  Asset script;
  Asset icon;
  Asset openapi;
  /// help.js, with what it looks for before it.
  Asset help_script;
  /// The same without the page's part, as a module that the widget loads.
  Asset help_module;
  /// What other websites load (docs/widget.md): widget_script().
  Asset widget = {};

  /// `help_words` is templates::HelpWords::json(). Error: `missing_file`.
  [[nodiscard]] static Result<Assets> load(const std::filesystem::path& folder,
                                           std::string_view help_words);
};

/// 200 with the asset, or 304 when the client has it. `lasting`: asked for under its version, so it
/// may be kept for a year; else the `Cache-Control` is `otherwise`.
[[nodiscard]] Response send_asset(const Asset& asset, const Request& request, bool lasting,
                                  std::string_view otherwise = "public, no-cache");

}  // namespace postbag::http
