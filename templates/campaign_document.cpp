#include "templates/campaign_document.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/campaign_keys.h"
#include "templates/toml_reader.h"

namespace postbag::templates {
namespace {

constexpr std::string_view kSummaryPrompt =
    "[Say in two or three sentences what is wrong, whom it harms, and what would put it right]";
constexpr std::string_view kPrivacyPrompt =
    "[Say who uses what supporters write, what for, how long it is kept, and whom to ask to have "
    "it deleted]";
constexpr std::string_view kSubjectPrompt = "[What the letter is about]";
constexpr std::string_view kAboutPrompt = "[Say here what the letter is about]";
constexpr std::string_view kReasonPrompt = "[Say here why it matters, and what would help]";
constexpr std::string_view kAskPrompt = "[ask for one thing that an MP can do]";

struct Prompt {
  std::string_view text;
  /// Where the blank has it.
  std::string_view field;
};

constexpr std::array kPrompts{
    Prompt{kSummaryPrompt, "summary"},         Prompt{kPrivacyPrompt, "privacy_notice"},
    Prompt{kSubjectPrompt, "letter.subjects"}, Prompt{kAboutPrompt, "letter.body"},
    Prompt{kReasonPrompt, "letter.body"},      Prompt{kAskPrompt, "letter.body"}};

/// In fmt's words: its braces are doubled.
constexpr std::string_view kBlankLetter =
    "{{{{date}}}}\n\n{{{{mp_title}}}}\n\n{{{{greeting}}}},\n\n"
    "I live in {{{{constituency}}}} and you are my MP. {}\n"
    "{{{{#on_behalf_of}}}}\n\nI am writing this on behalf of {{{{on_behalf_of}}}}.\n"
    "{{{{/on_behalf_of}}}}\n{{{{#story}}}}\n\n{{{{story}}}}\n{{{{/story}}}}\n\n{}\n\n"
    "Will you please {}?\n\nI would be grateful for a reply.\n\nYours sincerely,\n\n"
    "{{{{#title}}}}{{{{title}}}} {{{{/title}}}}{{{{name}}}}\n{{{{address}}}}\n";

/// In which letter a file is where `before` ends, from 1.
std::size_t letter_at(std::string_view before) {
  constexpr std::string_view kHeading = "[[letter]]";
  std::size_t number = 0;
  for (std::size_t at = before.find(kHeading); at != before.npos;
       at = before.find(kHeading, at + 1))
    ++number;
  return number;
}

/// Takes the values of one table as they are, and reports what a document cannot hold.
class PlainTable {
 public:
  PlainTable(const toml::table& table, const std::string& path,
             const std::vector<std::string_view>& known, TomlReport& report)
      : table_(table, path, known, report) {}

  void take(std::string_view key, std::string& text) const {
    if (const auto* found = table_.text_node(key, Need::optional)) text = found->get();
  }

  void take(std::string_view key, std::vector<std::string>& texts) const {
    const toml::node* found = table_.node(key);
    if (found == nullptr) return;
    const toml::array* array = found->as_array();
    if (array == nullptr) return table_.complain(key, "must be a list of texts");
    for (const toml::node& element : *array) {
      if (const auto* text = element.as_string())
        texts.push_back(text->get());
      else
        table_.complain(key, "must be a list of texts only");
    }
  }

  void take(std::string_view key, bool& answer) const { answer = table_.yes_or_no(key, answer); }

  void take_date(std::string_view key, std::string& text) const {
    const toml::node* found = table_.node(key);
    if (found == nullptr) return;
    if (const auto* date = found->as_date())
      text = fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
    else if (const auto* typed = found->as_string())
      text = typed->get();
    else
      table_.complain(key, "must be a date such as 2026-11-22");
  }

  /// The table at `key`, if there is one; anything else is reported.
  [[nodiscard]] const toml::table* table(std::string_view key) const {
    const toml::node* found = table_.node(key);
    if (found == nullptr) return nullptr;
    if (!found->is_table()) table_.complain(key, "must be a table");
    return found->as_table();
  }

  [[nodiscard]] const TomlTable& checked() const { return table_; }

