#include "mailer/smtp_transport.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <exception>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <curl/curl.h>

#include "mailer/compose.h"
#include "mailer/reply.h"

namespace postbag::mailer {
namespace {

using std::chrono::steady_clock;

/// A server that took a message will take the next, if it comes this soon after.
constexpr std::chrono::seconds kFlow{1};

struct EasyCleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;

struct ListCleanup {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListCleanup>;

/// Throws std::runtime_error when this libcurl does not know the option: a broken installation.
template <class Value>
void set(const Easy& handle, CURLoption option, Value value) {
  if (const CURLcode code = curl_easy_setopt(handle.get(), option, value); code != CURLE_OK)
    throw std::runtime_error(std::string{"libcurl: "} + curl_easy_strerror(code));
}

/// One message on its way, as libcurl's callbacks see it.
struct Sending {
  std::string_view rest;
  FinalDot& final_dot;
  /// The server took the last message a moment ago, on a connection that still stands.
  bool in_flow = false;
  /// The server's lines, without line ends.
  std::vector<std::string> lines = {};
  /// MAIL goes out, or has gone, and was not answered yet.
  bool sender_named = false;
  bool final_dot_expected = false;
  bool final_dot_allowed = false;
  bool stopped = false;
  std::exception_ptr failure = nullptr;

  void expect_final_dot() {
    if (!std::exchange(final_dot_expected, true)) final_dot.expect();
  }
};

/// RFC 5321 section 4.2: the others have a hyphen after the code.
bool is_last_of_reply(std::string_view line) {
  return line.size() == 3 || (line.size() > 3 && line[3] == ' ');
}

/// libcurl asks for bytes until it is given none, and sends the final dot only after that: the
/// size of the message is not announced, so it has no other way to know the end.
std::size_t give_bytes(char* buffer, std::size_t size, std::size_t count, void* data) {
  Sending& sending = *static_cast<Sending*>(data);
  if (!sending.rest.empty()) {
    const std::size_t length = sending.rest.copy(buffer, size * count);
    sending.rest.remove_prefix(length);
    return length;
  }
  if (sending.final_dot_allowed) return 0;
  try {
    sending.final_dot_allowed = sending.final_dot.allowed();
    sending.stopped = !sending.final_dot_allowed;
  } catch (...) {
    sending.failure = std::current_exception();
  }
  return sending.final_dot_allowed ? 0 : CURL_READFUNC_ABORT;
}

/// libcurl calls this when the session is ready (connected, TLS, AUTH; or kept from the last
/// message) and MAIL goes out next.
int name_sender(void* data, char*, char*, int, int) {
  Sending& sending = *static_cast<Sending*>(data);
  sending.sender_named = true;
  if (sending.in_flow) sending.expect_final_dot();
  return CURL_PREREQFUNC_OK;
}

/// libcurl calls this all the while. What could be delivered by now is waited for to the end.
int go_on(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  Sending& sending = *static_cast<Sending*>(data);
  sending.stopped = sending.stopped || (!sending.final_dot_allowed && !sending.final_dot.awaited());
  return sending.stopped ? 1 : 0;
}

std::size_t take_line(char* buffer, std::size_t size, std::size_t count, void* data) {
  constexpr std::size_t most_lines = 64;  // a server that talks without end must not fill memory
  Sending& sending = *static_cast<Sending*>(data);
  std::string_view line{buffer, size * count};
  while (line.ends_with('\n') || line.ends_with('\r'))
    line.remove_suffix(1);
  if (sending.lines.size() == most_lines) sending.lines.erase(sending.lines.begin());
  sending.lines.emplace_back(line.substr(0, 1024));
  if (sending.sender_named && is_last_of_reply(line)) {
    sending.sender_named = false;
    if (line.starts_with('2')) sending.expect_final_dot();  // the recipient is named next
  }
  return size * count;
}

/// Refusals of the whole session, which say nothing about the letter: authentication required, too
/// weak, wrong, or only over TLS (RFC 4954 section 6).
bool is_about_the_session(int code) {
  return code == 530 || code == 534 || code == 535 || code == 538;
}

class SmtpTransport final : public Transport {
 public:
  SmtpTransport(const SmtpSettings& settings, const Clock& clock)
      : clock_(clock), handle_(curl_easy_init()) {
    if (!handle_) throw std::runtime_error("libcurl: cannot make a handle");
    set_up_server(settings);
    set_up_message();
  }

