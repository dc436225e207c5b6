#include "server/http/request_head.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace postbag::http {
namespace {

constexpr std::array<std::string_view, 7> kMethods{"GET", "HEAD",  "POST",  "OPTIONS",
                                                   "PUT", "PATCH", "DELETE"};

bool is_token_character(char c) {
  constexpr std::string_view symbols = "!#$%&'*+-.^_`|~";  // RFC 9110 section 5.6.2
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         symbols.find(c) != std::string_view::npos;
}

bool is_visible(char c) {
  return c > ' ' && c < '\x7F';
}

bool is_value_character(char c) {
  return c == '\t' || (static_cast<unsigned char>(c) >= ' ' && c != '\x7F');
}

/// Whether a comma-separated list names `word`, whatever its case and parameters; `;q=0` is a no
/// (RFC 9110 section 12.4.2).
bool lists(std::string_view list, std::string_view word) {
  const std::string lower = lower_case(list);
  for (std::string_view rest = lower; !rest.empty();) {
    const std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    const std::size_t end = std::min(item.find(';'), item.size());
    if (trimmed(item.substr(0, end)) != word) continue;
    const std::string_view weight = trimmed(item.substr(std::min(item.size(), end + 1)));
    return weight != "q=0" && weight != "q=0.0" && weight != "q=0.00" && weight != "q=0.000";
  }
  return false;
}

/// Of `http://` or `https://` before the authority; 0 where neither is there.
std::size_t scheme_size(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (lower_case(target.substr(0, scheme.size())) == scheme) return scheme.size();
  return 0;
}

/// The headers that are kept as they are; of repeated ones the first.
constexpr std::array<std::pair<std::string_view, std::string Request::*>, 10> kKept{{
    {"content-type", &Request::content_type},
    {"origin", &Request::origin},
    {"sec-fetch-site", &Request::fetch_site},
    {"sec-fetch-mode", &Request::fetch_mode},
    {"host", &Request::host},
    {"idempotency-key", &Request::idempotency_key},
    {"access-control-request-method", &Request::requested_method},
    {"if-none-match", &Request::if_none_match},
    {"accept-language", &Request::accept_language},
    {"cookie", &Request::cookie},
}};

/// Reads one head, line by line; the first problem ends it.
class HeadReader {
 public:
  HeadReader(std::string_view head, std::size_t max_body) : rest_(head), max_body_(max_body) {
    refusal_.path = asked_path(head);
  }

  std::variant<RequestHead, Refusal> read() {
    read_request_line();
    while (ok() && rest_ != "\r\n")
      read_header();
    if (ok()) check_whole();
    if (!ok()) return std::move(refusal_);
    finish();
    return std::move(head_);
  }

 private:
  [[nodiscard]] bool ok() const { return refusal_.detail.empty(); }

  void refuse(int status, std::string_view detail) {
    if (!ok()) return;
    refusal_.status = status;
    refusal_.detail = detail;
  }

  std::string_view take_line() {
    const std::size_t end = rest_.find("\r\n");
    if (end == std::string_view::npos) {
      refuse(400, "The request has a line that does not end.");
      return {};
    }
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 2);
    return line;
  }

  void read_request_line() {
    const std::string_view line = take_line();
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
      return refuse(400, "The request line is not one of HTTP.");
    method_ = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    version_ = line.substr(last + 1);
    if (version_ != "HTTP/1.1" && version_ != "HTTP/1.0")
      return refuse(505, "This service speaks HTTP/1.1.");
    if (target.size() > kMaxTarget) return refuse(414, "The address is too long.");
    if (std::find(kMethods.begin(), kMethods.end(), method_) == kMethods.end())
      return refuse(501, "This service does not know that method.");
    target_ = target;
    take_authority();
    const bool of_all = target_ == "*" && method_ == "OPTIONS";
    const bool of_root = target_.starts_with('?') && !authority_.empty();
    if (!(of_all || of_root || target_.starts_with('/')) ||
        !std::all_of(target.begin(), target.end(), is_visible))
      return refuse(400, "The address is not a path.");
  }

  /// Of a target in absolute form (RFC 9112 section 3.2.2) the path remains.
  void take_authority() {
    const std::size_t size = scheme_size(target_);
    if (size == 0) return;
    const std::string_view rest = target_.substr(size);
    authority_ = rest.substr(0, rest.find_first_of("/?#"));
    target_ = rest.substr(authority_.size());
    if (authority_.empty() || authority_.find('@') != std::string_view::npos)
      return refuse(400, "The address names no host, or a user.");
    // Without a path it means the root, or for OPTIONS the service (section 3.2.4).
    if (target_.empty()) target_ = method_ == "OPTIONS" ? "*" : "/";
  }

  void read_header() {
    const std::string_view line = take_line();
    if (++headers_ > kMaxHeaders) return refuse(431, "The request has too many headers.");
    const std::size_t colon = line.find(':');
    const std::string_view name = line.substr(0, colon);
    if (colon == std::string_view::npos || name.empty() ||
        !std::all_of(name.begin(), name.end(), is_token_character) ||
        !std::all_of(line.begin(), line.end(), is_value_character))
      return refuse(400, "The request has a malformed header.");
    take_header(lower_case(name), trimmed(line.substr(colon + 1)));
  }