 private:
  TomlTable table_;
};

struct FilterList {
  std::string_view key;
  std::vector<std::string> Filter::*member;
};

constexpr std::array filter_lists{
    FilterList{"party", &Filter::party},           FilterList{"nation", &Filter::nation},
    FilterList{"region", &Filter::region},         FilterList{"office", &Filter::office},
    FilterList{"not_party", &Filter::not_party},   FilterList{"not_nation", &Filter::not_nation},
    FilterList{"not_region", &Filter::not_region}, FilterList{"not_office", &Filter::not_office}};

struct TextLine {
  std::string_view key;
  std::string DocumentTexts::*member;
};

constexpr std::array text_lines{TextLine{"title", &DocumentTexts::title},
                                TextLine{"summary", &DocumentTexts::summary},
                                TextLine{"ask", &DocumentTexts::ask},
                                TextLine{"organisation", &DocumentTexts::organisation},
                                TextLine{"consent", &DocumentTexts::consent},
                                TextLine{"privacy_notice", &DocumentTexts::privacy_notice},
                                TextLine{"unmatched", &DocumentTexts::unmatched}};

struct ThemeLine {
  std::string_view key;
  std::string DocumentTheme::*member;
};

constexpr std::array theme_lines{ThemeLine{"accent", &DocumentTheme::accent},
                                 ThemeLine{"accent_dark", &DocumentTheme::accent_dark},
                                 ThemeLine{"background", &DocumentTheme::background},
                                 ThemeLine{"background_dark", &DocumentTheme::background_dark},
                                 ThemeLine{"logo", &DocumentTheme::logo},
                                 ThemeLine{"logo_alt", &DocumentTheme::logo_alt},
                                 ThemeLine{"font", &DocumentTheme::font}};

void take_texts(const PlainTable& table, DocumentTexts& texts) {
  for (const TextLine& line : text_lines)
    table.take(line.key, texts.*line.member);
  table.take("story_prompts", texts.story_prompts);
}

Filter take_filter(const PlainTable& owner, TomlReport& report) {
  Filter filter;
  if (const toml::table* found = owner.table("filter")) {
    const PlainTable table{*found, owner.checked().field("filter"), filter_keys(), report};
    for (const FilterList& list : filter_lists)
      table.take(list.key, filter.*list.member);
  }
  return filter;
}

void take_lists(const PlainTable& root, CampaignDocument& document, TomlReport& report) {
  for (const toml::table* source : root.checked().tables("letter")) {
    const PlainTable table{*source, "letter", letter_keys(), report};
    DocumentLetter& letter = document.letters.emplace_back();
    letter.filter = take_filter(table, report);
    table.take("language", letter.language);
    table.take("subjects", letter.subjects);
    table.take("body", letter.body);
  }
  for (const toml::table* source : root.checked().tables("exclusion")) {
    const PlainTable table{*source, "exclusion", exclusion_keys(), report};
    DocumentExclusion& exclusion = document.exclusions.emplace_back();
    exclusion.filter = take_filter(table, report);
    table.take("explanation", exclusion.explanation);
    table.take("explanation_welsh", exclusion.explanation_welsh);
  }
  for (const toml::table* source : root.checked().tables("short_question")) {
    const PlainTable table{*source, "short_question", question_keys(), report};
    DocumentQuestion& question = document.short_questions.emplace_back();
    table.take("language", question.language);
    table.take("question", question.question);
    table.take("sentence", question.sentence);
    table.take("choices", question.choices);
  }
}

CampaignDocument take_document(const toml::table& source, TomlReport& report) {
  CampaignDocument document;
  const PlainTable root{source, "", campaign_keys(), report};
  root.take("slug", document.slug);
  root.take("target", document.target);
  root.take("accent_colour", document.accent_colour);
  root.take_date("opens", document.opens);
  root.take_date("closes", document.closes);
  root.take("allowed_origins", document.allowed_origins);
  root.take("address_required", document.address_required);
  take_texts(root, document.english);
  if (const toml::table* found = root.table("welsh")) {
    const PlainTable welsh{*found, "welsh", welsh_keys(), report};
    take_texts(welsh, document.welsh);
    welsh.take("logo_alt", document.welsh.logo_alt);
  }
  if (const toml::table* found = root.table("theme")) {
    const PlainTable theme{*found, "theme", theme_keys(), report};
    for (const ThemeLine& line : theme_lines)
      theme.take(line.key, document.theme.*line.member);
  }
  take_lists(root, document, report);
  return document;
}

/// Builds the file line by line.
class Writer {
 public:
  void line(std::string_view key, std::string_view value) {
    if (!value.empty()) written_.append(key).append(" = ").append(toml_text(value)).append(1, '\n');
  }

  void list(std::string_view key, const std::vector<std::string>& values) {
    if (values.empty()) return;
    written_.append(key).append(" = [\n");
    for (const std::string& value : values)
      written_.append("  ").append(toml_text(value)).append(",\n");
    written_.append("]\n");
  }

  /// Not in quotes.
  void plain(std::string_view key, std::string_view value) {
    written_.append(key).append(" = ").append(value).append(1, '\n');
  }

  void date(std::string_view key, std::string_view value);

  void filter(const Filter& filter) {
    if (filter.empty()) return;
    std::string inside;
    for (const FilterList& list : filter_lists) {
      const std::vector<std::string>& values = filter.*list.member;
      if (values.empty()) continue;
      inside.append(inside.empty() ? " " : ", ").append(list.key).append(" = [");
      for (std::size_t i = 0; i < values.size(); ++i)
        inside.append(i == 0 ? "" : ", ").append(toml_text(values[i]));
      inside.append(1, ']');
    }
    written_.append("filter = {").append(inside).append(" }\n");
  }

  void texts(const DocumentTexts& texts) {
    for (const TextLine& one : text_lines)
      line(one.key, texts.*one.member);
    list("story_prompts", texts.story_prompts);
  }

  /// `[key]` or `[[key]]`.
  void heading(std::string_view brackets) {
    written_.append(1, '\n').append(brackets).append(1, '\n');
  }

  [[nodiscard]] std::string take() { return std::move(written_); }

