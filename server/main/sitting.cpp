#include "server/main/sitting.h"

namespace postbag {

ParliamentWatch::ParliamentWatch(office::OfficeStore& store, const Clock& clock)
    : store_(store),
      clock_(clock),
      read_(revisions()),
      parliament_(office::Parliament::read(store)) {}

/// Read before what they are of: what is saved in between is then read again.
ParliamentWatch::Revisions ParliamentWatch::revisions() const {
  return {store_.revision(office::RecordKind::parliament),
          store_.revision(office::RecordKind::address)};
}

Sitting ParliamentWatch::over(std::shared_ptr<const data::DataSet> published) {
  dissolution_ = parliament_.dissolution();
  amendments_ = parliament_.amendments(*published, clock_.now());
  if (amendments_ == data::Amendments{}) return {std::move(published), dissolution_};
  return {data::DataSet::amended(std::move(published), amendments_), dissolution_};
}

bool ParliamentWatch::changed(const data::DataSet& published) {
  if (const Revisions now = revisions(); now != read_) {
    parliament_ = office::Parliament::read(store_);
    read_ = now;
  }
  return parliament_.dissolution() != dissolution_ ||
         parliament_.amendments(published, clock_.now()) != amendments_;
}

Checked<Change> prepared_alone(std::mutex& alone, const std::function<Checked<Change>()>& prepare) {
  auto lock = std::make_shared<std::unique_lock<std::mutex>>(alone);
  return prepare().map([&](Change change) -> Change {
    return [lock = std::move(lock), change = std::move(change)] { change(); };
  });
}

}  // namespace postbag
