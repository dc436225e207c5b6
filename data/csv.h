#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "base/result.h"

namespace postbag::data {

/// Reads comma-separated values (RFC 4180; LF or CRLF, an optional UTF-8 byte order mark) record by
/// record, in constant memory. Blank lines are skipped. One thread.
class CsvReader {
 public:
  enum class Next {
    row,
    /// The record breaks the quoting rules or is over 64 KiB; reading goes on at the line after its
    /// first.
    malformed,
    end
  };

  explicit CsvReader(ByteSource source);

  /// Moves to the next record. The error is the source's.
  [[nodiscard]] Result<Next> next();

  /// Of the current record; valid until next().
  [[nodiscard]] std::span<const std::string_view> fields() const { return fields_; }
  /// The line, from 1, that the current record starts on.
  [[nodiscard]] std::size_t line() const { return line_; }

 private:
  [[nodiscard]] Result<bool> fetch();
  [[nodiscard]] Result<bool> find_line_end(std::size_t& end);
  [[nodiscard]] Result<void> skip_byte_order_mark();
  [[nodiscard]] Result<Next> read_quoted();
  [[nodiscard]] bool unquote_field(std::string_view text, std::size_t& i, std::size_t& lines);
  void split(std::string_view line);

  ByteSource source_;
  std::string buffer_;
  std::size_t position_ = 0;
  bool exhausted_ = false;
  std::size_t line_ = 0;
  std::size_t next_line_ = 1;
  std::string unquoted_;
  /// Where each field of a quoted record ends in `unquoted_`.
  std::vector<std::size_t> ends_;
  std::vector<std::string_view> fields_;
};

/// One record of a small table, its values looked up by the number of the wanted column.
struct CsvRow {
  std::size_t line;
  std::vector<std::string_view> values;

  [[nodiscard]] std::string_view operator[](std::size_t column) const { return values[column]; }
};

/// Reads a whole CSV file with a header, calling `use` with every row's `columns`, in that order.
/// Codes of the error: `missing_file`, or `malformed_row` for a header that lacks a column and for
/// a row that is badly quoted, too short or refused by `use`; the message begins with the file's
/// name and the line.
[[nodiscard]] Result<void> read_csv(const std::filesystem::path& file,
                                    std::span<const std::string_view> columns,
                                    const std::function<Result<void>(const CsvRow&)>& use);

/// The parts of `text` between `separator`s; none when it is empty.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace postbag::data
