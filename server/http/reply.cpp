#include "server/http/reply.h"

#include <algorithm>
#include <stdexcept>

#include <zlib.h>

#include "server/http/error_status.h"

namespace postbag::http {
namespace {

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    default:
      return title_of(status);
  }
}

bool is_safe(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == '\x7F';
  });
}

bool is_text(std::string_view content_type) {
  return content_type.starts_with("text/") || content_type.starts_with("application/json") ||
         content_type.starts_with("application/problem+json") ||
         content_type.starts_with("image/svg+xml");
}

void add(std::string& head, std::string_view name, std::string_view value) {
  if (is_safe(name) && is_safe(value)) head.append(name).append(": ").append(value).append("\r\n");
}

bool has(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

void compress(Response& response) {
  response.body = gzipped(response.body);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace

std::string gzipped(std::string_view text, int level) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;  // 32 KB; 16 asks for gzip's own frame
  constexpr int kMemory = 8;
  if (deflateInit2(&stream, level, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib cannot begin");
  std::string packed(deflateBound(&stream, text.size()), '\0');
  // zlib does not write to its input, but its type does not say so.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int done = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (done != Z_STREAM_END) throw std::runtime_error("zlib cannot finish");
  return packed;
}

Reply write_reply(Response response, const ReplyForm& form) {
  if (response.body.size() >= kWorthCompressing && is_text(response.content_type) &&
      !has(response, "Content-Encoding")) {
    // Also where it is not compressed: a cache must keep the two apart.
    response.headers.emplace_back("Vary", "Accept-Encoding");
    if (form.accepts_gzip) compress(response);
  }
  Reply reply;
  reply.last = form.last;
  std::string& head = reply.head;
  head.reserve(1024);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason(response.status)).append("\r\n");
  if (form.last)
    head.append("Connection: close\r\n");
  else if (form.http_1_0)
    head.append("Connection: keep-alive\r\n");
  head.append(response.standing_headers);
  for (const auto& [name, value] : response.headers)
    add(head, name, value);
  // RFC 9110 section 8.6: these two never have a body, nor say how long it is.
  if (response.status != 204 && response.status != 304) {
    if (!response.content_type.empty()) add(head, "Content-Type", response.content_type);
    head.append("Content-Length: ").append(std::to_string(response.body.size())).append("\r\n");
    if (!form.head_only) reply.body = std::move(response.body);
  }
  head.append("\r\n");
  return reply;
}

}  // namespace postbag::http
