#include "server/http/measures.h"

#include "server/http/routes.h"

namespace postbag::http {

Measures::Measures() : Measures(http::routes().size()) {}

void Measures::answered(std::size_t place, int status, double seconds) noexcept {
  RouteMeasures& route = place < routes_.size() ? routes_[place] : none;
  route.answers[static_cast<std::size_t>(status / 100) % route.answers.size()].add();
  route.seconds.add(seconds);
}

}  // namespace postbag::http
