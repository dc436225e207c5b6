#include "server/http/console/reach_tables.h"

#include <algorithm>

#include "base/time_text.h"
#include "server/http/share_links.h"

namespace postbag::http::console {
namespace {

using office::ReachFigures;
using office::SeatFigures;

std::string mp_of(const View& view, const SeatFigures& seat) {
  if (seat.seat->member) return seat.seat->member->name;
  return view.text(seat.seat->seat == data::Seat::vacant ? "page.no_mp" : "page.new_mp");
}

Cell mp_cell(const View& view, const SeatFigures& seat) {
  if (!seat.seat->member) return mp_of(view, seat);
  return {mp_of(view, seat), mp_path(seat.seat->member->id)};
}

Table group_table(const View& view, const std::string& name,
                  const std::vector<office::GroupFigures>& groups, const ReachChoice& choice) {
  Table table{name,
              view.text("staff_reach.by_" + name),
              {{"name", view.text("staff_reach.kind_" + name)},
               {"mps", view.text("staff_reach.mps"), true},
               {"reached", view.text("staff_reach.reached"), true},
               {"not-yet", view.text("staff_reach.not_yet"), true},
               {"letters", view.text("staff_reach.letters_sent"), true},
               {"supporters", view.text("staff_reach.supporters"), true}},
              {}};
  for (const auto& group : groups) {
    const bool is_former = group.name.empty();
    Cell called{is_former ? view.text("staff_reach.former") : group.name};
    if (!is_former)
      called.href = "/staff/reach" + choice.query({{"group", name + ":" + group.name}});
    table.rows.push_back({std::move(called), group.mps_total, group.mps_reached,
                          is_former ? 0 : group.mps_total - group.mps_reached, group.letters_sent,
                          group.supporters});
  }
  return table;
}

Table figures_table(const View& view, const ReachFigures& figures) {
  Table table{"figures",
              view.text("staff_reach.figures"),
              {{"figure", view.text("staff_reach.figure")},
               {"all", view.text("staff_reach.how_many"), true}},
              {}};
  if (figures.from)
    table.columns.push_back(
        {"period", view.text("staff_reach.since", {{"day", view.date(*figures.from)}}), true});
  table.columns.push_back({"definition", view.text("staff_reach.definition")});
  const auto add = [&](const std::string& key, std::int64_t all,
                       std::optional<std::int64_t> in_period) {
    std::vector<Cell> row{Cell{view.text("staff_reach." + key)}, all};
    if (figures.from) row.push_back(in_period ? Cell{*in_period} : Cell{});
    row.emplace_back(view.text("staff_reach.means_" + key));
    table.rows.push_back(std::move(row));
  };
  add("mps_reached", figures.all.mps_reached, figures.in_period.mps_reached);
  add("first_reached", figures.all.mps_reached, figures.mps_first_reached_in_period);
  if (!figures.from) table.rows.pop_back();
  add("former", figures.all.mps_reached - figures.present_mps_reached, std::nullopt);
  add("seats", figures.mps_total, std::nullopt);
  add("no_mp", figures.no_mp, std::nullopt);
  add("supporters", figures.all.supporters, figures.in_period.supporters);
  add("letters_sent", figures.all.letters_sent, figures.in_period.letters_sent);
  add("opt_ins", figures.opt_ins, std::nullopt);
  return table;
}

Table states_table(const View& view, const ReachFigures& figures) {
  Table table{"states",
              view.text("staff_reach.states"),
              {{"state", view.text("staff_home.state")},
               {"letters", view.text("staff_reach.letters"), true}},
              {}};
  for (const auto& [state, count] : figures.letters)
    table.rows.push_back(
        {Cell{view.text("staff_state." + std::string{campaign::name_of(state)})}, count});
  return table;
}

Table sources_table(const View& view, const ReachFigures& figures) {
  Table table{"sources",
              view.text("staff_reach.sources"),
              {{"source", view.text("staff_reach.source")},
               {"letters", view.text("staff_reach.letters"), true}},
              {}};
  for (const auto& [source, letters] : figures.sources)
    table.rows.push_back(
        {Cell{source.empty() ? view.text("staff_reach.no_source") : source}, letters});
  return table;
}

std::vector<Column> day_columns(const View& view, std::string_view key) {
  return {{"day", view.text(key)},
          {"letters", view.text("staff_reach.letters_sent"), true},
          {"supporters", view.text("staff_reach.supporters"), true},
          {"reached", view.text("staff_reach.reached_by_then"), true}};
}

Table days_table(const View& view, const ReachFigures& figures) {
  Table table{"days", view.text("staff_reach.by_day"), day_columns(view, "staff_reach.day"), {}};
  for (const auto& day : figures.days)
    table.rows.push_back({Cell{day.date}, day.letters_sent, day.supporters, day.mps_reached});
  return table;
}

Table not_yet_table(const View& view, const ReachFigures& figures) {
  Table table{"not-yet",
              view.text("staff_reach.not_yet_title"),
              {{"seat", view.text("staff_reach.constituency")},
               {"mp", view.text("staff_reach.mp")},
               {"party", view.text("staff_reach.kind_party")},
               {"region", view.text("staff_reach.kind_region")},
               {"supporters", view.text("staff_reach.supporters"), true}},
              {}};
  for (const SeatFigures& seat : not_yet_reached(figures))
    table.rows.push_back({Cell{seat.seat->name}, mp_cell(view, seat),
                          Cell{seat.seat->member ? seat.seat->member->party : std::string{}},
                          Cell{seat.seat->region}, seat.supporters});
  return table;
}

Table former_table(const View& view, const ReachFigures& figures) {
  Table table{"former",
              view.text("staff_reach.former"),
              {{"person", view.text("staff_reach.person")},
               {"seat", view.text("staff_reach.seat_then")},
               {"letters", view.text("staff_reach.letters_sent"), true},
               {"last", view.text("staff_reach.last_sent")}},
              {}};
  const data::DataSet& data_set = view.service().correspondence.data_set().published();
  for (const auto& member : figures.reached) {
    if (member.seat != nullptr) continue;
    const data::Constituency* const seat = data_set.find(member.constituency);
    table.rows.push_back(
        {Cell{view.text("staff_mps.number", {{"id", member.id}}), mp_path(member.id)},
         Cell{seat != nullptr ? seat->name : member.constituency}, member.letters_sent,
         Cell{view, member.last_sent}});
  }
  return table;
}

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return result;
}

bool mentions(const data::Constituency& seat, const std::string& words) {
  const auto has = [&](std::string_view name) {
    return lower(name).find(words) != std::string::npos;
  };
  return has(seat.name) || has(seat.welsh_name) ||
         (seat.member && (has(seat.member->name) || has(seat.member->party)));
}

}  // namespace

