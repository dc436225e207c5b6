#include "server/http/console/table.h"

#include <algorithm>

#include "base/csv_text.h"
#include "base/time_text.h"

namespace postbag::http::console {
namespace {

bool is_before(const Cell& one, const Cell& other) {
  if (one.number || other.number) return one.number < other.number;
  return one.text < other.text;
}

/// The way in which a click on a heading sorts: a number the largest first, and the other way round
/// when it is sorted so already.
std::string next_order(const Column& column, std::string_view by) {
  const std::string up{column.key};
  const std::string down = "-" + up;
  if (column.is_number) return by == down ? up : down;
  return by == up ? down : up;
}

std::string_view order_of(const Column& column, std::string_view by) {
  if (by == column.key) return "ascending";
  return by.starts_with('-') && by.substr(1) == column.key ? "descending" : std::string_view{};
}

List headings(const Table& table, const std::string& place, std::string_view by) {
  List columns;
  for (const Column& column : table.columns) {
    std::string href;
    if (!place.empty())
      href.append(place)
          .append("&sort=")
          .append(next_order(column, by))
          .append("#")
          .append(table.name);
    columns.emplace_back(Fields{{"column", column.label},
                                {"column_is_number", column.is_number},
                                {"column_href", std::move(href)},
                                {"column_order", order_of(column, by)}});
  }
  return columns;
}

templates::Value row_fields(const Table& table, const std::vector<Cell>& row) {
  List cells;
  for (std::size_t i = 1; i < row.size(); ++i)
    cells.emplace_back(Fields{{"cell", row[i].text},
                              {"cell_href", row[i].href},
                              {"cell_is_number", table.columns[i].is_number}});
  return Fields{
      {"row_name", row.front().text}, {"row_href", row.front().href}, {"cells", std::move(cells)}};
}

std::string text_of(const Cell& cell) {
  if (!cell.exact.empty()) return cell.exact;
  return cell.number ? std::to_string(*cell.number) : cell.text;
}

}  // namespace

Cell::Cell(std::int64_t value) : text(grouped(value)), number(value) {}

Cell::Cell(const View& view, std::optional<Instant> instant) {
  // Sorts as a number in any case, so that times and their absence compare.
  number = instant ? to_milliseconds(*instant) : 0;
  exact = instant ? rfc3339(*instant) : std::string{" "};
  if (instant) text = moment(view, *instant);
}

void sort_rows(Table& table, std::string_view by) {
  const bool down = by.starts_with('-');
  if (down) by.remove_prefix(1);
  const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                   [&](const Column& one) { return one.key == by; });
  if (column == table.columns.end()) return;
  const auto place = static_cast<std::size_t>(column - table.columns.begin());
  std::stable_sort(table.rows.begin(), table.rows.end(), [&](const auto& one, const auto& other) {
    return down ? is_before(other[place], one[place]) : is_before(one[place], other[place]);
  });
}

List table_fields(const Table& table, const std::string& place, std::string_view by,
                  const std::string& csv_href) {
  List rows;
  for (const auto& row : table.rows)
    rows.emplace_back(row_fields(table, row));
  return List{Fields{{"table_name", table.name},
                     {"caption", table.caption},
                     {"table_columns", headings(table, place, by)},
                     {"table_rows", std::move(rows)},
                     {"table_is_wide", table.columns.size() > 2},
                     {"table_csv", csv_href}}};
}

Response csv_file(const Table& table, const std::string& file_name,
                  const std::vector<std::string>& notes) {
  CsvText csv;
  std::vector<std::string> line;
  for (const Column& column : table.columns)
    line.push_back(column.label);
  csv.row(line);
  for (const auto& row : table.rows) {
    line.clear();
    for (const Cell& cell : row)
      line.push_back(text_of(cell));
    csv.row(line);
  }
  csv.row({""});
  for (const std::string& note : notes)
    csv.row({note});
  return {200,
          "text/csv; charset=utf-8",
          csv.text(),
          {{"Content-Disposition", "attachment; filename=\"" + file_name + "\""}}};
}

}  // namespace postbag::http::console
