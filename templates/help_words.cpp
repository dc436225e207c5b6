#include "templates/help_words.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <vector>

#include "base/file.h"
#include "base/json_string.h"
#include "templates/plain_words.h"
#include "templates/toml_reader.h"

namespace postbag::templates {
namespace {

using Words = std::vector<std::string>;

const std::vector<std::string_view> known_keys = {"phrases", "except", "same"};
constexpr std::size_t longest_entry = 600;
constexpr std::size_t widest_gap = 2;
// Stands where an exception was: no phrase reaches across it.
const std::string wall;

/// One word of a phrase.
struct Choice {
  enum class Kind { whole, beginning, nearly };
  Kind kind = Kind::whole;
  std::string text;
};

/// One place of a phrase: any of these words, or a gap of up to widest_gap words when there is
/// none.
struct Slot {
  std::vector<Choice> choices;
  bool optional = false;
};

using Phrase = std::vector<Slot>;

Words compared_words(std::string_view text) {
  Words words = plain_words(text);
  for (std::string& word : words)
    word = without_doubles(word);
  return words;
}

/// Whether one letter wrong, missing, added or swapped with the next makes one word the other.
bool nearly(std::string_view word, std::string_view wanted) {
  const auto [left, right] = std::mismatch(word.begin(), word.end(), wanted.begin(), wanted.end());
  const std::string_view rest = word.substr(static_cast<std::size_t>(left - word.begin()));
  const std::string_view missing = wanted.substr(static_cast<std::size_t>(right - wanted.begin()));
  if (rest.empty() || missing.empty()) return rest.size() + missing.size() <= 1;
  if (rest.substr(1) == missing || rest == missing.substr(1) || rest.substr(1) == missing.substr(1))
    return true;
  return rest.size() >= 2 && missing.size() >= 2 && rest[0] == missing[1] &&
         rest[1] == missing[0] && rest.substr(2) == missing.substr(2);
}

bool fits(const Choice& choice, std::string_view word) {
  switch (choice.kind) {
    case Choice::Kind::whole:
      return word == choice.text;
    case Choice::Kind::beginning:
      return word.starts_with(choice.text);
    case Choice::Kind::nearly:
      break;
  }
  return nearly(word, choice.text);
}

/// Where a phrase that begins at `place` ends, or 0 when it does not stand there.
std::size_t end_of(const Phrase& phrase, std::size_t slot, const Words& words, std::size_t place) {
  if (slot == phrase.size()) return place;
  const Slot& wanted = phrase[slot];
  if (wanted.choices.empty()) {
    for (std::size_t skipped = 0; skipped <= widest_gap; ++skipped) {
      if (const std::size_t end = end_of(phrase, slot + 1, words, place + skipped)) return end;
      if (place + skipped >= words.size() || words[place + skipped] == wall) return 0;
    }
    return 0;
  }
  const bool fit = place < words.size() && words[place] != wall &&
                   std::any_of(wanted.choices.begin(), wanted.choices.end(),
                               [&](const Choice& choice) { return fits(choice, words[place]); });
  if (fit)
    if (const std::size_t end = end_of(phrase, slot + 1, words, place + 1)) return end;
  return wanted.optional ? end_of(phrase, slot + 1, words, place) : 0;
}

/// Phrases by the letter they begin with, so that few are tried at each word.
class PhraseIndex {
 public:
  void add(const Phrase& phrase) {
    for (const Choice& choice : phrase.front().choices) {
      const bool any = choice.kind == Choice::Kind::nearly;
      for (std::size_t letter = 0; letter < by_letter_.size(); ++letter)
        if (any || letter == static_cast<unsigned char>(choice.text.front()))
          if (by_letter_[letter].empty() || by_letter_[letter].back() != phrases_.size())
            by_letter_[letter].push_back(phrases_.size());
    }
    phrases_.push_back(phrase);
  }

  /// As end_of(), for the first phrase that stands there.
  [[nodiscard]] std::size_t end_at(const Words& words, std::size_t place) const {
    if (words[place] == wall) return 0;
    for (const std::size_t number : by_letter_[static_cast<unsigned char>(words[place].front())])
      if (const std::size_t end = end_of(phrases_[number], 0, words, place)) return end;
    return 0;
  }

