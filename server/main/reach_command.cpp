#include <iostream>

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "server/campaign/reach.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"

namespace postbag {
namespace {

using campaign::Reach;
using campaign::StoredCampaign;
using nlohmann::ordered_json;

constexpr int kSeats = 650;

std::int64_t letters_sent(const Reach& reach) {
  std::int64_t letters = 0;
  for (const campaign::ReachCell& cell : reach.cells)
    letters += cell.letters;
  return letters;
}

ordered_json json_of(const StoredCampaign& stored, const Reach& reach, campaign::Store& store,
                     Instant now) {
  ordered_json json;
  json["campaign"] = stored.slug;
  json["mps_reached"] = campaign::mps_reached(reach);
  json["mps_total"] = kSeats;
  json["letters_sent"] = letters_sent(reach);
  json["supporters"] = reach.supporters;
  json["letters_by_state"] = ordered_json::object();
  for (const auto& [state, count] : store.letters_by_state(stored.id))
    json["letters_by_state"][std::string{campaign::name_of(state)}] = count;
  json["constituencies"] = ordered_json::array();
  for (const campaign::ReachCell& cell : reach.cells)
    json["constituencies"].push_back(
        {{"code", cell.constituency}, {"mp", cell.member}, {"letters", cell.letters}});
  json["as_of"] = rfc3339(now);
  return json;
}

void print(const StoredCampaign& stored, const Reach& reach, campaign::Store& store) {
  std::cout << stored.slug << ": " << campaign::mps_reached(reach) << " of " << kSeats
            << " MPs reached, " << letters_sent(reach) << " letters sent, " << reach.supporters
            << " supporters\n";
  for (const auto& [state, count] : store.letters_by_state(stored.id))
    std::cout << "  " << campaign::name_of(state) << ": " << count << '\n';
}

}  // namespace

int show_reach(const ConfigFile& file, const std::string& slug, bool as_json, bool recount) {
  return with_store(file, [&](campaign::Store& store, const config::Config&) {
    ordered_json all = ordered_json::array();
    bool found = slug.empty();
    for (const StoredCampaign& stored : store.campaigns()) {
      if (!slug.empty() && stored.slug != slug) continue;
      found = true;
      if (recount) {
        const auto counted = store.recount(stored.id);
        std::cerr << stored.slug
                  << (counted.was == counted.is
                          ? ": the counters agree with the ledger.\n"
                          : ": the counters differed from the ledger and were mended.\n");
      }
      const Reach reach = store.reach(stored.id);
      if (as_json) {
        all.push_back(json_of(stored, reach, store, SystemClock{}.now()));
      } else {
        print(stored, reach, store);
      }
    }
    if (!found) {
      complain(Error{
          "unknown_campaign",
          "There is no campaign " + slug + ". `postbag campaign list` shows those there are.", ""});
      return kFailed;
    }
    if (as_json) std::cout << (slug.empty() ? all : all.front()).dump(2) << '\n';
    return kDone;
  });
}

}  // namespace postbag
