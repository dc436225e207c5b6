#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "base/measure.h"
#include "data/data_set.h"
#include "mailer/queue.h"
#include "server/campaign/measures.h"
#include "server/campaign/store.h"
#include "server/http/measures.h"
#include "server/main/ledger.h"

namespace postbag {

/// Everything that the process counts, one object for all of it: the rooms get their part of it to
/// count in. Thread-safe.
class Metrics {
 public:
  http::Measures http;
  campaign::Measures letters;
  Count reloads;
  Count refused_reloads;

  void count_attempt(const mailer::Job& job, const mailer::Attempt& attempt);

  /// What else there is to tell.
  struct Present {
    Ledger& ledger;
    const data::DataSet& data_set;
    bool mailer_works;
    bool mailer_pauses;
  };
  /// All of it in Prometheus' text format 0.0.4. What the ledger holds is asked of it at most once
  /// in five seconds, also where it could not answer; those figures are then left out.
  [[nodiscard]] std::string text(const Present& present);

 private:
  /// What the attempts with one outcome took.
  struct Attempts {
    Spread seconds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300};
  };
  /// A kind of mail and an outcome: words of the code, so there are few.
  using Kind = std::pair<std::string_view, std::string_view>;

  [[nodiscard]] std::optional<campaign::Figures> figures(campaign::Store& store);

  std::mutex attempts_mutex_;
  std::map<Kind, Attempts> attempts_;  ///< guarded by attempts_mutex_

  std::mutex figures_mutex_;
  std::optional<campaign::Figures> figures_;  ///< guarded by figures_mutex_
  /// Also when they could not be had. Guarded by figures_mutex_.
  std::optional<std::chrono::steady_clock::time_point> figures_asked_at_;
};

}  // namespace postbag
