#include "server/office/parliament.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_text.h"

namespace postbag::office {
namespace {

using nlohmann::json;

/// Of the one record of kind `parliament` that is no seat's.
constexpr std::string_view kDissolution = "dissolution";

json day_or_null(const std::optional<Instant>& day) {
  return day ? json(london_date(*day)) : json{};
}

std::optional<Instant> day_of(const json& body, const char* name) {
  const json& value = body.at(name);
  if (value.is_null()) return std::nullopt;
  const auto day = parse_date(value.get<std::string>(), name);
  if (!day) throw std::runtime_error("the database holds a day that was never saved");
  return *day;
}

json parsed(const Record& record) {
  json body = json::parse(record.body, nullptr, false);
  if (!body.is_object())
    throw std::runtime_error("the database holds a record that was never saved");
  return body;
}

campaign::Dissolution dissolution_of(const Record& record) {
  const json body = parsed(record);
  return {day_of(body, "from"), day_of(body, "until")};
}

Vacancy vacancy_of(const Record& record) {
  const json body = parsed(record);
  return {record.id, day_of(body, "from").value_or(record.at), day_of(body, "until"),
          body.at("left").get<std::string>(), record.version};
}

MendedAddress address_of(const Record& record) {
  const json body = parsed(record);
  const auto email = EmailAddress::parse(body.at("email").get<std::string>());
  if (!email) throw std::runtime_error("the database holds an address that was never saved");
  return {record.id,
          *email,
          body.at("reason").get<std::string>(),
          body.at("evidence").get<std::string>(),
          body.at("published").get<std::string>(),
          record.version,
          record.at,
          record.author};
}

/// What a library throws of a record stays in this room.
template <class Read>
auto read_record(const Read& read) {
  try {
    return read();
  } catch (const json::exception&) {
    throw std::runtime_error("the database holds a record that was never saved");
  }
}

std::string period(Instant from, const std::optional<Instant>& until) {
  return until ? fmt::format("from {} until {}", london_date(from), london_date(*until))
               : fmt::format("from {}", london_date(from));
}

Error wrong_dates() {
  return {"wrong_dates", "The last day must come after the first.", "until"};
}

Error not_vacant() {
  return {"not_vacant", "Nobody has said that this seat is vacant.", "seat"};
}

std::string vacancy_text(const Vacancy& vacancy) {
  return json{{"from", london_date(vacancy.from)},
              {"until", day_or_null(vacancy.until)},
              {"left", vacancy.left}}
      .dump();
}

}  // namespace

Parliament Parliament::read(OfficeStore& store) {
  Parliament parliament;
  read_record([&] {
    for (const Record& record : store.all(RecordKind::parliament)) {
      if (record.id == kDissolution) {
        parliament.dissolution_ = dissolution_of(record);
        parliament.dissolution_version_ = record.version;
      } else {
        parliament.vacancies_.push_back(vacancy_of(record));
      }
    }
    for (const Record& record : store.all(RecordKind::address))
      parliament.addresses_.push_back(address_of(record));
  });
  return parliament;
}

const Vacancy* Parliament::vacancy(std::string_view seat) const {
  const auto found = std::find_if(vacancies_.begin(), vacancies_.end(),
                                  [&](const Vacancy& vacancy) { return vacancy.seat == seat; });
  return found == vacancies_.end() ? nullptr : &*found;
}

const MendedAddress* Parliament::address(std::string_view member) const {
  const auto found =
      std::find_if(addresses_.begin(), addresses_.end(),
                   [&](const MendedAddress& address) { return address.member == member; });
  return found == addresses_.end() ? nullptr : &*found;
}

data::Amendments Parliament::amendments(const data::DataSet& published, Instant now) const {
  data::Amendments amendments;
  for (const Vacancy& vacancy : vacancies_) {
    const data::Constituency* seat = published.find(vacancy.seat);
    if (seat == nullptr || now < vacancy.from) continue;
    const bool names_who_left = seat->member && seat->member->id == vacancy.left;
    if (!vacancy.until || now < *vacancy.until) {
      amendments.seats.emplace(vacancy.seat, data::Seat::vacant);
    } else if (names_who_left || seat->seat == data::Seat::vacant) {
      amendments.seats.emplace(vacancy.seat, data::Seat::unknown);
    }
  }
  for (const MendedAddress& address : addresses_)
    amendments.addresses.emplace(address.member, address.email);
  return amendments;
}

staff::AuditEntry ParliamentDesk::entry(std::string action, std::string subject,
                                        std::string detail) const {
  return {clock_.now(), actor_, std::move(action), std::move(subject), std::move(detail)};
}

Instant ParliamentDesk::today() const {
  return parse_date(london_date(clock_.now()), "today").value();
}

Result<void> ParliamentDesk::dissolve(std::int64_t expected, Instant from,
                                      std::optional<Instant> until) {
  if (until && *until <= from) return tl::unexpected(wrong_dates());
  const std::string body = json{{"from", london_date(from)}, {"until", day_or_null(until)}}.dump();
  return store_
      .save(RecordKind::parliament, kDissolution, expected, body,
            entry("parliament.dissolved", "Parliament", period(from, until)))
      .map([](std::int64_t) {});
}

Result<void> ParliamentDesk::sit(std::int64_t expected) {
  const auto record = store_.find(RecordKind::parliament, kDissolution);
  campaign::Dissolution dissolution;
  if (record && !record->removed())
    dissolution = read_record([&] { return dissolution_of(*record); });
  const Instant day = today();
  if (dissolution.from && *dissolution.from < day) {
    dissolution.until = day;
  } else {
    dissolution = {};
  }
  const std::string body =
      json{{"from", day_or_null(dissolution.from)}, {"until", day_or_null(dissolution.until)}}
          .dump();
  return store_
      .save(RecordKind::parliament, kDissolution, expected, body,
            entry("parliament.sits", "Parliament", fmt::format("from {}", london_date(day))))
      .map([](std::int64_t) {});
}

Result<void> ParliamentDesk::vacate(const data::Constituency& published, std::int64_t expected,
                                    Instant from, std::optional<Instant> until) {
  if (until && *until <= from) return tl::unexpected(wrong_dates());
  const Vacancy vacancy{published.code, from, until,
                        published.member ? published.member->id : std::string{}};
  return store_
      .save(RecordKind::parliament, published.code, expected, vacancy_text(vacancy),
            entry("seat.vacant", published.code,
                  fmt::format("{}, {}", published.name, period(from, until))))
      .map([](std::int64_t) {});
}

Result<void> ParliamentDesk::fill(std::string_view seat, std::int64_t expected) {
  const auto record = store_.find(RecordKind::parliament, seat);
  if (!record || record->removed()) return tl::unexpected(not_vacant());
  Vacancy vacancy = read_record([&] { return vacancy_of(*record); });
  const Instant day = today();
  if (vacancy.from >= day)
    return fail("wrong_dates",
                "This vacancy begins today or later. If it was a mistake, take it back instead.",
                "until");
  vacancy.until = day;
  return store_
      .save(RecordKind::parliament, seat, expected, vacancy_text(vacancy),
            entry("seat.filled", std::string{seat}, fmt::format("from {}", london_date(day))))
      .map([](std::int64_t) {});
}

Result<void> ParliamentDesk::take_back(std::string_view seat, std::int64_t expected) {
  const auto record = store_.find(RecordKind::parliament, seat);
  if (!record || record->removed()) return tl::unexpected(not_vacant());
  return store_.remove(RecordKind::parliament, seat, expected,
                       entry("seat.taken_back", std::string{seat}, {}));
}

Result<void> ParliamentDesk::mend(const data::Member& published, std::int64_t expected,
                                  const EmailAddress& email, std::string_view reason,
                                  std::string_view evidence) {
  const std::string body =
      json{{"email", email.text()},
           {"reason", reason},
           {"evidence", evidence},
           {"published", published.email ? published.email->text() : std::string{}}}
          .dump();
  return store_
      .save(RecordKind::address, published.id, expected, body,
            entry("address.mended", published.id, published.name))
      .map([](std::int64_t) {});
}

Result<void> ParliamentDesk::drop_address(std::string_view member, std::int64_t expected) {
  return store_.remove(RecordKind::address, member, expected,
                       entry("address.dropped", std::string{member}, {}));
}

}  // namespace postbag::office
