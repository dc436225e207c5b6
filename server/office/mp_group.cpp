#include "server/office/mp_group.h"

#include <algorithm>

namespace postbag::office {
namespace {

using data::Constituency;

/// The Members who hold the seats that `take` picks.
template <class Take>
MpGroup people(const data::DataSet& data_set, const Take& take) {
  MpGroup group{false};
  for (const Constituency& seat : data_set.constituencies())
    if (seat.member && take(*seat.member)) group.members.insert(seat.member->id);
  return group;
}

template <class Take>
MpGroup places(const data::DataSet& data_set, const Take& take) {
  MpGroup group{false};
  for (const Constituency& seat : data_set.constituencies())
    if (take(seat)) group.seats.insert(seat.code);
  return group;
}

/// What `add` puts into a set for each seat, in order.
template <class Add>
std::vector<std::string> gathered(const data::DataSet& data_set, const Add& add) {
  std::set<std::string> all;
  for (const Constituency& seat : data_set.constituencies())
    add(seat, all);
  return {all.begin(), all.end()};
}

}  // namespace

bool MpGroup::has(const Constituency& seat) const {
  return everyone || seats.contains(seat.code) ||
         (seat.member && members.contains(seat.member->id));
}

bool MpGroup::has(std::string_view constituency, std::string_view member) const {
  return everyone || seats.contains(constituency) || members.contains(member);
}

MpGroup of_party(const data::DataSet& data_set, std::string_view party) {
  return people(data_set, [&](const data::Member& member) { return member.party == party; });
}

MpGroup of_nation(const data::DataSet& data_set, std::string_view nation) {
  return places(data_set,
                [&](const Constituency& seat) { return data::name_of(seat.nation) == nation; });
}

MpGroup of_region(const data::DataSet& data_set, std::string_view region) {
  return places(data_set, [&](const Constituency& seat) { return seat.region == region; });
}

MpGroup of_office(const data::DataSet& data_set, std::string_view office) {
  return people(data_set, [&](const data::Member& member) {
    return std::find(member.offices.begin(), member.offices.end(), office) != member.offices.end();
  });
}

std::vector<std::string> parties(const data::DataSet& data_set) {
  return gathered(data_set, [](const Constituency& seat, std::set<std::string>& all) {
    if (seat.member) all.insert(seat.member->party);
  });
}

std::vector<std::string> nations(const data::DataSet& data_set) {
  return gathered(data_set, [](const Constituency& seat, std::set<std::string>& all) {
    all.emplace(data::name_of(seat.nation));
  });
}

std::vector<std::string> regions(const data::DataSet& data_set) {
  return gathered(data_set, [](const Constituency& seat, std::set<std::string>& all) {
    all.insert(seat.region);
  });
}

std::vector<std::string> offices(const data::DataSet& data_set) {
  return gathered(data_set, [](const Constituency& seat, std::set<std::string>& all) {
    if (seat.member) all.insert(seat.member->offices.begin(), seat.member->offices.end());
  });
}

}  // namespace postbag::office
