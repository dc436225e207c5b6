#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/rng.h"
#include "data/data_set.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/store.h"
#include "server/sandbox/chance.h"

namespace postbag::sandbox {

/// A letter that a made-up supporter wrote, and the link by which they would confirm it.
struct Written {
  campaign::NewLetter letter;
  campaign::ConfirmationLink link;
};

/// Makes up supporters, who live in real seats and have addresses under example.org. Some seats
/// have many, some few, and in some nobody has heard of the campaign yet.
class Writer {
 public:
  /// `secret` keys the digests that stand in for addresses. The references must outlive it.
  Writer(const data::DataSet& data_set, Rng& rng, Chance& chance, std::string secret);

  /// Nothing when the seat that chance chose cannot be written to by this campaign.
  [[nodiscard]] std::optional<Written> write(const campaign::Campaign& campaign, Instant now);

 private:
  [[nodiscard]] campaign::NewLetter letter_of(const campaign::Campaign& campaign,
                                              const templates::Variant& variant,
                                              const data::Constituency& seat, Instant now);

  Rng& rng_;
  Chance& chance_;
  const std::string secret_;
  /// Each as often as it has supporters for its size.
  std::vector<const data::Constituency*> seats_;
  int people_ = 0;
};

}  // namespace postbag::sandbox
