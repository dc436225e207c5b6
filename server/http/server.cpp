#include "server/http/server.h"

#include <stdexcept>

#include "base/rng.h"
#include "server/http/dispatcher.h"
#include "server/http/edition.h"
#include "server/http/listener.h"
#include "server/http/service.h"
#include "server/http/work_pool.h"

namespace postbag::http {
namespace {

/// Passwords that one client may try in a minute, and at once: an office behind one address can all
/// sign in at nine o'clock, and a machine that guesses gets nowhere.
constexpr int kSignIns = 10;
constexpr int kSignInsAtOnce = 30;

ConnectionLimits limits_of(const HttpSettings& settings) {
  ConnectionLimits limits;
  limits.max_body = settings.max_body;
  limits.read_timeout = std::chrono::ceil<std::chrono::milliseconds>(settings.read_timeout);
  limits.trusted_proxies = settings.trusted_proxies;
  limits.max_connections = settings.max_connections;
  limits.max_connections_per_client = settings.max_connections_per_client;
  return limits;
}

}  // namespace

/// All that is made once the templates are read, in the order in which each needs the last.
class HttpServer::State {
 public:
  State(std::shared_ptr<campaign::Correspondence> correspondence, campaign::Catalogue& catalogue,
        staff::Accounts& accounts, office::OfficeStore& office, const Clock& clock,
        HttpSettings settings, Measures& measures, Probes probes)
      : correspondence_(std::move(correspondence)),
        settings_(std::move(settings)),
        measures_(measures),
        probes_(std::move(probes)),
        form_tokens_(settings_.secret, clock, rng_),
        sign_in_limit_(clock, kSignIns, std::chrono::minutes{1}, kSignInsAtOnce),
        lasting_{catalogue, clock, form_tokens_, probes_, accounts, office, sign_in_limit_} {}

  Checked<void> listen() {
    if (settings_.secret.size() < kShortestSecret)
      return tl::unexpected(std::vector{
          Error{"short_secret", "Give a secret of 32 bytes or more.", "server.secret_file"}});
    auto edition = Edition::make(settings_, std::move(correspondence_), lasting_, nullptr);
    if (!edition) return tl::unexpected(std::move(edition.error()));
    edition_.replace(std::move(*edition));
    running_ = std::make_unique<Running>(*this);
    const auto bound = settings_.unix_socket.empty()
                           ? running_->listener.bind(settings_.host, settings_.port)
                           : running_->listener.bind(settings_.unix_socket);
    if (!bound) return tl::unexpected(std::vector{bound.error()});
    return {};
  }

  Checked<Change> prepare(std::shared_ptr<campaign::Correspondence> correspondence,
                          HttpSettings settings) {
    return Edition::make(std::move(settings), std::move(correspondence), lasting_,
                         edition_.get().get())
        .map([this](std::shared_ptr<Edition> edition) -> Change {
          return [this, edition = std::move(edition)] { edition_.replace(edition); };
        });
  }

  void replace(std::shared_ptr<campaign::Correspondence> correspondence) {
    edition_.replace(
        std::make_shared<Edition>(*edition_.get(), std::move(correspondence), lasting_));
  }

  [[nodiscard]] Listener& listener() const {
    if (!running_) throw std::logic_error("the HTTP server does not listen yet");
    return running_->listener;
  }

 private:
  struct Running {
    explicit Running(State& state)
        : pool(state.settings_.threads),
          dispatcher(state.edition_, state.rng_, pool, state.measures_),
          listener(limits_of(state.settings_), exchange(), state.measures_.connections) {}

    [[nodiscard]] Exchange exchange() {
      return {[this](Request&& request, Answer answer) {
                dispatcher.answer(std::move(request), std::move(answer));
              },
              [this](const Refusal& refusal) { return dispatcher.refuse(refusal); }};
    }

    WorkPool pool;
    Dispatcher dispatcher;
    Listener listener;
  };

  /// Until listen().
  std::shared_ptr<campaign::Correspondence> correspondence_;
  const HttpSettings settings_;
  Measures& measures_;
  const Probes probes_;
  SystemRng rng_;
  const FormTokens form_tokens_;
  RateLimit sign_in_limit_;
  const Edition::Lasting lasting_;
  Current<Edition> edition_;
  std::unique_ptr<Running> running_;
};

HttpServer::HttpServer(std::shared_ptr<campaign::Correspondence> correspondence,
                       campaign::Catalogue& catalogue, staff::Accounts& accounts,
                       office::OfficeStore& office, const Clock& clock, HttpSettings settings,
                       Measures& measures, Probes probes)
    : state_(std::make_unique<State>(std::move(correspondence), catalogue, accounts, office, clock,
                                     std::move(settings), measures, std::move(probes))) {}

HttpServer::~HttpServer() = default;

Checked<void> HttpServer::listen() {
  return state_->listen();
}

int HttpServer::port() const {
  return state_->listener().port();
}

Checked<Change> HttpServer::prepare(std::shared_ptr<campaign::Correspondence> correspondence,
                                    HttpSettings settings) const {
  return state_->prepare(std::move(correspondence), std::move(settings));
}

void HttpServer::replace(std::shared_ptr<campaign::Correspondence> correspondence) {
  state_->replace(std::move(correspondence));
}

bool HttpServer::answers() {
  return state_->listener().answers();
}

void HttpServer::run() {
  state_->listener().run();
}

void HttpServer::stop() {
  state_->listener().stop();
}

}  // namespace postbag::http
