#include <iostream>

#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "data/data_set.h"
#include "server/campaign/recipient.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/main/sitting.h"

namespace postbag {
namespace {

using campaign::LetterRow;
using nlohmann::ordered_json;

ordered_json json_of(const LetterRow& row) {
  return {{"letter", row.public_id},
          {"state", campaign::name_of(row.state)},
          {"since", rfc3339(row.since)},
          {"reason", row.reason.empty() ? ordered_json{} : ordered_json(row.reason)},
          {"attempts", row.attempts},
          {"campaign", row.campaign},
          {"constituency", row.constituency},
          {"mp", row.member},
          {"message_id", row.message_id},
          {"has_text", row.has_text}};
}

void print(const LetterRow& row) {
  std::cout << row.public_id << '\t' << campaign::name_of(row.state) << '\t' << rfc3339(row.since)
            << '\t' << (row.reason.empty() ? "-" : row.reason) << '\t' << row.attempts << '\t'
            << row.campaign << '\t' << row.constituency << '\n';
}

bool knows_campaign(campaign::Store& store, const std::string& slug) {
  const auto all = store.campaigns();
  return slug.empty() || std::any_of(all.begin(), all.end(),
                                     [&](const auto& stored) { return stored.slug == slug; });
}

/// Why a held letter would be held again at once, if it would: the same look at the data set that a
/// mailer takes.
Result<void> check_release(campaign::Store& store, const Sitting& sitting, Instant now,
                           const std::string& id) {
  const auto rows = store.letters({id});
  if (rows.empty() || rows.front().state != campaign::LetterState::held)
    return {};  // the store says what is wrong
  mailer::Job job;
  job.constituency = rows.front().constituency;
  job.member = rows.front().member;
  const auto recipient = campaign::address(job, *sitting.data_set, sitting.dissolution.covers(now));
  if (recipient) return {};
  return fail("not_released", "The letter " + id + " stays held: " + recipient.error().message +
                                  " It greets the person it was written to by name, and is sent to "
                                  "nobody else.");
}

/// Runs `act(ledger, config, id)` for each letter and says what became of it; kFailed when one was
/// refused.
template <class Act>
int for_each_letter(const ConfigFile& file, const std::vector<std::string>& ids, const Act& act) {
  return with_ledger(file, [&](Ledger& ledger, const config::Config& config) {
    int status = kDone;
    for (const std::string& id : ids) {
      const Result<campaign::LetterStatus> moved = act(ledger, config, id);
      if (moved) {
        std::cout << id << '\t' << campaign::name_of(moved->state) << '\n';
      } else {
        complain(moved.error());
        status = kFailed;
      }
    }
    return status;
  });
}

}  // namespace

int list_letters(const ConfigFile& file, const LetterListing& listing) {
  campaign::LetterSearch search;
  search.campaign = listing.campaign;
  search.limit = listing.limit;
  search.state = campaign::parse_letter_state(listing.state);
  return with_store(file, [&](campaign::Store& store, const config::Config&) {
    if (!knows_campaign(store, search.campaign)) {
      complain(Error{"unknown_campaign",
                     "There is no campaign " + search.campaign +
                         ". `postbag campaign list` shows those there are.",
                     ""});
      return kFailed;
    }
    ordered_json all = ordered_json::array();
    for (const LetterRow& row : store.letters(search)) {
      if (listing.json) {
        all.push_back(json_of(row));
      } else {
        print(row);
      }
    }
    if (listing.json) std::cout << all.dump(2) << '\n';
    return kDone;
  });
}

int move_letters(const ConfigFile& file, const std::vector<std::string>& ids,
                 campaign::StaffAction action) {
  return for_each_letter(file, ids,
                         [&](Ledger& ledger, const config::Config&, const std::string& id) {
                           return ledger.store.move(id, action);
                         });
}

int release_letters(const ConfigFile& file, const std::vector<std::string>& ids) {
  std::optional<Sitting> now;
  return for_each_letter(
      file, ids,
      [&](Ledger& ledger, const config::Config& config,
          const std::string& id) -> Result<campaign::LetterStatus> {
        if (!now) {
          auto loaded = data::DataSet::load(config.data.folder);
          if (!loaded) return tl::unexpected(loaded.error());
          now = sitting(ledger.office, ledger.clock, std::move(*loaded));
        }
        if (auto checked = check_release(ledger.store, *now, ledger.clock.now(), id); !checked)
          return tl::unexpected(checked.error());
        return ledger.store.move(id, campaign::StaffAction::release);
      });
}

}  // namespace postbag
