#include "server/http/form_body.h"

#include <algorithm>
#include <cstring>

#include <httplib.h>

#include "base/text.h"

namespace postbag::http {
namespace {

/// Our longest form has fewer than twenty; each one more costs whoever takes it apart.
constexpr std::size_t kMostFields = 64;

std::size_t count(std::string_view text, std::string_view wanted) {
  std::size_t found = 0;
  for (std::size_t at = text.find(wanted); at != std::string_view::npos;
       at = text.find(wanted, at + wanted.size()))
    ++found;
  return found;
}

bool may_stand_in_boundary(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
}

/// RFC 2046 section 5.1.1. Empty when there is none, or none that may be one.
std::string boundary_of(std::string_view content_type) {
  constexpr std::string_view name = "boundary=";
  const std::size_t at = lower_case(content_type).find(name);
  if (at == std::string::npos) return {};
  std::string_view boundary = content_type.substr(at + name.size());
  boundary = trimmed(boundary.substr(0, boundary.find(';')));
  if (boundary.size() >= 2 && boundary.front() == '"' && boundary.back() == '"')
    boundary = boundary.substr(1, boundary.size() - 2);
  const bool shaped =
      boundary.size() <= 70 && std::all_of(boundary.begin(), boundary.end(), may_stand_in_boundary);
  return std::string{shaped ? boundary : std::string_view{}};
}

/// A head and a body in memory, read one after the other.
class MemoryStream final : public httplib::Stream {
 public:
  MemoryStream(std::string_view head, std::string_view body) : head_(head), body_(body) {}

  [[nodiscard]] bool is_readable() const override { return !head_.empty() || !body_.empty(); }
  [[nodiscard]] bool is_writable() const override { return true; }

  ssize_t read(char* destination, size_t size) override {
    std::string_view& from = head_.empty() ? body_ : head_;
    const std::size_t count = std::min(size, from.size());
    std::memcpy(destination, from.data(), count);
    from.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }

  /// Replies are written elsewhere.
  ssize_t write(const char*, size_t size) override { return static_cast<ssize_t>(size); }

  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  [[nodiscard]] socket_t socket() const override { return 0; }

 private:
  std::string_view head_;
  std::string_view body_;
};

/// Reads one form and then serves no purpose. Its making costs a few microseconds: no thread.
class FormReader final : public httplib::Server {
 public:
  explicit FormReader(NamedTexts& form) {
    Post("/", [this, &form](const httplib::Request& read, httplib::Response&) {
      for (const auto& [name, part] : read.files)
        form.try_emplace(name, part.content);
      whole_ = true;
    });
  }

  /// cpp-httplib knows the type in lower case only.
  [[nodiscard]] bool read(const std::string& boundary, std::string_view body) {
    const std::string head =
        "POST / HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=" + boundary +
        "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    MemoryStream stream{head, body};
    bool closed = false;
    process_request(stream, true, closed, nullptr);
    return whole_;
  }

 private:
  bool whole_ = false;
};

}  // namespace

bool read_form(Request& request) {
  const std::string type = lower_case(request.content_type);
  if (type.starts_with("application/x-www-form-urlencoded")) {
    if (count(request.body, "&") >= kMostFields) return false;
    request.form = parse_query(request.body);
    return true;
  }
  if (!type.starts_with("multipart/form-data")) return true;
  const std::string boundary = boundary_of(request.content_type);
  // One more ends the form.
  if (boundary.empty() || count(request.body, "--" + boundary) > kMostFields + 1) return false;
  return FormReader{request.form}.read(boundary, request.body);
}

}  // namespace postbag::http