 private:
  std::vector<Phrase> phrases_;
  std::array<std::vector<std::size_t>, 128> by_letter_;
};

/// A spelling of one to three words, and the words it stands for.
struct Spelling {
  Words written;
  Words meant;
};

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words)
    text.append(text.empty() ? "" : " ").append(word);
  return text;
}

void append_list(std::string& json, const std::vector<std::string>& entries) {
  json += '[';
  for (const std::string& entry : entries) {
    if (json.back() != '[') json += ',';
    append_json_string(json, entry);
  }
  json += ']';
}

/// The parts of `text` between spaces or bars.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

struct HelpWords::Lists {
  PhraseIndex phrases;
  PhraseIndex exceptions;
  std::map<std::string, std::vector<Spelling>, std::less<>> spellings;  ///< by their first word
  std::string json;

  [[nodiscard]] Words meant(const Words& written) const;
  [[nodiscard]] Words without_exceptions(const Words& words) const;
};

/// What was said with every spelling made into the one that phrases use.
Words HelpWords::Lists::meant(const Words& written) const {
  Words words;
  words.reserve(written.size());
  for (std::size_t place = 0; place < written.size();) {
    const Spelling* found = nullptr;
    if (const auto begin_so = spellings.find(written[place]); begin_so != spellings.end())
      for (const Spelling& spelling : begin_so->second)
        if (spelling.written.size() <= written.size() - place &&
            std::equal(spelling.written.begin(), spelling.written.end(),
                       written.begin() + static_cast<std::ptrdiff_t>(place))) {
          found = &spelling;
          break;
        }
    if (found != nullptr) {
      words.insert(words.end(), found->meant.begin(), found->meant.end());
      place += found->written.size();
    } else {
      words.push_back(written[place++]);
    }
  }
  return words;
}

Words HelpWords::Lists::without_exceptions(const Words& words) const {
  Words kept;
  kept.reserve(words.size());
  for (std::size_t place = 0; place < words.size();) {
    const std::size_t end = exceptions.end_at(words, place);
    kept.push_back(end == 0 ? words[place] : wall);
    place = end == 0 ? place + 1 : end;
  }
  return kept;
}

namespace {

/// Reads the files of a folder, one after the other.
class Reader {
 public:
  void read(const std::filesystem::path& file) {
    const auto content = read_whole(file);
    if (!content) return errors.push_back(content.error());
    const std::string name = file.filename().string();
    TomlReport report(name, *content);
    try {
      const toml::table root = toml::parse(*content, name);
      const TomlTable table(root, "", known_keys, report);
      read_phrases(table, "phrases", Need::required, phrases, phrase_texts);
      read_phrases(table, "except", Need::optional, exceptions, exception_texts);
      read_spellings(table);
    } catch (const toml::parse_error& error) {
      report.complain("", error.source().begin,
                      "this is not TOML: " + std::string(error.description()));
    }
    auto found = report.take_errors();
    std::move(found.begin(), found.end(), std::back_inserter(errors));
  }

  PhraseIndex phrases, exceptions;
  std::vector<std::string> phrase_texts, exception_texts;
  std::vector<Spelling> spellings;
  std::vector<Error> errors;

 private:
  static void read_phrases(const TomlTable& table, std::string_view key, Need need,
                           PhraseIndex& index, std::vector<std::string>& texts) {
    for (const auto* entry : table.list(key, need, longest_entry)) {
      Phrase phrase;
      std::string text;
      bool sound = true;
      for (const std::string_view part : parts_of(entry->get(), ' ')) {
        auto slot = read_slot(part);
        sound = sound && slot;
        if (!slot) continue;
        text.append(text.empty() ? "" : " ").append(text_of(*slot));
        phrase.push_back(std::move(*slot));
      }
      if (sound && !phrase.front().choices.empty() && !phrase.front().optional) {
        index.add(phrase);
        texts.push_back(std::move(text));
      } else {
        table.report().complain(std::string(key), entry->source().begin,
                                std::string(key) + " has \"" + entry->get() +
                                    "\"; write words as the head of en.toml says, beginning with "
                                    "one that cannot be left out");
      }
    }
  }

