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
#include <sys/socket.h>

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
  /// What is under way; up to MAIL, only that it is not yet there.
  Step step = Step::greeting;
  /// The server refused something: what it says from now on is its goodbye.
  bool refused = false;
  bool final_dot_expected = false;
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
  if (sending.step == Step::final_dot) return 0;
  try {
    sending.stopped = !sending.final_dot.allowed();
  } catch (...) {
    sending.failure = std::current_exception();
  }
  if (sending.stopped || sending.failure) return CURL_READFUNC_ABORT;
  sending.step = Step::final_dot;
  return 0;
}

/// libcurl calls this when the session is ready (connected, TLS, AUTH; or kept from the last
/// message) and MAIL goes out next.
int name_sender(void* data, char*, char*, int, int) {
  Sending& sending = *static_cast<Sending*>(data);
  sending.step = Step::sender;
  if (sending.in_flow) sending.expect_final_dot();
  return CURL_PREREQFUNC_OK;
}

/// Each command from MAIL to DATA that the server does not refuse leads to the next; the answer to
/// the final dot leads nowhere.
void take_reply(Sending& sending, std::string_view last_line) {
  if (sending.step < Step::sender || sending.step > Step::data || sending.refused) return;
  sending.refused = !last_line.starts_with('2') && !last_line.starts_with('3');
  if (sending.refused) return;
  if (sending.step == Step::sender) sending.expect_final_dot();
  sending.step = static_cast<Step>(static_cast<int>(sending.step) + 1);
}

/// libcurl calls this all the while. What could be delivered by now is waited for to the end.
int go_on(void* data, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  Sending& sending = *static_cast<Sending*>(data);
  sending.stopped =
      sending.stopped || (sending.step != Step::final_dot && !sending.final_dot.awaited());
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
  if (is_last_of_reply(line)) take_reply(sending, line);
  return size * count;
}

/// How far a dialogue came that never got to MAIL.
Step step_before_sender(CURLcode code, bool connected) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return Step::look_up;
    case CURLE_COULDNT_CONNECT:
      return Step::connect;
    case CURLE_USE_SSL_FAILED:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
      return Step::tls;
    case CURLE_LOGIN_DENIED:
      return Step::authentication;
    default:
      return connected ? Step::greeting : Step::connect;
  }
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
      sending.step = Step::greeting;
      sending.refused = false;
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
    const CURLcode code = curl_easy_perform(handle_.get());
    if (code == CURLE_OPERATION_TIMEDOUT || code == CURLE_ABORTED_BY_CALLBACK) hang_up();
    return code;
  }

  /// libcurl would say QUIT, and wait for the answer of a server that says nothing as long again.
  void hang_up() const {
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (curl_easy_getinfo(handle_.get(), CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK &&
        socket != CURL_SOCKET_BAD)
      ::shutdown(socket, SHUT_RDWR);
  }

  /// The code of the server's last answer before a QUIT, 0 when there was none.
  [[nodiscard]] int last_code() const { return static_cast<int>(number(CURLINFO_RESPONSE_CODE)); }

  [[nodiscard]] long number(CURLINFO what) const {
    long value = 0;
    curl_easy_getinfo(handle_.get(), what, &value);
    return value;
  }

  [[nodiscard]] bool was_connected() const {
    curl_off_t microseconds = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_CONNECT_TIME_T, &microseconds);
    return microseconds > 0;
  }

  /// A kept connection that failed under a new message before anything could be delivered: closed
  /// by the server meanwhile, perhaps with a 421 that libcurl reads as the answer to MAIL.
  [[nodiscard]] bool was_closed_while_idle(CURLcode code, const Sending& sending) const {
    const bool reused = number(CURLINFO_NUM_CONNECTS) == 0;
    const bool refused = last_code() >= 400 && last_code() != 421;
    return reused && code != CURLE_OK && code != CURLE_OPERATION_TIMEDOUT && !refused &&
           sending.step != Step::final_dot && !sending.stopped && !sending.failure;
  }

  void classify(Attempt& attempt, CURLcode code, const Sending& sending) const {
    attempt.step =
        sending.step < Step::sender ? step_before_sender(code, was_connected()) : sending.step;
    if (sending.stopped) {
      attempt.outcome = Outcome::temporary;
      attempt.text = "stopped before the final dot";
      return;
    }
    constexpr int start_mail_input = 354;  // the answer to DATA: the final dot has none yet
    const int last = last_code();
    const bool answered = sending.step == Step::final_dot ? last != start_mail_input
                                                          : code != CURLE_OK && last >= 400;
    Reply reply;
    if (answered) {
      reply = find_reply(sending.lines, last);
    } else {
      const std::string_view detail{problem_.data()};
      reply.text = printable_line(detail.empty() ? curl_easy_strerror(code) : detail);
    }
    attempt.outcome = outcome_of(attempt.step, reply);
    attempt.code = reply.code;
    attempt.enhanced_code = std::move(reply.enhanced_code);
    attempt.text = std::move(reply.text);
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
