#include "server/office/members.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"

namespace postbag::office {
namespace {

constexpr std::size_t kMostCandidates = 5;

struct Plain {
  std::string_view accented;
  char letter;
};

/// The letters with accents of British and Irish names, in lower and upper case.
constexpr auto kPlain = std::to_array<Plain>(
    {{"à", 'a'}, {"á", 'a'}, {"â", 'a'}, {"ä", 'a'}, {"ç", 'c'}, {"è", 'e'}, {"é", 'e'}, {"ê", 'e'},
     {"ë", 'e'}, {"ì", 'i'}, {"í", 'i'}, {"î", 'i'}, {"ï", 'i'}, {"ñ", 'n'}, {"ò", 'o'}, {"ó", 'o'},
     {"ô", 'o'}, {"ö", 'o'}, {"ù", 'u'}, {"ú", 'u'}, {"û", 'u'}, {"ü", 'u'}, {"ŵ", 'w'}, {"ŷ", 'y'},
     {"ý", 'y'}, {"À", 'a'}, {"Á", 'a'}, {"Â", 'a'}, {"Ä", 'a'}, {"Ç", 'c'}, {"È", 'e'}, {"É", 'e'},
     {"Ê", 'e'}, {"Ë", 'e'}, {"Ì", 'i'}, {"Í", 'i'}, {"Î", 'i'}, {"Ï", 'i'}, {"Ñ", 'n'}, {"Ò", 'o'},
     {"Ó", 'o'}, {"Ô", 'o'}, {"Ö", 'o'}, {"Ù", 'u'}, {"Ú", 'u'}, {"Û", 'u'}, {"Ü", 'u'}, {"Ŵ", 'w'},
     {"Ŷ", 'y'}, {"Ý", 'y'}});

/// Forms of address: nobody is known by them.
constexpr auto kAddresses = std::to_array<std::string_view>(
    {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "rt", "hon", "the", "mp"});

bool is_word_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

std::string without_accents(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const bool is_ascii = static_cast<unsigned char>(text.front()) < 0x80U;
    const auto found =
        is_ascii ? kPlain.end() : std::find_if(kPlain.begin(), kPlain.end(), [&](const Plain& one) {
          return text.starts_with(one.accented);
        });
    if (found != kPlain.end()) {
      plain += found->letter;
      text.remove_prefix(found->accented.size());
      continue;
    }
    // An apostrophe, straight or curly, parts no word: O'Hara, O’Hara and OHara are one.
    constexpr std::string_view curly = "’";
    if (text.starts_with(curly)) {
      text.remove_prefix(curly.size());
      continue;
    }
    if (text.front() == '&') plain += " and ";
    if (text.front() != '\'' && text.front() != '&') plain += text.front();
    text.remove_prefix(1);
  }
  return lower_case(plain);
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : without_accents(text) + ' ') {
    if (is_word_letter(c)) {
      word += c;
      continue;
    }
    if (!word.empty() && std::find(kAddresses.begin(), kAddresses.end(), word) == kAddresses.end())
      words.push_back(word);
    word.clear();
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text.append(text.empty() ? "" : " ").append(word);
  return text;
}

std::string folded(std::string_view text) {
  return joined(words_of(text));
}

Error unclear(std::string_view typed, const std::vector<std::string>& candidates) {
  std::string message = "“";
  message.append(typed).append("” may mean ");
  for (std::size_t i = 0; i < candidates.size(); ++i)
    message.append(i == 0 ? "" : " or ").append(candidates[i]);
  message.append(". Write one of them out like this.");
  return {"unclear_member", std::move(message), ""};
}

/// The parts of a list, one on each line or parted by semicolons.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(";\n"), text.size());
    const std::string_view part = trimmed(text.substr(0, end));
    if (!part.empty()) parts.push_back(part);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

}  // namespace

std::string name_with_seat(const MetMember& member) {
  std::string text = member.name;
  return text.append(" (").append(member.seat).append(")");
}