  Attempt send(const Message& message, FinalDot& final_dot) override {
    const std::string bytes = compose(message);
    Attempt attempt;
    attempt.started = clock_.now();
    Sending sending{bytes, final_dot,
                    std::exchange(in_flow_, false) && steady_clock::now() < flows_until_};
    CURLcode code = perform(message, sending);
    if (was_closed_while_idle(code, sending)) {
      sending.rest = bytes;
      sending.lines.clear();
      sending.sender_named = false;
      sending.in_flow = false;
      set(handle_, CURLOPT_FRESH_CONNECT, 1L);
      code = perform(message, sending);
      set(handle_, CURLOPT_FRESH_CONNECT, 0L);
    }
    if (sending.failure) std::rethrow_exception(sending.failure);
    classify(attempt, code, sending);
    attempt.finished = clock_.now();
    in_flow_ = attempt.outcome == Outcome::accepted;
    flows_until_ = steady_clock::now() + kFlow;
    return attempt;
  }

 private:
  void set_up_server(const SmtpSettings& settings) {
    const char* scheme = settings.tls == Tls::implicit ? "smtps://" : "smtp://";
    const std::string url =
        scheme + settings.host + ':' + std::to_string(settings.port) + '/' + settings.hello_name;
    set(handle_, CURLOPT_URL, url.c_str());
    set(handle_, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(handle_, CURLOPT_PROXY, "");  // not what the environment says
    set(handle_, CURLOPT_NOSIGNAL, 1L);
    set(handle_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(settings.connect_timeout.count()));
    set(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(settings.total_timeout.count()));
    // The wait for the answer to the final dot is under this limit only, which is in seconds.
    set(handle_, CURLOPT_SERVER_RESPONSE_TIMEOUT,
        static_cast<long>(std::chrono::ceil<std::chrono::seconds>(settings.total_timeout).count()));
    set(handle_, CURLOPT_USE_SSL,
        static_cast<long>(settings.tls == Tls::none ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    set(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    set(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
    set(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!settings.ca_file.empty()) {
      set(handle_, CURLOPT_CAINFO, settings.ca_file.c_str());
      set(handle_, CURLOPT_CAPATH, nullptr);
    }
    if (!settings.user.empty()) {
      set(handle_, CURLOPT_USERNAME, settings.user.c_str());
      set(handle_, CURLOPT_PASSWORD, settings.password.c_str());
    }
  }

  void set_up_message() {
    set(handle_, CURLOPT_UPLOAD, 1L);
    set(handle_, CURLOPT_READFUNCTION, give_bytes);
    set(handle_, CURLOPT_HEADERFUNCTION, take_line);
    set(handle_, CURLOPT_PREREQFUNCTION, name_sender);
    set(handle_, CURLOPT_XFERINFOFUNCTION, go_on);
    set(handle_, CURLOPT_NOPROGRESS, 0L);
    set(handle_, CURLOPT_ERRORBUFFER, problem_.data());
  }

  CURLcode perform(const Message& message, Sending& sending) {
    const List recipient{curl_slist_append(nullptr, ('<' + message.to.text() + '>').c_str())};
    if (!recipient) throw std::bad_alloc{};
    set(handle_, CURLOPT_MAIL_FROM, ('<' + message.envelope_sender.text() + '>').c_str());
    set(handle_, CURLOPT_MAIL_RCPT, recipient.get());
    set(handle_, CURLOPT_READDATA, &sending);
    set(handle_, CURLOPT_HEADERDATA, &sending);
    set(handle_, CURLOPT_PREREQDATA, &sending);
    set(handle_, CURLOPT_XFERINFODATA, &sending);
    problem_[0] = '\0';
    return curl_easy_perform(handle_.get());
  }

  /// The code of the server's last answer before a QUIT, 0 when there was none.
  [[nodiscard]] int last_code() const { return static_cast<int>(number(CURLINFO_RESPONSE_CODE)); }

  [[nodiscard]] long number(CURLINFO what) const {
    long value = 0;
    curl_easy_getinfo(handle_.get(), what, &value);
    return value;
  }

  /// A kept connection that failed under a new message before anything could be delivered: closed
  /// by the server meanwhile, perhaps with a 421 that libcurl reads as the answer to MAIL.
  [[nodiscard]] bool was_closed_while_idle(CURLcode code, const Sending& sending) const {
    const bool reused = number(CURLINFO_NUM_CONNECTS) == 0;
    const bool refused = last_code() >= 400 && last_code() != 421;
    return reused && code != CURLE_OK && code != CURLE_OPERATION_TIMEDOUT && !refused &&
           !sending.final_dot_allowed && !sending.stopped && !sending.failure;
  }

  void classify(Attempt& attempt, CURLcode code, const Sending& sending) const {
    attempt.outcome = Outcome::deferred;
    if (sending.stopped) {
      attempt.text = "stopped before the final dot";
      return;
    }
    constexpr int start_mail_input = 354;  // the answer to DATA: the final dot has none yet
    const int last = last_code();
    const bool answered =
        sending.final_dot_allowed ? last != start_mail_input : code != CURLE_OK && last >= 400;
    if (answered) {
      Reply reply = find_reply(sending.lines, last);
      attempt.code = reply.code;
      attempt.enhanced_code = std::move(reply.enhanced_code);
      attempt.text = std::move(reply.text);
    } else {
      const std::string_view detail{problem_.data()};
      attempt.text = printable_line(detail.empty() ? curl_easy_strerror(code) : detail);
    }
    attempt.outcome = sending.final_dot_allowed ? after_final_dot(answered ? last : 0)
                                                : before_final_dot(code, last);
  }

  static Outcome after_final_dot(int reply) {
    switch (reply / 100) {
      case 2:
        return Outcome::accepted;
      case 4:
        return Outcome::deferred;
      case 5:
        return Outcome::rejected;
      default:
        return Outcome::unknown;
    }
  }

  /// CURLE_SEND_ERROR is how libcurl reports a refused MAIL, RCPT or DATA; a refused greeting, TLS
  /// or AUTH has other codes.
  static Outcome before_final_dot(CURLcode code, int last) {
    return code == CURLE_SEND_ERROR && last >= 500 && !is_about_the_session(last)
               ? Outcome::rejected
               : Outcome::deferred;
  }

  const Clock& clock_;
  std::array<char, CURL_ERROR_SIZE> problem_{};
  Easy handle_;
  /// The last message was taken.
  bool in_flow_ = false;
  steady_clock::time_point flows_until_;
};

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "[::1]" || host == "127.0.0.1" ||
         (host.starts_with("127.") &&
          host.find_first_not_of("0123456789.") == std::string_view::npos);
}

bool is_host_name(std::string_view text) {
  const auto is_one_of = [](std::string_view word, std::string_view others) {
    return std::all_of(word.begin(), word.end(), [&](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
             others.find(c) != std::string_view::npos;
    });
  };
  if (text.starts_with('[') && text.ends_with(']') && text.size() > 2)
    return is_one_of(text.substr(1, text.size() - 2), ":.");
  return !text.empty() && is_one_of(text, "-.");
}

/// libcurl's own start, once and before any handle.
void start_libcurl() {
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (started != CURLE_OK) throw std::runtime_error("libcurl: cannot start");
}

}  // namespace

Result<std::unique_ptr<Transport>> make_smtp_transport(const SmtpSettings& settings,
                                                       const Clock& clock) {
  if (!is_host_name(settings.host) || settings.port < 1 || settings.port > 65535)
    return fail("malformed_setting",
                "Write the mail server as smtp://host:port or smtps://host:port.",
                "mailer.transport");
  if (!settings.hello_name.empty() && !is_host_name(settings.hello_name))
    return fail("malformed_setting",
                "Write the name for EHLO as a host name, like mail.example.org.",
                "mailer.hello_name");
  if (settings.tls == Tls::none && !is_loopback(settings.host))
    return fail("malformed_setting",
                "Set mailer.tls to starttls or implicit: mail goes in clear only to this machine "
                "(localhost or 127.0.0.1).",
                "mailer.tls");
  start_libcurl();
  return std::make_unique<SmtpTransport>(settings, clock);
}

}  // namespace postbag::mailer
