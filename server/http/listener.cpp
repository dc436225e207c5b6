#include "server/http/listener.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>

#include <netdb.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include "base/log.h"
#include "server/http/forwarded.h"
#include "server/http/rate_limit.h"

namespace postbag::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Events taken at one wake, and connections: enough to make the wake cheap, few enough that no
/// reply waits long for its turn.
constexpr int kEvents = 256;
constexpr int kAcceptsAtOnce = 64;
constexpr std::size_t kScratch = std::size_t{64} * 1024;
/// Descriptors kept for the store, files and the log.
constexpr std::size_t kReserved = 128;
/// Connections beyond the limit that are told so; more are closed without a word.
constexpr std::size_t kToldAtOnce = 256;
constexpr milliseconds kNoDescriptors{100};
constexpr milliseconds kShedLog{1'000};

/// Empty for a Unix socket, and so trusted; what cannot be told is nobody whom anyone trusts.
std::string numeric_host(const sockaddr_storage& address, socklen_t size) {
  if (address.ss_family == AF_UNIX) return {};
  std::array<char, NI_MAXHOST> host{};
  const int problem = getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host.data(),
                                  host.size(), nullptr, 0, NI_NUMERICHOST);
  return problem == 0 ? std::string{host.data()} : std::string{"?"};
}

std::uint64_t packed(int socket, std::uint32_t number) {
  return std::uint64_t{number} << 32U | static_cast<std::uint32_t>(socket);
}

std::size_t most_connections(int wanted) {
  rlimit files{};
  if (getrlimit(RLIMIT_NOFILE, &files) != 0) return static_cast<std::size_t>(wanted);
  const std::size_t spare = kReserved + kToldAtOnce;
  const std::size_t possible =
      files.rlim_cur > 2 * spare ? files.rlim_cur - spare : files.rlim_cur / 2;
  return std::min(static_cast<std::size_t>(wanted), possible);
}

}  // namespace

Listener::Listener(const ConnectionLimits& limits, Exchange exchange, ConnectionMeasures& measures)
    : limits_(limits),
      exchange_(std::move(exchange)),
      measures_(measures),
      replies_(std::make_shared<Replies>()),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      scratch_(kScratch),
      timeouts_({limits.read_timeout, limits.idle_timeout, limits.read_timeout,
                 limits.write_timeout, limits.linger_timeout, milliseconds::zero()}),
      share_{limits_, timeouts_, scratch_} {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = packed(replies_->descriptor(), 0);
  if (!epoll_ || epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, replies_->descriptor(), &event) != 0)
    throw std::runtime_error("the listener cannot make its event queue");
}

Listener::~Listener() = default;

Result<void> Listener::bind(const std::string& host, int port) {
  auto opened = listen_on(host, port);
  if (!opened) return tl::unexpected(opened.error());
  socket_ = std::move(*opened);
  return {};
}

Result<void> Listener::bind(const std::filesystem::path& unix_socket) {
  auto opened = listen_on(unix_socket);
  if (!opened) return tl::unexpected(opened.error());
  socket_ = std::move(*opened);
  return {};
}

void Listener::stop() {
  stopping_ = true;
  replies_->wake();
}

bool Listener::answers() {
  const bool came_round = !asked_.exchange(true);
  replies_->wake();
  return came_round;
}

void Listener::run() {
  replies_->set_loop();
  most_ = most_connections(limits_.max_connections);
  watch_for_connections(true);
  for (;;) {
    if (stopping_ && !ending_) begin_stop();
    if (ending_ && (open_ == 0 || timeouts_.now() >= end_by_)) break;
    turn();
  }
  connections_.clear();
  replies_->wait_for_all();
}

/// One wake of the loop.
void Listener::turn() {
  std::array<epoll_event, kEvents> events;
  const int count = epoll_wait(epoll_.number(), events.data(), kEvents, patience());
  timeouts_.set_now(steady_clock::now());
  for (int i = 0; i < count; ++i) {
    const auto& event = events[static_cast<std::size_t>(i)];
    const Replies::To key{static_cast<int>(event.data.u64 & 0xFFFFFFFFU),
                          static_cast<std::uint32_t>(event.data.u64 >> 32U)};
    if (key.number == 0) {
      if (key.socket == socket_.descriptor.number()) accept_connections();
      continue;
    }
    Connection* const connection = find(key);
    if (connection == nullptr) continue;
    if ((event.events & (EPOLLERR | EPOLLHUP)) != 0) {
      end(*connection);
      continue;
    }
    if ((event.events & EPOLLIN) != 0) connection->set_readable((event.events & EPOLLRDHUP) != 0);
    serve(*connection, connection->advance());
  }
  take_replies();
  end_overdue();
  if (asked_.load(std::memory_order_relaxed)) asked_ = false;
  if (!watching_ && !ending_ && timeouts_.now() >= accept_again_) watch_for_connections(true);
}

