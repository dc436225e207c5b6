#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "data/data_set.h"
#include "server/campaign/dissolution.h"
#include "server/office/record.h"
#include "server/office/store.h"

namespace postbag::office {

/// A seat that staff say is vacant. Days begin in London.
struct Vacancy {
  /// The seat's code.
  std::string seat;
  Instant from;
  /// The first day on which it has a Member again; none: not yet.
  std::optional<Instant> until;
  /// The id of the Member who left; empty when the data set named none.
  std::string left;
  /// Of its record.
  std::int64_t version = kNew;
};

/// An address that letters to a Member go to in place of the data set's.
struct MendedAddress {
  std::string member;
  EmailAddress email;
  std::string reason;
  /// Where it was found.
  std::string evidence;
  /// What the data set had when it was mended; empty when it had none.
  std::string published;
  std::int64_t version = kNew;
  Instant at;
  std::string author;
};

/// What staff say of Parliament and its Members: when it is dissolved, which seats are vacant, and
/// where a Member can be reached.
class Parliament {
 public:
  /// What stands there now. Throws std::runtime_error when the database fails or holds what was
  /// never saved.
  [[nodiscard]] static Parliament read(OfficeStore& store);

  [[nodiscard]] const campaign::Dissolution& dissolution() const { return dissolution_; }
  /// Of the dissolution's record.
  [[nodiscard]] std::int64_t dissolution_version() const { return dissolution_version_; }
  /// In order of code; also those that are over.
  [[nodiscard]] const std::vector<Vacancy>& vacancies() const { return vacancies_; }
  [[nodiscard]] const Vacancy* vacancy(std::string_view seat) const;
  /// In order of the Members' ids.
  [[nodiscard]] const std::vector<MendedAddress>& addresses() const { return addresses_; }
  [[nodiscard]] const MendedAddress* address(std::string_view member) const;

  /// What of it changes that data set, as it was published, at that moment. A seat stays without a
  /// known Member after a vacancy for as long as the data set names who left.
  [[nodiscard]] data::Amendments amendments(const data::DataSet& published, Instant now) const;

 private:
  campaign::Dissolution dissolution_;
  std::int64_t dissolution_version_ = kNew;
  std::vector<Vacancy> vacancies_;
  std::vector<MendedAddress> addresses_;
};

/// Says what staff know of Parliament. Errors of all: `edited_meanwhile` when `expected` is not the
/// record's newest version. Each writes its line of the audit log.
class ParliamentDesk {
 public:
  /// The references must outlive it.
  ParliamentDesk(OfficeStore& store, const Clock& clock, staff::Actor actor)
      : store_(store), clock_(clock), actor_(std::move(actor)) {}

  /// Error: `wrong_dates` unless `until` is later than `from`.
  [[nodiscard]] Result<void> dissolve(std::int64_t expected, Instant from,
                                      std::optional<Instant> until);
  /// It sits from today on; a dissolution that has not begun is called off.
  [[nodiscard]] Result<void> sit(std::int64_t expected);
  /// Error: `wrong_dates` unless `until` is later than `from`.
  [[nodiscard]] Result<void> vacate(const data::Constituency& published, std::int64_t expected,
                                    Instant from, std::optional<Instant> until);
  /// Somebody holds the seat from today on. Errors: `not_vacant`; `wrong_dates` when the vacancy
  /// begins today or later: it is taken back instead.
  [[nodiscard]] Result<void> fill(std::string_view seat, std::int64_t expected);
  /// The vacancy was a mistake, or who left has come back. Error: `not_vacant`.
  [[nodiscard]] Result<void> take_back(std::string_view seat, std::int64_t expected);

  /// Letters to that Member go there from now on.
  [[nodiscard]] Result<void> mend(const data::Member& published, std::int64_t expected,
                                  const EmailAddress& email, std::string_view reason,
                                  std::string_view evidence);
  /// The data set's address counts again.
  [[nodiscard]] Result<void> drop_address(std::string_view member, std::int64_t expected);

 private:
  [[nodiscard]] staff::AuditEntry entry(std::string action, std::string subject,
                                        std::string detail) const;
  [[nodiscard]] Instant today() const;

  OfficeStore& store_;
  const Clock& clock_;
  staff::Actor actor_;
};

}  // namespace postbag::office
