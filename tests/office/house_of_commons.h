#pragma once

#include <filesystem>
#include <memory>

#include "data/data_set.h"

namespace postbag::testing {

/// The bundled data set.
[[nodiscard]] inline const data::DataSet& house_of_commons() {
  static const auto loaded =
      data::DataSet::load(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "data/set").value();
  return *loaded;
}

/// The first seat with an MP that `take` picks.
template <class Take>
[[nodiscard]] const data::Constituency& seat_where(const Take& take) {
  for (const data::Constituency& seat : house_of_commons().constituencies())
    if (seat.member && take(seat)) return seat;
  throw std::out_of_range("there is no such seat");
}

}  // namespace postbag::testing
