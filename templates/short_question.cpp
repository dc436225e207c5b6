#include "templates/short_question.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"

namespace postbag::templates {
namespace {

constexpr std::string_view place = "{answer}";

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : trimmed(text)) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) line += c;
    if (space && line.back() != ' ') line += ' ';
  }
  return line;
}

std::string sentence_of(std::string sentence, std::string answer) {
  const std::size_t at = sentence.find(place);
  if (at == std::string::npos) return sentence;
  const bool stops_after =
      at + place.size() < sentence.size() &&
      std::string_view(".!?,").find(sentence[at + place.size()]) != std::string_view::npos;
  while (stops_after && !answer.empty() && (answer.back() == '.' || answer.back() == ' '))
    answer.pop_back();
  if (at == 0 && !answer.empty() && answer.front() >= 'a' && answer.front() <= 'z')
    answer.front() = static_cast<char>(answer.front() - 'a' + 'A');
  return answer.empty() ? answer : sentence.replace(at, place.size(), answer);
}

}  // namespace

std::string paragraph_of(std::span<const ShortQuestion> questions,
                         std::span<const std::string> answers) {
  std::string paragraph;
  for (std::size_t i = 0; i < std::min(questions.size(), answers.size()); ++i) {
    const std::string answer = on_one_line(answers[i]);
    if (answer.empty()) continue;
    const std::string sentence = sentence_of(questions[i].sentence, answer);
    if (!paragraph.empty() && !sentence.empty()) paragraph += ' ';
    paragraph += sentence;
  }
  return paragraph;
}

}  // namespace postbag::templates
