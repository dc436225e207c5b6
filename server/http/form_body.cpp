#include "server/http/form_body.h"

#include <cstring>

#include <httplib.h>

#include "base/text.h"

namespace postbag::http {
namespace {

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

  [[nodiscard]] bool read(const Request& request) {
    const std::string head = "POST / HTTP/1.1\r\nContent-Type: " + request.content_type +
                             "\r\nContent-Length: " + std::to_string(request.body.size()) +
                             "\r\n\r\n";
    MemoryStream stream{head, request.body};
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
    request.form = parse_query(request.body);
    return true;
  }
  if (!type.starts_with("multipart/form-data")) return true;
  return FormReader{request.form}.read(request);
}

}  // namespace postbag::http
