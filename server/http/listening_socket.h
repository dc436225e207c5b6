#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "server/http/descriptor.h"

namespace postbag::http {

/// Removes a file, when it has one.
class SocketFile {
 public:
  SocketFile() = default;
  explicit SocketFile(std::filesystem::path path) : path_(std::move(path)) {}
  SocketFile(const SocketFile&) = delete;
  SocketFile(SocketFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  SocketFile& operator=(const SocketFile&) = delete;
  SocketFile& operator=(SocketFile&& other) noexcept {
    std::swap(path_, other.path_);
    return *this;
  }
  ~SocketFile();

 private:
  std::filesystem::path path_;
};

struct ListeningSocket {
  Descriptor descriptor;
  int port = 0;
  SocketFile file;
};

/// Takes an address, without blocking at accept; `port` 0 means any. Errors: `address_in_use`,
/// `cannot_listen`.
[[nodiscard]] Result<ListeningSocket> listen_on(const std::string& host, int port);

/// The same with a Unix socket, which its owner and group may use (0660); whoever may reach the
/// folder decides who else may not. A socket that a dead process left there is replaced; nothing
/// else is.
[[nodiscard]] Result<ListeningSocket> listen_on(const std::filesystem::path& path);

}  // namespace postbag::http
