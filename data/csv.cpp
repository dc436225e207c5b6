#include "data/csv.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "base/file.h"
#include "base/text.h"

namespace postbag::data {
namespace {

constexpr std::size_t block_size = std::size_t{256} * 1024;
constexpr std::size_t longest_record = std::size_t{64} * 1024;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view without_carriage_return(std::string_view line) {
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

}  // namespace

CsvReader::CsvReader(ByteSource source) : source_(std::move(source)) {}

/// Drops what was read and appends one block; false at the end of the source.
Result<bool> CsvReader::fetch() {
  if (exhausted_) return false;
  buffer_.erase(0, position_);
  position_ = 0;
  const std::size_t kept = buffer_.size();
  buffer_.resize(kept + block_size);
  const auto got = source_(std::span{buffer_}.subspan(kept));
  buffer_.resize(kept + got.value_or(0));
  if (!got) return tl::unexpected(got.error());
  exhausted_ = *got == 0;
  return !exhausted_;
}

/// A byte order mark at the very beginning is no part of the first field.
Result<void> CsvReader::skip_byte_order_mark() {
  while (buffer_.size() < byte_order_mark.size()) {
    const auto more = fetch();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
  }
  if (buffer_.starts_with(byte_order_mark)) position_ = byte_order_mark.size();
  return {};
}

/// Sets `end` to the place of the current line's LF, or of the end of the text; false when nothing
/// is left.
Result<bool> CsvReader::find_line_end(std::size_t& end) {
  std::size_t from = position_;
  while (true) {
    end = buffer_.find('\n', from);
    if (end != std::string::npos) return true;
    from = buffer_.size() - position_;
    const auto more = fetch();
    if (!more) return tl::unexpected(more.error());
    from += position_;
    if (!*more) {
      end = buffer_.size();
      return end > position_;
    }
  }
}

void CsvReader::split(std::string_view line) {
  fields_.clear();
  std::size_t start = 0;
  for (std::size_t comma = line.find(',', 0); comma != std::string_view::npos;
       comma = line.find(',', start)) {
    fields_.push_back(line.substr(start, comma - start));
    start = comma + 1;
  }
  fields_.push_back(line.substr(start));
}

Result<CsvReader::Next> CsvReader::next() {
  if (line_ == 0)
    if (const auto skipped = skip_byte_order_mark(); !skipped)
      return tl::unexpected(skipped.error());
  while (true) {
    std::size_t end = 0;
    const auto found = find_line_end(end);
    if (!found) return tl::unexpected(found.error());
    if (!*found) return Next::end;
    line_ = next_line_;
    const std::string_view line =
        without_carriage_return(std::string_view{buffer_}.substr(position_, end - position_));
    if (line.size() <= longest_record && line.find('"', 0) != std::string_view::npos)
      return read_quoted();
    position_ = std::min(end + 1, buffer_.size());
    ++next_line_;
    if (line.empty()) continue;
    if (line.size() > longest_record) return Next::malformed;
    split(line);
    return Next::row;
  }
}

/// Takes one field off `text` at `i`, which is left on what ends it; false when its quotes break
/// the rules.
bool CsvReader::unquote_field(std::string_view text, std::size_t& i, std::size_t& lines) {
  if (i >= text.size() || text[i] != '"') {
    for (; i < text.size() && text[i] != ',' && text[i] != '\n'; ++i) {
      if (text[i] == '"') return false;
      if (text.substr(i, 2) != "\r\n") unquoted_ += text[i];
    }
    return true;
  }
  for (++i; i < text.size(); ++i) {
    if (text[i] == '"') {
      if (text.substr(i, 2) != "\"\"") break;
      ++i;
    }
    lines += text[i] == '\n' ? 1 : 0;
    unquoted_ += text[i];
  }
  if (i >= text.size()) return false;
  ++i;
  if (text.substr(i, 2) == "\r\n") ++i;
  return i >= text.size() || text[i] == ',' || text[i] == '\n';
}

/// Reads a record that holds quotes, which may run over several lines. When it breaks the rules,
/// only its first line is passed over.
Result<CsvReader::Next> CsvReader::read_quoted() {
  while (buffer_.size() - position_ < longest_record) {
    const auto more = fetch();
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
  }
  const std::string_view text = std::string_view{buffer_}.substr(position_, longest_record);
  const bool cut = text.size() == longest_record && !exhausted_;
  unquoted_.clear();
  ends_.clear();
  std::size_t lines = 1;
  std::size_t i = 0;
  bool sound = true;
  while (true) {
    sound = unquote_field(text, i, lines);
    ends_.push_back(unquoted_.size());
    if (!sound || i >= text.size() || text[i] == '\n') break;
    ++i;
  }
  if (!sound || (cut && i >= text.size())) {
    position_ = std::min(buffer_.find('\n', position_), buffer_.size() - 1) + 1;
    ++next_line_;
    return Next::malformed;
  }
  position_ = std::min(position_ + i + 1, buffer_.size());
  next_line_ += lines;
  fields_.clear();
  std::size_t start = 0;
  for (const std::size_t end : ends_) {
    fields_.push_back(std::string_view{unquoted_}.substr(start, end - start));
    start = end;
  }
  return Next::row;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  if (text.empty()) return parts;
  std::size_t start = 0;
  for (std::size_t at = text.find(separator); at != std::string_view::npos;
       at = text.find(separator, start)) {
    parts.push_back(text.substr(start, at - start));
    start = at + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

Result<void> read_csv(const std::filesystem::path& file, std::span<const std::string_view> columns,
                      const std::function<Result<void>(const CsvRow&)>& use) {
  auto source = read_by_blocks(file);
  if (!source) return tl::unexpected(source.error());
  CsvReader reader{std::move(*source)};
  const auto refuse = [&](const std::string& why, const std::string& field) {
    return fail("malformed_row",
                file.string() + ", line " + std::to_string(reader.line()) + ": " + why, field);
  };
  std::vector<std::size_t> places;
  CsvRow row{};
  while (true) {
    const auto next = reader.next();
    if (!next) return tl::unexpected(next.error());
    if (*next == CsvReader::Next::end) break;
    if (*next == CsvReader::Next::malformed)
      return refuse("the quotation marks of this row do not pair up.", "");
    const auto fields = reader.fields();
    if (places.empty()) {
      for (const std::string_view column : columns) {
        const auto found = std::find(fields.begin(), fields.end(), column);
        if (found == fields.end())
          return refuse("the header lacks the column " + std::string{column} + ".",
                        std::string{column});
        places.push_back(static_cast<std::size_t>(found - fields.begin()));
      }
      continue;
    }
    if (fields.size() <= *std::max_element(places.begin(), places.end()))
      return refuse("the row has only " + std::to_string(fields.size()) + " fields.", "");
    row.line = reader.line();
    row.values.clear();
    for (const std::size_t place : places)
      row.values.push_back(fields[place]);
    if (const auto used = use(row); !used) return refuse(used.error().message, used.error().field);
  }
  if (places.empty())
    return fail("malformed_row", file.string() + ": the file is empty; it needs a header line.");
  return {};
}

}  // namespace postbag::data
