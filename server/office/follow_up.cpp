#include "server/office/follow_up.h"

namespace postbag::office {
namespace {

constexpr std::array<std::string_view, 3> kAnswers{"reply", "holding", "none"};
constexpr std::array<std::string_view, 3> kManners{"helpful", "between", "unhelpful"};

template <class Word>
std::optional<Word> parsed(const std::array<std::string_view, 3>& names, std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names.at(i) == name) return static_cast<Word>(i);
  return std::nullopt;
}

}  // namespace

std::string_view name_of(FollowUpAnswer answer) {
  return kAnswers.at(static_cast<std::size_t>(answer));
}

std::optional<FollowUpAnswer> parse_follow_up_answer(std::string_view name) {
  return parsed<FollowUpAnswer>(kAnswers, name);
}

std::string_view name_of(Manner manner) {
  return kManners.at(static_cast<std::size_t>(manner));
}

std::optional<Manner> parse_manner(std::string_view name) {
  return parsed<Manner>(kManners, name);
}

}  // namespace postbag::office