  void take_header(std::string_view name, std::string_view value) {
    if (name == "transfer-encoding")
      refuse(411, "Send the body whole, with a Content-Length and no Transfer-Encoding.");
    if (name == "content-encoding") refuse(415, "Send the body without compression.");
    if (name == "host" && ++hosts_ > 1) refuse(400, "The request has more than one Host.");
    if (name == "content-length") take_length(value);
    if (name == "expect")
      head_.wants_continue = version_ == "HTTP/1.1" && lower_case(value) == "100-continue";
    if (name == "connection") take_connection(value);
    if (name == "accept-encoding") head_.request.accepts_gzip |= lists(value, "gzip");
    if (name == "x-forwarded-for") take_forwarded(value);
    for (const auto& [known, field] : kKept)
      if (name == known && (head_.request.*field).empty()) head_.request.*field = value;
  }

  /// Repeated, the header is one list (RFC 9110 section 5.3).
  void take_forwarded(std::string_view value) {
    std::string& list = head_.request.forwarded_for;
    if (!list.empty()) list += ',';
    list += value;
  }

  void take_connection(std::string_view value) {
    closes_ = closes_ || lists(value, "close");
    keeps_ = keeps_ || lists(value, "keep-alive");
  }

  void take_length(std::string_view value) {
    if (has_length_) return refuse(400, "The request has more than one Content-Length.");
    has_length_ = true;
    const bool digits = !value.empty() && std::all_of(value.begin(), value.end(),
                                                      [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return refuse(400, "The Content-Length is not a number.");
    const auto [end, problem] =
        std::from_chars(value.data(), value.data() + value.size(), head_.content_length);
    if (problem != std::errc{} || head_.content_length > max_body_)
      refuse(413, "The request is too large: " + std::to_string(max_body_) + " bytes at most.");
  }

  void check_whole() {
    if (version_ == "HTTP/1.1" && hosts_ == 0) refuse(400, "The request has no Host.");
    if (!authority_.empty()) check_authority();
    const bool takes_body = method_ == "POST" || method_ == "PUT" || method_ == "PATCH";
    if (takes_body && !has_length_) refuse(411, "Send a Content-Length with the request.");
    if (!takes_body && head_.content_length > 0)
      refuse(400, "A request of this method has no body.");
  }

  /// The authority would win over Host. A client must send both alike (RFC 9112 section 3.2), and
  /// where they differ, a proxy on the way may have decided by the other one: refused.
  void check_authority() {
    if (hosts_ == 0)
      head_.request.host = authority_;
    else if (lower_case(head_.request.host) != lower_case(authority_))
      refuse(400, "The address and the Host name different hosts.");
  }

  void finish() {
    Request& request = head_.request;
    request.method = method_ == "HEAD" ? "GET" : method_;
    const std::size_t mark = std::min(target_.find('?'), target_.size());
    request.path = mark == 0 ? "/" : target_.substr(0, mark);
    if (mark < target_.size()) request.query = parse_query(target_.substr(mark + 1));
    head_.form.http_1_0 = version_ == "HTTP/1.0";
    head_.form.head_only = method_ == "HEAD";
    head_.form.accepts_gzip = request.accepts_gzip;
    head_.form.last = closes_ || (head_.form.http_1_0 && !keeps_);
  }

  std::string_view rest_;
  std::size_t max_body_;
  std::string_view method_;
  /// Without its authority: what is asked of this service.
  std::string_view target_;
  std::string_view authority_;
  std::string_view version_;
  std::size_t headers_ = 0;
  int hosts_ = 0;
  bool has_length_ = false;
  bool closes_ = false;
  bool keeps_ = false;
  RequestHead head_;
  Refusal refusal_;
};

}  // namespace

std::string asked_path(std::string_view head) {
  const std::string_view line = head.substr(0, std::min(head.find("\r\n"), kMaxTarget));
  const std::size_t scheme = line.find("://");
  const std::size_t first = line.find('/');
  const bool absolute = scheme != std::string_view::npos && first == scheme + 1;
  const std::size_t start = absolute ? line.find('/', scheme + 3) : first;
  if (start == std::string_view::npos) return {};
  return std::string{line.substr(start, line.find_first_of(" ?", start) - start)};
}

bool can_be_no_head(std::string_view part, std::size_t from) {
  for (std::size_t i = from; i < part.size(); ++i) {
    const bool after_return = i > 0 && part[i - 1] == '\r';
    if (after_return != (part[i] == '\n')) return true;
    if (!after_return && part[i] != '\r' && !is_value_character(part[i])) return true;
  }
  return false;
}

std::variant<RequestHead, Refusal> read_head(std::string_view head, std::size_t max_body) {
  return HeadReader{head, max_body}.read();
}

}  // namespace postbag::http
