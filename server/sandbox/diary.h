#pragma once

#include <string>

#include "base/clock.h"
#include "base/rng.h"
#include "data/data_set.h"
#include "server/campaign/catalogue.h"
#include "server/office/store.h"
#include "server/sandbox/chance.h"

namespace postbag::sandbox {

/// What the staff of a made-up year write down: meetings and other engagements, and the steps of
/// each campaign. Members are chosen by chance, and no words are put into anybody's mouth: each
/// entry says that it is made up.
class Diary {
 public:
  /// The references must outlive it.
  Diary(office::OfficeStore& store, const data::DataSet& data_set, const Clock& clock, Rng& rng,
        Chance& chance)
      : store_(store), data_set_(data_set), clock_(clock), rng_(rng), chance_(chance) {}

  /// What was written down for these campaigns on the day so many days before the year's end.
  void write(const campaign::Catalogue::Campaigns& campaigns, int days_ago);

 private:
  void decide(const std::string& campaign, int days_ago);
  void engage(const std::string& campaign, int days_ago);
  void save(office::RecordKind kind, const std::string& body, std::string action);

  office::OfficeStore& store_;
  const data::DataSet& data_set_;
  const Clock& clock_;
  Rng& rng_;
  Chance& chance_;
};

}  // namespace postbag::sandbox