  /// None for something that is no slot.
  static std::optional<Slot> read_slot(std::string_view part) {
    Slot slot;
    if (part == "...") return slot;
    if (part.starts_with('(') && part.ends_with(')')) {
      slot.optional = true;
      part = part.substr(1, part.size() - 2);
    }
    for (const std::string_view word : parts_of(part, '|')) {
      Choice choice;
      if (word.starts_with('~')) choice.kind = Choice::Kind::nearly;
      if (word.ends_with('*')) choice.kind = Choice::Kind::beginning;
      const std::string_view bare = word.substr(
          word.starts_with('~') ? 1 : 0,
          word.size() - std::min<std::size_t>(word.size(), choice.kind != Choice::Kind::whole));
      const Words plain = compared_words(bare);
      if (plain.size() != 1 || plain.front() != without_doubles(bare)) return std::nullopt;
      choice.text = plain.front();
      slot.choices.push_back(std::move(choice));
    }
    return slot;
  }

  static std::string text_of(const Slot& slot) {
    if (slot.choices.empty()) return "...";
    std::string text;
    for (const Choice& choice : slot.choices) {
      if (!text.empty()) text += '|';
      if (choice.kind == Choice::Kind::nearly) text += '~';
      text += choice.text;
      if (choice.kind == Choice::Kind::beginning) text += '*';
    }
    return slot.optional ? '(' + text + ')' : text;
  }

  void read_spellings(const TomlTable& table) {
    const toml::node* found = table.node("same");
    if (found == nullptr) return;
    const toml::table* same = found->as_table();
    if (same == nullptr) return table.complain("same", "must be a table, as in [same]");
    std::vector<std::string_view> keys;
    for (const auto& [key, value] : *same)
      keys.push_back(key.str());
    const TomlTable entries(*same, "same", keys, table.report());
    for (const std::string_view key : keys)
      for (const auto* written : entries.list(key, Need::required, longest_entry))
        spellings.push_back({compared_words(written->get()), compared_words(key)});
  }
};

}  // namespace

HelpWords::HelpWords(std::unique_ptr<const Lists> lists) : lists_(std::move(lists)) {}
HelpWords::HelpWords(HelpWords&&) noexcept = default;
HelpWords& HelpWords::operator=(HelpWords&&) noexcept = default;
HelpWords::~HelpWords() = default;

Checked<HelpWords> HelpWords::load(const std::filesystem::path& folder) {
  Reader reader;
  for (const char* file : {"en.toml", "cy.toml"})
    reader.read(folder / file);
  if (!reader.errors.empty()) return tl::unexpected(std::move(reader.errors));
  auto lists = std::make_unique<Lists>();
  // The longest spelling first, so that it wins where several begin alike.
  std::stable_sort(
      reader.spellings.begin(), reader.spellings.end(),
      [](const Spelling& a, const Spelling& b) { return a.written.size() > b.written.size(); });
  lists->json = "{\"same\":[";
  for (const Spelling& spelling : reader.spellings) {
    if (spelling.written.empty()) continue;
    if (lists->json.back() != '[') lists->json += ',';
    append_list(lists->json, {joined(spelling.written), joined(spelling.meant)});
    lists->spellings[spelling.written.front()].push_back(spelling);
  }
  lists->json += "],\"except\":";
  append_list(lists->json, reader.exception_texts);
  lists->json += ",\"phrases\":";
  append_list(lists->json, reader.phrase_texts);
  lists->json += '}';
  lists->phrases = std::move(reader.phrases);
  lists->exceptions = std::move(reader.exceptions);
  return HelpWords(std::move(lists));
}

bool HelpWords::speak_in(std::string_view text) const {
  const Words words = lists_->without_exceptions(lists_->meant(compared_words(text)));
  for (std::size_t place = 0; place < words.size(); ++place)
    if (lists_->phrases.end_at(words, place) != 0) return true;
  return false;
}

const std::string& HelpWords::json() const {
  return lists_->json;
}

}  // namespace postbag::templates