Members::Members(const data::DataSet& data_set, std::span<const MetMember> recorded) {
  for (const data::Constituency& seat : data_set.constituencies()) {
    if (!seat.member) {
      without_member_[folded(seat.name)] = seat.name;
      if (!seat.welsh_name.empty()) without_member_[folded(seat.welsh_name)] = seat.name;
      continue;
    }
    const std::size_t place = members_.size();
    members_.push_back({seat.member->id, seat.member->name, seat.code, seat.name});
    searched_.push_back(folded(seat.member->name) + ' ' + folded(seat.name));
    add(folded(seat.member->name), place);
    add(folded(seat.name), place);
    add(searched_.back(), place);
    add(seat.member->id, place);
    if (!seat.welsh_name.empty()) add(folded(seat.welsh_name), place);
    for (const std::string& office : seat.member->offices)
      add(folded(office), place);
  }
  for (const MetMember& member : recorded) {
    if (std::find(members_.begin(), members_.end(), member) != members_.end()) continue;
    members_.push_back(member);
    searched_.push_back(folded(name_with_seat(member)));
    // As it was recorded it stays, whoever is found by the same words today.
    by_words_[searched_.back()] = {members_.size() - 1};
  }
}

void Members::add(const std::string& key, std::size_t member) {
  std::vector<std::size_t>& places = by_words_[key];
  if (places.empty() || places.back() != member) places.push_back(member);
}

std::vector<std::size_t> Members::like(const std::string& words) const {
  std::vector<std::size_t> places;
  const std::vector<std::string> wanted = words_of(words);
  for (std::size_t i = 0; i < searched_.size() && places.size() < kMostCandidates; ++i) {
    const std::string padded = ' ' + searched_[i] + ' ';
    const bool holds_all = std::all_of(wanted.begin(), wanted.end(), [&](const std::string& word) {
      return padded.find(' ' + word + ' ') != std::string::npos;
    });
    if (holds_all) places.push_back(i);
  }
  // A slip of the hand: the same name but for a letter or two.
  for (auto known = by_words_.begin(); places.empty() && known != by_words_.end(); ++known)
    if (words.size() >= 5 && edit_distance(words, known->first) <= 2) places = known->second;
  return places;
}

Result<MetMember> Members::find(std::string_view typed) const {
  const std::string words = folded(typed);
  const auto known = by_words_.find(words);
  if (known != by_words_.end() && known->second.size() == 1) return members_[known->second.front()];
  if (const auto seat = without_member_.find(words); seat != without_member_.end())
    return fail("vacant_seat", seat->second +
                                   " has no MP that the data set names. Write who it was under "
                                   "“Officials and organisations”.");
  std::vector<std::string> candidates;
  if (!words.empty())
    for (const std::size_t place : known != by_words_.end() ? known->second : like(words))
      candidates.push_back(name_with_seat(members_[place]));
  if (!candidates.empty()) return tl::unexpected(unclear(typed, candidates));
  std::string message = "We know no MP and no constituency called “";
  message.append(typed).append("”. Write the name as Parliament does, or the constituency.");
  return fail("unknown_member", std::move(message));
}

Result<std::vector<MetMember>> Members::find_all(std::string_view text,
                                                 std::string_view field) const {
  std::vector<MetMember> found;
  Error problem{"", "", std::string{field}};
  for (const std::string_view part : parts_of(text)) {
    auto member = find(part);
    if (!member) {
      problem.code = member.error().code;
      problem.message.append(problem.message.empty() ? "" : " ").append(member.error().message);
    } else if (std::none_of(found.begin(), found.end(),
                            [&](const MetMember& one) { return one.id == member->id; })) {
      found.push_back(std::move(*member));
    }
  }
  if (!problem.message.empty()) return tl::unexpected(std::move(problem));
  return found;
}

}  // namespace postbag::office
