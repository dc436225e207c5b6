#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "base/change.h"
#include "base/clock.h"
#include "base/result.h"
#include "data/data_set.h"
#include "server/campaign/dissolution.h"
#include "server/office/parliament.h"

namespace postbag {

/// Who holds a seat and where they can be reached, and whether anybody holds one.
struct Sitting {
  std::shared_ptr<const data::DataSet> data_set;
  campaign::Dissolution dissolution;
};

/// Puts what staff say of Parliament over data sets, and notices when it is something else: because
/// somebody said so, in whichever process, or because a day began. Used by one thread at a time.
class ParliamentWatch {
 public:
  /// Reads it. The references must outlive it. Throws std::runtime_error when the database fails.
  ParliamentWatch(office::OfficeStore& store, const Clock& clock);

  /// What is in force now over that data set. Does not ask the store.
  [[nodiscard]] Sitting over(std::shared_ptr<const data::DataSet> published);

  /// Asks the store. Whether over() would give something else than it gave last. Throws
  /// std::runtime_error when the database fails.
  [[nodiscard]] bool changed(const data::DataSet& published);

 private:
  using Revisions = std::pair<std::int64_t, std::int64_t>;
  [[nodiscard]] Revisions revisions() const;

  office::OfficeStore& store_;
  const Clock& clock_;
  Revisions read_;
  office::Parliament parliament_;
  campaign::Dissolution dissolution_;
  data::Amendments amendments_;
};

/// What is in force now, for a command that does one thing and ends.
[[nodiscard]] inline Sitting sitting(office::OfficeStore& store, const Clock& clock,
                                     std::shared_ptr<const data::DataSet> published) {
  return ParliamentWatch{store, clock}.over(std::move(published));
}

/// A change that is prepared and happens, or is dropped, before anything else takes `alone`.
[[nodiscard]] Checked<Change> prepared_alone(std::mutex& alone,
                                             const std::function<Checked<Change>()>& prepare);

}  // namespace postbag
