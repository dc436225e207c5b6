#include <algorithm>

#include "server/http/console/endpoints.h"
#include "server/http/console/reach_picture.h"
#include "server/http/console/reach_tables.h"
#include "server/http/pages/message.h"

namespace postbag::http::console {
namespace {

using office::ReachFigures;

std::string csv_path(const ReachChoice& choice, std::string_view table) {
  std::string path = "/staff/reach/table/";
  return path.append(table).append(choice.query());
}

/// What all pages of figures show above them.
Fields page_of(const View& view, std::string_view title, const staff::SignedIn& who,
               const ReachChoice& choice, const ReachFigures& figures) {
  Fields page = console_fields(view, title, who);
  add_choice_form(view, choice, page);
  page["campaigns_name"] = choice.campaigns_name;
  page["mps_name"] = choice.mps_name;
  page["as_of"] = as_of_text(view, figures);
  return page;
}

/// The tables whose rows can be sorted, all by the same.
List sorted_tables(const View& view, const ReachFigures& figures, const ReachChoice& choice,
                   std::string_view by) {
  List tables;
  const std::string place = "/staff/reach" + choice.query();
  for (const char* const name : {"party", "nation", "region"}) {
    auto table = reach_table(view, name, figures, choice);
    if (!table || table->rows.empty()) continue;
    sort_rows(*table, by);
    tables.emplace_back(Fields{{"table", table_fields(*table, place, by, csv_path(choice, name))}});
  }
  return tables;
}

List plain_table(const View& view, std::string_view name, const ReachFigures& figures,
                 const ReachChoice& choice) {
  const auto table = reach_table(view, name, figures, choice);
  if (!table || table->rows.empty()) return {};
  return List{Fields{{"table", table_fields(*table, {}, {}, csv_path(choice, name))}}};
}

void add_charts(const View& view, const ReachFigures& figures, const ReachChoice& choice,
                Fields& page) {
  const office::Stretches stretches = office::stretches_of(figures.days);
  page["has_days"] = !stretches.all.empty();
  page["mps_chart"] = chart_svg(mps_chart(view, stretches));
  page["letters_chart"] = chart_svg(letters_chart(view, stretches));
  page["over_time"] = List{Fields{
      {"table", table_fields(stretches_table(view, stretches), {}, {}, csv_path(choice, "days"))}}};
}

/// 422 where something of the choice could not be understood.
int status_of(const ReachChoice& choice) {
  return choice.errors.empty() ? 200 : 422;
}

}  // namespace

Response reach(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const ReachChoice choice = read_choice(view, request);
  const ReachFigures figures = figures_of(view, choice);
  Fields page = page_of(view, "staff_reach.title", who, choice, figures);
  page["reached"] = grouped(figures.all.mps_reached);
  page["total"] = grouped(figures.mps_total);
  page["figures"] = plain_table(view, "figures", figures, choice);
  const HexMap map = reach_map_of(view, figures);
  page["map"] = map_on_page(view, map, figures, choice);
  page["legend"] = legend_of(view, map);
  add_charts(view, figures, choice, page);
  page["sorted"] = sorted_tables(view, figures, choice, asked_for(request, "sort"));
  page["states"] = plain_table(view, "states", figures, choice);
  page["sources"] = plain_table(view, "sources", figures, choice);
  page["former"] = plain_table(view, "former", figures, choice);
  page["not_yet_href"] = "/staff/reach/not-yet" + choice.query();
  page["not_yet"] = view.count("staff_reach.see_not_yet",
                               static_cast<std::int64_t>(not_yet_reached(figures).size()));
  page["mps_href"] = "/staff/mps" + choice.query();
  return pages::show(view, status_of(choice), "staff-reach.html", page);
}

Response not_yet(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const ReachChoice choice = read_choice(view, request);
  const ReachFigures figures = figures_of(view, choice);
  Fields page = page_of(view, "staff_reach.not_yet_title", who, choice, figures);
  auto table = reach_table(view, "not-yet", figures, choice).value();
  const std::string_view by = asked_for(request, "sort");
  sort_rows(table, by);
  page["how_many"] =
      view.count("staff_reach.not_yet_count", static_cast<std::int64_t>(table.rows.size()),
                 {{"total", grouped(figures.mps_total)}});
  page["is_empty"] = table.rows.empty();
  page["table"] =
      table_fields(table, "/staff/reach/not-yet" + choice.query(), by, csv_path(choice, "not-yet"));
  page["reach_href"] = "/staff/reach" + choice.query();
  return pages::show(view, status_of(choice), "staff-not-yet.html", page);
}

Response reach_csv(Service& service, const Request& request, const staff::SignedIn&) {
  const View view{service};
  const std::string_view name = request.parameter("name");
  if (std::find(kReachTables.begin(), kReachTables.end(), name) == kReachTables.end())
    return pages::error(view, 404);
  const ReachChoice choice = read_choice(view, request);
  if (!choice.errors.empty()) return pages::error(view, 422, choice.errors.front().message);
  const ReachFigures figures = figures_of(view, choice);
  auto table = reach_table(view, name, figures, choice).value();
  sort_rows(table, asked_for(request, "sort"));
  return csv_file(table, file_name_of(name, figures), reach_notes(view, figures, choice));
}

}  // namespace postbag::http::console
