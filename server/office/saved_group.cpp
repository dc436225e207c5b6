#include "server/office/saved_group.h"

#include <stdexcept>

#include <nlohmann/json.hpp>

#include "base/text.h"

namespace postbag::office {

MpGroup SavedGroup::mps() const {
  MpGroup group{false};
  for (const MetMember& member : members)
    group.members.insert(member.id);
  return group;
}

Checked<SavedGroup> parse_group(std::string_view name, std::string_view lines,
                                const Members& members) {
  std::vector<Error> errors;
  SavedGroup group{std::string{trimmed(name)}, {}};
  if (group.name.empty())
    errors.push_back(
        {"empty_name", "Give the group a name, like Work and Pensions Committee.", "name"});
  if (group.name.size() > kLongestGroupName)
    errors.push_back({"long_name", "Give the group a shorter name, of up to 100 letters.", "name"});
  if (auto found = members.find_all(lines, "lines"); !found) {
    errors.push_back(std::move(found.error()));
  } else if (found->empty()) {
    errors.push_back({"empty_group", "Name at least one MP, each on a line.", "lines"});
  } else {
    group.members = std::move(*found);
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return group;
}

std::string lines_of(const SavedGroup& group) {
  std::string lines;
  for (const MetMember& member : group.members)
    lines.append(name_with_seat(member)).append("\n");
  return lines;
}

std::string body_of(const SavedGroup& group) {
  nlohmann::json members = nlohmann::json::array();
  for (const MetMember& member : group.members)
    members.push_back({{"id", member.id},
                       {"name", member.name},
                       {"constituency", member.constituency},
                       {"seat", member.seat}});
  return nlohmann::json{{"name", group.name}, {"mps", std::move(members)}}.dump();
}

SavedGroup group_of(std::string_view body) {
  try {
    const auto json = nlohmann::json::parse(body);
    SavedGroup group{json.at("name").get<std::string>(), {}};
    for (const auto& member : json.at("mps"))
      group.members.push_back(
          {member.at("id"), member.at("name"), member.at("constituency"), member.at("seat")});
    return group;
  } catch (const nlohmann::json::exception&) {
    throw std::runtime_error("the database holds a group of MPs that was never saved so");
  }
}

std::string id_from_name(std::string_view name) {
  constexpr std::size_t longest = 40;
  std::string id;
  for (const char c : lower_case(std::string{name})) {
    if (id.size() == longest) break;
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_plain) id += c;
    if (!is_plain && !id.empty() && id.back() != '-') id += '-';
  }
  while (id.ends_with('-'))
    id.pop_back();
  return id.empty() ? "group" : id;
}

}  // namespace postbag::office
