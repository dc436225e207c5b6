#include "server/http/timeouts.h"

#include <algorithm>

namespace postbag::http {

Timeouts::Place Timeouts::enter(Connection& connection) {
  auto& waiting = queue(Kind::nothing);
  return waiting.insert(waiting.end(), {&connection, Kind::nothing, Moment::max()});
}

void Timeouts::leave(Place place) {
  queue(place->kind).erase(place);
}

void Timeouts::start(Place place, Kind kind) {
  auto& waiting = queue(kind);
  waiting.splice(waiting.end(), queue(place->kind), place);
  place->kind = kind;
  place->until =
      kind == Kind::nothing ? Moment::max() : now_ + lengths_[static_cast<std::size_t>(kind)];
}

Connection* Timeouts::overdue() const {
  for (const auto& waiting : queues_)
    if (!waiting.empty() && waiting.front().until <= now_) return waiting.front().connection;
  return nullptr;
}

std::optional<Timeouts::Moment> Timeouts::next() const {
  Moment soonest = Moment::max();
  for (const auto& waiting : queues_)
    if (!waiting.empty()) soonest = std::min(soonest, waiting.front().until);
  if (soonest == Moment::max()) return std::nullopt;
  return soonest;
}

}  // namespace postbag::http