 private:
  std::string written_;
};

/// Whether TOML takes it as a date without quotes. A day that the month does not have, it refuses.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  std::string written{"x = "};
  written.append(text).append(1, '\n');
  try {
    const toml::table table = toml::parse(written);
    return table.get("x") != nullptr && table.get("x")->is_date();
  } catch (const toml::parse_error&) {
    return false;
  }
}

void Writer::date(std::string_view key, std::string_view value) {
  if (is_date(value)) return plain(key, value);
  line(key, value);
}

std::string_view written_language(std::string_view language) {
  return language == code_of(Language::english) ? std::string_view{} : language;
}

void write_lists(const CampaignDocument& document, Writer& writer) {
  for (const DocumentQuestion& question : document.short_questions) {
    writer.heading("[[short_question]]");
    writer.line("language", written_language(question.language));
    writer.line("question", question.question);
    writer.line("sentence", question.sentence);
    writer.list("choices", question.choices);
  }
  for (const DocumentLetter& letter : document.letters) {
    writer.heading("[[letter]]");
    writer.line("language", written_language(letter.language));
    writer.filter(letter.filter);
    writer.list("subjects", letter.subjects);
    writer.line("body", letter.body);
  }
  for (const DocumentExclusion& exclusion : document.exclusions) {
    writer.heading("[[exclusion]]");
    writer.filter(exclusion.filter);
    writer.line("explanation", exclusion.explanation);
    writer.line("explanation_welsh", exclusion.explanation_welsh);
  }
}

void append_escaped(std::string& written, char c) {
  const auto code = static_cast<unsigned char>(c);
  if (c == '\\')
    written.append("\\\\");
  else if (c == '\t')
    written.append("\\t");
  else if (c == '\r')
    written.append("\\r");
  else if (code < 0x20 || code == 0x7F)
    written.append(fmt::format("\\u{:04X}", code));
  else
    written.append(1, c);
}

}  // namespace

std::string toml_text(std::string_view text) {
  const bool of_lines = text.find('\n') != text.npos;
  std::string written{of_lines ? "\"\"\"\n" : "\""};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // Three in a row would end a text of several lines, and so would one right before its end.
    const bool ends_it = !of_lines || i + 1 == text.size() || (i > 0 && text[i - 1] == '"');
    if (c == '"')
      written.append(ends_it ? "\\\"" : "\"");
    else if (c == '\n')
      written.append(1, c);
    else
      append_escaped(written, c);
  }
  return written.append(of_lines ? "\"\"\"" : "\"");
}

Checked<CampaignDocument> read_document(std::string_view toml, std::string_view file_name) {
  TomlReport report(file_name, toml);
  const auto root = read_toml(toml, file_name, report);
  if (!root) return tl::unexpected(report.take_errors());
  CampaignDocument document = take_document(*root, report);
  if (!report.empty()) return tl::unexpected(report.take_errors());
  return document;
}

std::string write_document(const CampaignDocument& document) {
  Writer writer;
  writer.line("slug", document.slug);
  writer.texts(document.english);
  writer.line("target", document.target);
  writer.date("opens", document.opens);
  writer.date("closes", document.closes);
  writer.line("accent_colour", document.accent_colour);
  writer.list("allowed_origins", document.allowed_origins);
  writer.plain("address_required", document.address_required ? "true" : "false");
  if (document.theme != DocumentTheme{}) {
    writer.heading("[theme]");
    for (const ThemeLine& line : theme_lines)
      writer.line(line.key, document.theme.*line.member);
  }
  if (document.welsh != DocumentTexts{}) {
    writer.heading("[welsh]");
    writer.texts(document.welsh);
    writer.line("logo_alt", document.welsh.logo_alt);
  }
  write_lists(document, writer);
  return writer.take();
}

CampaignDocument blank_document() {
  CampaignDocument blank;
  blank.target = "constituency";
  blank.accent_colour = "#1f5c7a";
  blank.english.summary = kSummaryPrompt;
  blank.english.privacy_notice = kPrivacyPrompt;
  DocumentLetter& letter = blank.letters.emplace_back();
  letter.subjects = {fmt::format("{} in {{{{constituency}}}}", kSubjectPrompt)};
  letter.body = fmt::format(kBlankLetter, kAboutPrompt, kReasonPrompt, kAskPrompt);
  return blank;
}

std::vector<Mistake> unwritten_in(std::string_view toml) {
  std::vector<Mistake> found;
  for (const Prompt& prompt : kPrompts)
    for (std::size_t at = toml.find(prompt.text); at != toml.npos;
         at = toml.find(prompt.text, at + 1)) {
      const std::string_view before = toml.substr(0, at);
      const std::size_t newline = before.rfind('\n');
      const std::size_t begin = newline == before.npos ? 0 : newline + 1;
      const auto line = static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
      found.push_back({std::string(prompt.field),
                       prompt.field.starts_with("letter") ? letter_at(before) : 0, line + 1,
                       count_characters(before.substr(begin)) + 1,
                       fmt::format("{} still has \"{}\"; write your own words there", prompt.field,
                                   prompt.text)});
    }
  return found;
}

}  // namespace postbag::templates
