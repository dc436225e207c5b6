#include "base/measure.h"

#include <algorithm>

namespace postbag {

NamedCounts::NamedCounts(std::initializer_list<std::string_view> names)
    : names_(names), counts_(names.size() + 1) {
  names_.emplace_back("other");
}

void NamedCounts::add(std::string_view name) noexcept {
  counts_[place_of(name)].add();
}

std::size_t NamedCounts::place_of(std::string_view name) const noexcept {
  const auto found = std::find(names_.begin(), names_.end() - 1, name);
  return static_cast<std::size_t>(found - names_.begin());
}

Spread::Spread(std::initializer_list<double> bounds)
    : bounds_(bounds), counts_(bounds.size() + 1) {}

void Spread::add(double value) noexcept {
  const auto range = std::lower_bound(bounds_.begin(), bounds_.end(), value);
  counts_[static_cast<std::size_t>(range - bounds_.begin())].add();
  sum_.fetch_add(value, std::memory_order_relaxed);
}

}  // namespace postbag
