#include "server/http/processor.h"

#include <cstring>

#include <httplib.h>

namespace postbag::http {
namespace {

/// Reads a request from memory and collects the reply.
class MemoryStream final : public httplib::Stream {
 public:
  MemoryStream(const std::string& request, const std::string& client)
      : request_(request), client_(client) {}

  [[nodiscard]] bool is_readable() const override { return position_ < request_.size(); }
  [[nodiscard]] bool is_writable() const override { return true; }

  ssize_t read(char* destination, size_t size) override {
    const std::size_t count = std::min(size, request_.size() - position_);
    std::memcpy(destination, request_.data() + position_, count);
    position_ += count;
    return static_cast<ssize_t>(count);
  }

  ssize_t write(const char* bytes, size_t size) override {
    reply_.append(bytes, size);
    return static_cast<ssize_t>(size);
  }

  void get_remote_ip_and_port(std::string& ip, int& port) const override {
    ip = client_;
    port = 0;
  }
  void get_local_ip_and_port(std::string& ip, int& port) const override {
    ip.clear();
    port = 0;
  }
  [[nodiscard]] socket_t socket() const override { return 0; }

  [[nodiscard]] std::string take_reply() { return std::move(reply_); }

 private:
  const std::string& request_;
  const std::string& client_;
  std::size_t position_ = 0;
  std::string reply_;
};

void take_form(const httplib::Request& from, Request& to) {
  for (const auto& [name, part] : from.files)
    to.form.try_emplace(name, part.content);
  constexpr std::string_view kUrlEncoded = "application/x-www-form-urlencoded";
  if (to.content_type.starts_with(kUrlEncoded)) to.form = parse_query(from.body);
}

Request plain(const httplib::Request& from) {
  Request to;
  to.method = from.method == "HEAD" ? "GET" : from.method;
  const std::string_view target = from.target;
  const std::size_t mark = std::min(target.find('?'), target.size());
  to.path = target.substr(0, mark);
  if (mark < target.size()) to.query = parse_query(target.substr(mark + 1));
  to.body = from.body;
  to.content_type = from.get_header_value("Content-Type");
  to.origin = from.get_header_value("Origin");
  to.fetch_site = from.get_header_value("Sec-Fetch-Site");
  to.host = from.get_header_value("Host");
  to.idempotency_key = from.get_header_value("Idempotency-Key");
  to.requested_method = from.get_header_value("Access-Control-Request-Method");
  to.if_none_match = from.get_header_value("If-None-Match");
  to.client = from.remote_addr;
  take_form(from, to);
  return to;
}

void put(const Response& from, httplib::Response& to) {
  to.status = from.status;
  if (!from.content_type.empty()) to.set_content(from.body, from.content_type);
  for (const auto& [name, value] : from.headers)
    to.set_header(name, value);
}

}  // namespace

class Processor::Engine final : public httplib::Server {
 public:
  explicit Engine(Processor::Handler handler) : handler_(std::move(handler)) {
    // Only what the Keep-Alive header says: connections are the listener's.
    set_keep_alive_max_count(10'000);
    // A POST is routed once its body is parsed; anything else has none, and is routed at once.
    set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (request.method == "POST") return HandlerResponse::Unhandled;
      put(handler_(plain(request), 0), response);
      return HandlerResponse::Handled;
    });
    Post(R"([\s\S]*)", [this](const httplib::Request& request, httplib::Response& response) {
      put(handler_(plain(request), 0), response);
    });
    set_error_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (response.body.empty()) put(handler_(plain(request), response.status), response);
    });
    // The handler does not throw; cpp-httplib may, and would send the exception's text.
    set_exception_handler(
        [this](const httplib::Request& request, httplib::Response& response,
               const std::exception_ptr&) { put(handler_(plain(request), 500), response); });
  }

  std::string answer(const std::string& request, const std::string& client, bool& last) {
    MemoryStream stream{request, client};
    bool closed = false;
    if (!process_request(stream, last, closed, nullptr)) last = true;
    last = last || closed;
    return stream.take_reply();
  }

 private:
  Processor::Handler handler_;
};

Processor::Processor(Handler handler) : engine_(std::make_unique<Engine>(std::move(handler))) {}

Processor::~Processor() = default;

std::string Processor::answer(const std::string& request, const std::string& client, bool& last) {
  return engine_->answer(request, client, last);
}

std::string closing_reply(const Response& response) {
  std::string bytes = "HTTP/1.1 " + std::to_string(response.status) + " Refused\r\n";
  for (const auto& [name, value] : response.headers)
    bytes.append(name).append(": ").append(value).append("\r\n");
  bytes.append("Connection: close\r\nContent-Type: ").append(response.content_type);
  bytes.append("\r\nContent-Length: ").append(std::to_string(response.body.size()));
  return bytes.append("\r\n\r\n").append(response.body);
}

}  // namespace postbag::http
