#include "templates/letter.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace postbag::templates {
namespace {

constexpr Use plain = Use::text;
constexpr Use optional = Use::text | Use::section;

// The names and the values stand in the same order; the first ones are the subject's.
constexpr std::size_t subject_names = 8;

std::array<std::string_view, 11> letter_values(const LetterFields& fields,
                                               std::string_view greeting) {
  return {fields.mp_name,      fields.mp_title, greeting,           fields.party,
          fields.constituency, fields.title,    fields.name,        fields.date,
          fields.address,      fields.story,    fields.on_behalf_of};
}

std::string on_one_line(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

// Works in place: what is kept never lies behind what is read.
std::string tidied(std::string text) {
  std::size_t kept = 0;
  bool blank_before = false;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t newline = std::min(text.find('\n', begin), text.size());
    std::size_t end = newline;
    while (end > begin && (text[end - 1] == ' ' || text[end - 1] == '\t' || text[end - 1] == '\r'))
      --end;
    if (end > begin) {
      if (kept > 0) text[kept++] = '\n';
      if (kept > 0 && blank_before) text[kept++] = '\n';
      std::memmove(text.data() + kept, text.data() + begin, end - begin);
      kept += end - begin;
      blank_before = false;
    } else {
      blank_before = true;
    }
    begin = newline + 1;
  }
  text.resize(kept);
  return text;
}

}  // namespace

std::string greeting_for(std::string_view mp_name) {
  return "Dear " + std::string(mp_name);
}

const Vocabulary& letter_vocabulary() {
  static const Vocabulary vocabulary{Markup::text,
                                     {{"mp_name", plain},
                                      {"mp_title", plain},
                                      {"greeting", plain},
                                      {"party", optional},
                                      {"constituency", plain},
                                      {"title", optional},
                                      {"name", plain},
                                      {"date", plain},
                                      {"address", optional},
                                      {"story", optional},
                                      {"on_behalf_of", optional}}};
  return vocabulary;
}

const Vocabulary& subject_vocabulary() {
  static const Vocabulary vocabulary = [] {
    Vocabulary shorter = letter_vocabulary();
    shorter.names.resize(subject_names);
    return shorter;
  }();
  return vocabulary;
}

LetterFields sample_fields() {
  return {"Alex Example",
          "Alex Example MP",
          "Independent",
          "Sampleton and Exampleshire South",
          "Dr",
          "Sam Sample",
          "1 Example Street\nSampleton\nZZ1 1ZZ",
          "This is where your own words will stand.",
          "1 January 2030"};
}

Letter render_letter(const Template& subject, const Template& body, const LetterFields& fields) {
  const std::string greeting =
      fields.greeting.empty() ? greeting_for(fields.mp_name) : fields.greeting;
  const auto values = letter_values(fields, greeting);
  return {on_one_line(subject.render(values)), tidied(body.render(values))};
}

}  // namespace postbag::templates
