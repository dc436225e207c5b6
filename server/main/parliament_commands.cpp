#include <iostream>

#include "base/time_text.h"
#include "server/main/commands.h"
#include "server/main/ledger.h"
#include "server/office/parliament.h"

namespace postbag {
namespace {

using office::Parliament;
using office::ParliamentDesk;
using office::RecordKind;

/// Runs `work(desk, parliament, ledger, config)`, whose answer is a Result, for an exit status.
template <class Work>
int with_parliament(const ConfigFile& file, const Work& work) {
  return with_ledger(file, [&](Ledger& ledger, const config::Config& config) {
    ParliamentDesk desk{ledger.office, ledger.clock, staff::Actor::command_line()};
    const Result<void> done = work(desk, Parliament::read(ledger.office), ledger, config);
    if (done) return kDone;
    complain(done.error());
    return kFailed;
  });
}

Result<std::optional<Instant>> day_or_none(const std::string& text, const char* field) {
  if (text.empty()) return std::nullopt;
  return parse_date(text, field).map([](Instant day) { return std::optional{day}; });
}

void print(std::string_view what, Instant from, const std::optional<Instant>& until) {
  std::cout << what << '\t' << london_date(from) << '\t' << (until ? london_date(*until) : "-")
            << '\n';
}

/// The newest version of a seat's record, also of one that was taken back.
std::int64_t version_of(Ledger& ledger, std::string_view seat) {
  const auto record = ledger.office.find(RecordKind::parliament, seat);
  return record ? record->version : office::kNew;
}

}  // namespace

int show_parliament(const ConfigFile& file) {
  return with_parliament(file,
                         [](ParliamentDesk&, const Parliament& parliament, Ledger&,
                            const config::Config&) -> Result<void> {
                           if (const auto& dissolution = parliament.dissolution(); dissolution.from)
                             print("dissolved", *dissolution.from, dissolution.until);
                           for (const office::Vacancy& vacancy : parliament.vacancies())
                             print("vacant " + vacancy.seat, vacancy.from, vacancy.until);
                           return {};
                         });
}

int dissolve_parliament(const ConfigFile& file, const std::string& from, const std::string& until) {
  return with_parliament(file,
                         [&](ParliamentDesk& desk, const Parliament& parliament, Ledger&,
                             const config::Config&) -> Result<void> {
                           const auto first = parse_date(from, "FROM");
                           if (!first) return tl::unexpected(first.error());
                           const auto last = day_or_none(until, "UNTIL");
                           if (!last) return tl::unexpected(last.error());
                           return desk.dissolve(parliament.dissolution_version(), *first, *last);
                         });
}

int seat_parliament(const ConfigFile& file) {
  return with_parliament(
      file, [](ParliamentDesk& desk, const Parliament& parliament, Ledger&, const config::Config&) {
        return desk.sit(parliament.dissolution_version());
      });
}

int vacate_seat(const ConfigFile& file, const std::string& code, const std::string& from) {
  return with_parliament(
      file,
      [&](ParliamentDesk& desk, const Parliament&, Ledger& ledger,
          const config::Config& config) -> Result<void> {
        const auto data_set = data::DataSet::load(config.data.folder);
        if (!data_set) return tl::unexpected(data_set.error());
        const data::Constituency* seat = (*data_set)->find(code);
        if (seat == nullptr)
          return fail("unknown_constituency",
                      "There is no seat " + code + ". Give its code, such as E14001195.");
        const auto day = parse_date(from.empty() ? london_date(ledger.clock.now()) : from, "FROM");
        if (!day) return tl::unexpected(day.error());
        return desk.vacate(*seat, version_of(ledger, code), *day, std::nullopt);
      });
}

int fill_seat(const ConfigFile& file, const std::string& code) {
  return with_parliament(
      file, [&](ParliamentDesk& desk, const Parliament&, Ledger& ledger, const config::Config&) {
        return desk.fill(code, version_of(ledger, code));
      });
}

}  // namespace postbag
