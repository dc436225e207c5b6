#include "server/http/server.h"

#include <stdexcept>

#include "base/rng.h"
#include "server/http/dispatcher.h"
#include "server/http/listener.h"
#include "server/http/pages/vocabulary.h"
#include "server/http/service.h"
#include "server/http/work_pool.h"

namespace postbag::http {
namespace {

constexpr std::size_t kShortestSecret = 32;

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
  State(campaign::Correspondence& correspondence, campaign::Catalogue& catalogue,
        const Clock& clock, HttpSettings settings)
      : correspondence_(correspondence),
        catalogue_(catalogue),
        clock_(clock),
        settings_(std::move(settings)) {}

  Checked<void> listen() {
    if (settings_.secret.size() < kShortestSecret)
      return tl::unexpected(std::vector{
          Error{"short_secret", "Give a secret of 32 bytes or more.", "server.secret_file"}});
    auto pages = templates::Pages::load(settings_.templates_folder / "pages", pages::page_rules());
    if (!pages) return tl::unexpected(pages.error());
    auto assets = Assets::load(settings_.templates_folder / "assets");
    if (!assets) return tl::unexpected(std::vector{assets.error()});
    running_ = std::make_unique<Running>(*this, std::move(*pages), std::move(*assets));
    const auto bound = settings_.unix_socket.empty()
                           ? running_->listener.bind(settings_.host, settings_.port)
                           : running_->listener.bind(settings_.unix_socket);
    if (!bound) return tl::unexpected(std::vector{bound.error()});
    return {};
  }

  [[nodiscard]] Listener& listener() const {
    if (!running_) throw std::logic_error("the HTTP server does not listen yet");
    return running_->listener;
  }

 private:
  struct Running {
    Running(State& state, templates::Pages the_pages, Assets the_assets)
        : pages(std::move(the_pages)),
          assets(std::move(the_assets)),
          form_tokens(state.settings_.secret, state.clock_, rng),
          letter_limit(state.clock_, state.settings_.letters_per_minute, std::chrono::minutes{1},
                       state.settings_.letters_burst),
          lookup_limit(state.clock_, state.settings_.lookups_per_second, std::chrono::seconds{1},
                       state.settings_.lookups_burst),
          service{
              state.correspondence_, state.catalogue_, state.clock_, state.settings_, pages, assets,
              form_tokens,           letter_limit,     lookup_limit},
          pool(state.settings_.threads),
          dispatcher(service, rng, pool),
          listener(limits_of(state.settings_), exchange()) {}

    [[nodiscard]] Exchange exchange() {
      return {[this](Request&& request, Answer answer) {
                dispatcher.answer(std::move(request), std::move(answer));
              },
              [this](const Refusal& refusal) { return dispatcher.refuse(refusal); }};
    }

    SystemRng rng;
    templates::Pages pages;
    Assets assets;
    FormTokens form_tokens;
    RateLimit letter_limit;
    RateLimit lookup_limit;
    Service service;
    WorkPool pool;
    Dispatcher dispatcher;
    Listener listener;
  };

  campaign::Correspondence& correspondence_;
  campaign::Catalogue& catalogue_;
  const Clock& clock_;
  const HttpSettings settings_;
  std::unique_ptr<Running> running_;
};

HttpServer::HttpServer(campaign::Correspondence& correspondence, campaign::Catalogue& catalogue,
                       const Clock& clock, HttpSettings settings)
    : state_(std::make_unique<State>(correspondence, catalogue, clock, std::move(settings))) {}

HttpServer::~HttpServer() = default;

Checked<void> HttpServer::listen() {
  return state_->listen();
}

int HttpServer::port() const {
  return state_->listener().port();
}

void HttpServer::run() {
  state_->listener().run();
}

void HttpServer::stop() {
  state_->listener().stop();
}

}  // namespace postbag::http
