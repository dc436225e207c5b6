#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/console/desk.h"

namespace postbag::http::console {

/// What stands in one place of a table.
struct Cell {
  Cell() = default;
  Cell(std::string words) : text(std::move(words)) {}
  Cell(std::string_view words) : text(words) {}
  Cell(const char* words) : text(words) {}
  /// A number, shown with its thousands parted.
  Cell(std::int64_t value);
  Cell(int value) : Cell(std::int64_t{value}) {}
  /// A text that leads somewhere.
  Cell(std::string words, std::string leads_to)
      : text(std::move(words)), href(std::move(leads_to)) {}
  /// A time, `22 November 2026, 09:30`; an absent one is empty and stands before all others.
  Cell(const View& view, std::optional<Instant> instant);

  std::string text;
  std::string href = {};
  /// By what it is sorted, in place of its text; what a CSV says of a number.
  std::optional<std::int64_t> number = {};
  /// What a CSV says in place of the text: a time as RFC 3339.
  std::string exact = {};
};

struct Column {
  /// As in `?sort=`.
  std::string_view key;
  std::string label;
  bool is_number = false;
};

/// A table of figures, to be looked at, sorted and taken away as CSV. The first column says what a
/// row is of.
struct Table {
  /// As in the address of its CSV, and of its place on the page: `party`.
  std::string name;
  std::string caption;
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;
};

/// Sorts the rows by the column that `by` names, the other way round with `-` before it; leaves
/// them where it names none.
void sort_rows(Table& table, std::string_view by);

/// What partials/staff-table.html shows, as a list of one. Its headings are links to `place` with
/// `sort` added, which has a `?` in it already; no links when it is empty. `by` is how it is sorted
/// now. `csv_href` is where its CSV is; empty: none.
[[nodiscard]] List table_fields(const Table& table, const std::string& place, std::string_view by,
                                const std::string& csv_href = {});

/// The table as a file to save, with `notes` (how it was counted) in lines below it.
[[nodiscard]] Response csv_file(const Table& table, const std::string& file_name,
                                const std::vector<std::string>& notes);

}  // namespace postbag::http::console