/// Milliseconds until the loop has something to do even when nothing happens; -1: for ever.
int Listener::patience() const {
  if (replies_->any_from_loop()) return 0;
  auto next = timeouts_.next().value_or(Timeouts::Moment::max());
  if (ending_) next = std::min(next, end_by_);
  if (!watching_ && !ending_) next = std::min(next, accept_again_);
  if (next == Timeouts::Moment::max()) return -1;
  const auto left = std::chrono::ceil<milliseconds>(next - steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void Listener::accept_connections() {
  for (int i = 0; i < kAcceptsAtOnce && watching_; ++i) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    Descriptor accepted{accept4(socket_.descriptor.number(), reinterpret_cast<sockaddr*>(&address),
                                &size, SOCK_CLOEXEC | SOCK_NONBLOCK)};
    if (accepted) {
      take(std::move(accepted), numeric_host(address, size));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      // The connection stays queued until there is room for it.
      watch_for_connections(false);
      accept_again_ = timeouts_.now() + kNoDescriptors;
    } else if (errno == EAGAIN) {
      return;
    }
  }
}

void Listener::take(Descriptor socket, std::string client) {
  const int its = count_in(client);
  const int most_of_one = limits_.max_connections_per_client;
  const int number = socket.number();
  if (++last_number_ == 0) ++last_number_;
  epoll_event event{};
  // Edge-triggered: told once of each change, so that what is watched for never changes.
  event.events = EPOLLIN | EPOLLRDHUP | EPOLLOUT | EPOLLET;
  event.data.u64 = packed(number, last_number_);
  // Far too many are not even told: to wait until they have read it takes a place, too.
  if (open_ >= most_ + kToldAtOnce || its > 2 * most_of_one ||
      epoll_ctl(epoll_.number(), EPOLL_CTL_ADD, number, &event) != 0) {
    ++shed_;
    measures_.shed.add();
    count_out(client);
    return;
  }
  if (connections_.size() <= static_cast<std::size_t>(number))
    connections_.resize(static_cast<std::size_t>(number) + 1);
  auto& held = connections_[static_cast<std::size_t>(number)];
  held.number = last_number_;
  held.connection = std::make_unique<Connection>(std::move(socket), std::move(client), share_);
  measures_.taken.add();
  measures_.open.set(static_cast<std::int64_t>(++open_));
  if (open_ > most_ || its > most_of_one) shed(*held.connection);
}

/// How many connections a client has with this one; 0 when nobody counts.
int Listener::count_in(const std::string& client) {
  if (!is_counted(client)) return 0;
  return ++per_client_[client_key(client)];
}

void Listener::count_out(const std::string& client) {
  if (!is_counted(client)) return;
  const auto count = per_client_.find(client_key(client));
  if (--count->second == 0) per_client_.erase(count);
}

bool Listener::is_counted(const std::string& client) const {
  return limits_.max_connections_per_client > 0 && !is_trusted(client, limits_.trusted_proxies);
}

/// One line of log a second says how many were shed: an overload must not fill the disk.
void Listener::shed(Connection& connection) {
  static const Reply full = write_reply(
      {503,
       "text/plain; charset=utf-8",
       "Too many people are here at once. Nothing was stored. Please try again in a minute.\n",
       {{"Retry-After", "30"}, {"Cache-Control", "no-store"}}},
      {.last = true});
  ++shed_;
  measures_.shed.add();
  if (timeouts_.now() - shed_logged_ >= kShedLog) {
    log(LogLevel::warning, "http.shed",
        {{"connections", static_cast<std::int64_t>(open_)}, {"shed", std::exchange(shed_, 0)}});
    shed_logged_ = timeouts_.now();
  }
  connection.refuse_all();
  connection.reply(full);
  serve(connection, connection.advance());
}

Connection* Listener::find(Replies::To key) {
  const auto place = static_cast<std::size_t>(key.socket);
  if (place >= connections_.size() || connections_[place].number != key.number) return nullptr;
  return connections_[place].connection.get();
}

/// Goes on with a connection until it has to wait.
void Listener::serve(Connection& connection, Connection::Came came) {
  for (;;)
    switch (came) {
      case Connection::Came::to_wait:
        if (ending_ && connection.is_idle()) end(connection);
        return;
      case Connection::Came::to_request:
        return hand_on(connection);
      case Connection::Came::to_refusal:
        connection.reply(write_reply(exchange_.refuse(connection.take_refusal()), {.last = true}));
        came = connection.advance();
        break;
      case Connection::Came::to_end:
        return end(connection);
    }
}

void Listener::hand_on(Connection& connection) {
  WholeRequest whole = connection.take_request();
  ReplyForm form = whole.form;
  form.last = form.last || ending_;
  const int socket = connection.socket();
  const std::uint32_t number = connections_[static_cast<std::size_t>(socket)].number;
  // Until it is answered, also when its client has left meanwhile.
  const std::size_t body = whole.request.body.size();
  share_.held += body;
  exchange_.answer(std::move(whole.request), replies_->expect({socket, number}, form, body));
}

void Listener::take_replies() {
  for (auto& [to, reply, body] : replies_->take()) {
    share_.held -= body;
    if (Connection* const connection = find(to)) {
      connection->reply(std::move(reply));
      serve(*connection, connection->advance());
    }
  }
}

void Listener::end(const Connection& connection) {
  count_out(connection.client());
  connections_[static_cast<std::size_t>(connection.socket())] = {};
  measures_.open.set(static_cast<std::int64_t>(--open_));
  // A descriptor is free again.
  accept_again_ = timeouts_.now();
}

void Listener::end_overdue() {
  while (Connection* const connection = timeouts_.overdue())
    serve(*connection, connection->time_over());
}

/// Takes no more connections and ends those that nothing is in hand for.
void Listener::begin_stop() {
  ending_ = true;
  end_by_ = timeouts_.now() + limits_.stop_timeout;
  watch_for_connections(false);
  // First the file: once nobody listens there, another process may put its own in that place.
  socket_.file = {};
  socket_ = {};
  for (const auto& held : connections_) {
    if (!held.connection || !held.connection->is_idle()) continue;
    // A request may have come that no event told of yet.
    held.connection->set_readable(false);
    serve(*held.connection, held.connection->advance());
  }
}

void Listener::watch_for_connections(bool watch) {
  if (watch == watching_ || !socket_.descriptor) return;
  watching_ = watch;
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = packed(socket_.descriptor.number(), 0);
  epoll_ctl(epoll_.number(), watch ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, socket_.descriptor.number(),
            &event);
}

}  // namespace postbag::http
