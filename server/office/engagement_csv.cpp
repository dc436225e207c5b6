#include "server/office/engagement_csv.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include <fmt/format.h>

#include "base/nearest.h"
#include "base/text.h"
#include "data/csv.h"

namespace postbag::office {
namespace {

ByteSource bytes_of(std::string_view text) {
  return [text](std::span<char> buffer) mutable -> Result<std::size_t> {
    const std::size_t count = std::min(buffer.size(), text.size());
    std::memcpy(buffer.data(), text.data(), count);
    text.remove_prefix(count);
    return count;
  };
}

/// A file that is read row by row, and all that is wrong with it.
class File {
 public:
  File(std::string_view csv, const EngagementWorld& world)
      : reader_(bytes_of(csv)), world_(world) {}

  Checked<std::vector<Engagement>> engagements() {
    if (!next()) add("missing_rows", "Give a file with a header and at least one row.");
    if (errors_.empty()) read_header();
    // Without a good header each row would only repeat its mistakes.
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    while (next())
      read_row();
    if (errors_.empty() && found_.empty())
      add("missing_rows", "The file has a header and no row. Add a row for each engagement.");
    if (!errors_.empty()) return tl::unexpected(std::move(errors_));
    return std::move(found_);
  }

 private:
  void add(std::string code, std::string message) {
    errors_.push_back({std::move(code), std::move(message), "csv"});
  }

  /// Goes to the next row that can be read; false at the end.
  bool next() {
    for (;;) {
      const auto step = reader_.next();
      if (!step || *step == data::CsvReader::Next::end) return false;
      if (*step == data::CsvReader::Next::row) return true;
      add("malformed_row",
          fmt::format("Line {}: the quotation marks do not match. Write a quotation mark inside a "
                      "text twice.",
                      reader_.line()));
    }
  }

  void read_header() {
    std::vector<std::string_view> known;
    for (const EngagementField& field : kEngagementFields)
      known.push_back(field.name);
    const auto names = reader_.fields();
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string name = lower_case(trimmed(names[i]));
      const auto* const field =
          std::find_if(kEngagementFields.begin(), kEngagementFields.end(),
                       [&](const EngagementField& one) { return one.name == name; });
      if (field == kEngagementFields.end()) {
        add("unknown_column", fmt::format("Line {}, column {}: there is no column “{}”{}.",
                                          reader_.line(), i + 1, name, did_you_mean(name, known)));
        continue;
      }
      if (std::find(columns_.begin(), columns_.end(), field) != columns_.end())
        add("repeated_column",
            fmt::format("Line {}, column {}: the column “{}” stands there twice. Take one away.",
                        reader_.line(), i + 1, name));
      columns_.push_back(field);
    }
    for (const std::string_view needed : {"day", "kind"})
      if (std::none_of(columns_.begin(), columns_.end(),
                       [&](const EngagementField* one) { return one->name == needed; }))
        add("missing_column",
            fmt::format("Line {}: the column “{}” is missing.", reader_.line(), needed));
  }

  /// Where an error's field stands in a row: `Line 3, column 2 (kind)`.
  [[nodiscard]] std::string place_of(std::string_view field) const {
    for (std::size_t i = 0; i < columns_.size(); ++i)
      if (columns_[i]->name == field)
        return fmt::format("Line {}, column {} ({})", reader_.line(), i + 1, field);
    return fmt::format("Line {}, column “{}”, which is missing", reader_.line(), field);
  }

  void read_row() {
    const auto values = reader_.fields();
    if (values.size() != columns_.size())
      return add("malformed_row",
                 fmt::format("Line {}: the header has {} columns and this row {}. Put quotation "
                             "marks around a text with a comma in it.",
                             reader_.line(), columns_.size(), values.size()));
    EngagementText text;
    for (std::size_t i = 0; i < values.size(); ++i)
      text.*columns_[i]->text = values[i];
    auto engagement = parse(text, world_);
    if (!engagement) {
      for (const Error& error : engagement.error())
        add(error.code, fmt::format("{}: {}", place_of(error.field), error.message));
    } else if (const auto twin = std::find(found_.begin(), found_.end(), *engagement);
               twin != found_.end()) {
      add("repeated_row",
          fmt::format("Line {}: this is the same as line {}. Take one away.", reader_.line(),
                      lines_[static_cast<std::size_t>(twin - found_.begin())]));
    } else {
      found_.push_back(std::move(*engagement));
      lines_.push_back(reader_.line());
    }
  }

  data::CsvReader reader_;
  const EngagementWorld& world_;
  std::vector<const EngagementField*> columns_;
  std::vector<Engagement> found_;
  /// The line that each stands on.
  std::vector<std::size_t> lines_;
  std::vector<Error> errors_;
};

}  // namespace

std::vector<std::string> engagement_columns() {
  std::vector<std::string> columns;
  for (const EngagementField& field : kEngagementFields)
    columns.emplace_back(field.name);
  return columns;
}

std::vector<std::string> engagement_row(const Engagement& engagement) {
  EngagementText text = text_of(engagement);
  for (std::string* const list : {&text.members, &text.others})
    for (std::size_t at = 0; (at = list->find('\n', at)) != std::string::npos; at += 2)
      list->replace(at, 1, "; ");
  std::vector<std::string> row;
  for (const EngagementField& field : kEngagementFields)
    row.push_back(text.*field.text);
  return row;
}

Checked<std::vector<Engagement>> read_engagements(std::string_view csv,
                                                  const EngagementWorld& world) {
  if (!is_utf8(csv))
    return tl::unexpected(std::vector<Error>{
        {"malformed_text", "The file is not in UTF-8. Save it as “CSV UTF-8” and try again.",
         "csv"}});
  return File{csv, world}.engagements();
}

}  // namespace postbag::office