Table mps_table(const View& view, const ReachFigures& figures, std::optional<bool> reached,
                std::string_view words) {
  Table table{"mps",
              view.text("staff_mps.table"),
              {{"seat", view.text("staff_reach.constituency")},
               {"mp", view.text("staff_reach.mp")},
               {"party", view.text("staff_reach.kind_party")},
               {"reached", view.text("staff_reach.reached")},
               {"letters", view.text("staff_reach.letters_sent"), true},
               {"supporters", view.text("staff_reach.supporters"), true},
               {"first", view.text("staff_reach.first_sent")},
               {"last", view.text("staff_reach.last_sent")}},
              {}};
  const std::string wanted = lower(words);
  for (const SeatFigures& seat : figures.seats) {
    if ((reached && seat.reached != *reached) || !mentions(*seat.seat, wanted)) continue;
    table.rows.push_back({Cell{seat.seat->name}, mp_cell(view, seat),
                          Cell{seat.seat->member ? seat.seat->member->party : std::string{}},
                          Cell{view.text(seat.reached ? "staff_reach.yes" : "staff_reach.not_yet")},
                          seat.letters_sent, seat.supporters, Cell{view, seat.first_sent},
                          Cell{view, seat.last_sent}});
  }
  return table;
}

Table stretches_table(const View& view, const office::Stretches& stretches) {
  using Length = office::Stretches::Length;
  const std::string_view unit = stretches.length == Length::day    ? "day"
                                : stretches.length == Length::week ? "week"
                                                                   : "month";
  Table table{"over-time",
              view.text("staff_reach.by_" + std::string{unit}),
              day_columns(view, "staff_reach." + std::string{unit}),
              {}};
  for (const auto& stretch : stretches.all)
    table.rows.push_back({Cell{day_text(view, stretch.date)}, stretch.letters_sent,
                          stretch.supporters, stretch.mps_reached});
  return table;
}

std::optional<Table> reach_table(const View& view, std::string_view name,
                                 const ReachFigures& figures, const ReachChoice& choice) {
  if (name == "figures") return figures_table(view, figures);
  if (name == "party") return group_table(view, "party", figures.by_party, choice);
  if (name == "nation") return group_table(view, "nation", figures.by_nation, choice);
  if (name == "region") return group_table(view, "region", figures.by_region, choice);
  if (name == "sources") return sources_table(view, figures);
  if (name == "states") return states_table(view, figures);
  if (name == "days") return days_table(view, figures);
  if (name == "not-yet") return not_yet_table(view, figures);
  if (name == "mps") return mps_table(view, figures, std::nullopt, {});
  if (name == "former") return former_table(view, figures);
  return std::nullopt;
}

std::vector<std::string> reach_notes(const View& view, const ReachFigures& figures,
                                     const ReachChoice& choice) {
  std::vector<std::string> notes{choice.campaigns_name, choice.mps_name, as_of_text(view, figures)};
  for (const char* const figure : {"mps_reached", "letters_sent", "supporters"}) {
    std::string note = view.text(std::string{"staff_reach."}.append(figure));
    note.append(": ").append(view.text(std::string{"staff_reach.means_"}.append(figure)));
    notes.push_back(std::move(note));
  }
  return notes;
}

std::string file_name_of(std::string_view table, const ReachFigures& figures) {
  std::string name = "postbag-";
  name.append(table).append("-").append(london_date(figures.as_of)).append(".csv");
  return name;
}

std::string mp_path(std::string_view member) {
  return "/staff/mps/" + percent_encoded(member);
}

std::string day_text(const View& view, const std::string& date) {
  return view.date(*parse_date(date, "day"));
}

}  // namespace postbag::http::console
