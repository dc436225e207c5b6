#include <algorithm>

#include "server/http/console/endpoints.h"
#include "server/http/console/follow_up_figures.h"
#include "server/http/console/reach_tables.h"
#include "server/http/pages/message.h"
#include "server/http/share_links.h"
#include "server/office/engagement_book.h"

namespace postbag::http::console {
namespace {

/// How many problems of delivery are shown at most.
constexpr std::int64_t kMostProblems = 50;

std::optional<bool> read_reached(std::string_view text) {
  if (text == "yes") return true;
  if (text == "no") return false;
  return std::nullopt;
}

List reached_options(const View& view, std::string_view chosen) {
  List options;
  for (const auto& [value, key] :
       {std::pair{"", "staff_mps.any"}, std::pair{"yes", "staff_mps.reached_only"},
        std::pair{"no", "staff_mps.not_yet_only"}})
    options.emplace_back(
        Fields{{"option", value}, {"option_text", view.text(key)}, {"chosen", chosen == value}});
  return options;
}

const data::Constituency* seat_of(const View& view, std::string_view member) {
  for (const auto& seat : view.service().correspondence.data_set().published().constituencies())
    if (seat.member && seat.member->id == member) return &seat;
  return nullptr;
}

std::string seat_name(const View& view, const std::string& code) {
  const auto* const seat = view.service().correspondence.data_set().published().find(code);
  return seat != nullptr ? seat->name : code;
}

std::string title_of(const View& view, const std::string& slug) {
  const auto campaign = view.service().catalogue.find(slug);
  return campaign ? view.texts(*campaign).title.text : slug;
}

std::string state_name(const View& view, campaign::LetterState state) {
  return view.text("staff_state." + std::string{campaign::name_of(state)});
}

List letters_table(const View& view, const office::MpLetters& letters) {
  Table table{"letters",
              view.text("staff_mp.letters_by"),
              {{"campaign", view.text("staff_mp.campaign")},
               {"state", view.text("staff_home.state")},
               {"count", view.text("staff_reach.letters"), true}},
              {}};
  for (const auto& count : letters.counts)
    table.rows.push_back({Cell{title_of(view, count.campaign),
                               "/staff/reach?campaign=" + percent_encoded(count.campaign)},
                          Cell{state_name(view, count.state)}, count.letters});
  return table.rows.empty() ? List{} : List{Fields{{"table", table_fields(table, {}, {})}}};
}

/// `550 5.1.1`, as the mail server said it.
std::string code_text(const office::MpDeliveryProblem& problem) {
  std::string text = problem.code == 0 ? std::string{} : std::to_string(problem.code);
  if (!problem.enhanced_code.empty())
    text.append(text.empty() ? "" : " ").append(problem.enhanced_code);
  return text;
}

List problems_table(const View& view, const office::MpLetters& letters) {
  Table table{"problems",
              view.text("staff_mp.attempts"),
              {{"at", view.text("staff_mp.when")},
               {"campaign", view.text("staff_mp.campaign")},
               {"state", view.text("staff_mp.became")},
               {"reason", view.text("staff_mp.outcome")},
               {"code", view.text("staff_mp.code")}},
              {}};
  for (const auto& problem : letters.problems)
    table.rows.push_back({Cell{moment(view, problem.at)}, Cell{title_of(view, problem.campaign)},
                          Cell{state_name(view, problem.state)}, Cell{problem.reason},
                          Cell{code_text(problem)}});
  return table.rows.empty() ? List{} : List{Fields{{"table", table_fields(table, {}, {})}}};
}

std::string last_sent_text(const View& view, const office::MpLetters& letters) {
  if (!letters.last_sent) return view.text("staff_mp.never_sent");
  const auto& last = *letters.last_sent;
  const std::string text =
      view.text("staff_mp.last_sent", {{"moment", moment(view, last.at)},
                                       {"campaign", title_of(view, last.campaign)},
                                       {"seat", seat_name(view, last.constituency)}});
  if (last.campaign_version == 0) return text;
  return text + " " +
         view.text("staff_mp.version", {{"version", std::to_string(last.campaign_version)}});
}

/// Contact beyond letters that was recorded with this person, the newest first.
List contacts_with(const View& view, std::string_view member) {
  List contacts;
  for (const auto& recorded : office::engagements(view.service().office)) {
    const auto& members = recorded.engagement.members;
    const bool is_with = std::any_of(members.begin(), members.end(),
                                     [&](const auto& one) { return one.id == member; });
    if (!is_with) continue;
    std::string kind{name_of(recorded.engagement.kind)};
    std::replace(kind.begin(), kind.end(), '_', ' ');
    contacts.emplace_back(
        Fields{{"contact_day", day_text(view, recorded.engagement.day.text())},
               {"contact_kind", std::move(kind)},
               {"contact_asked", recorded.engagement.asked},
               {"contact_promised", recorded.engagement.promised},
               {"contact_href", "/staff/engagements/" + percent_encoded(recorded.id)}});
  }
  return contacts;
}

/// Who they are, as the data set has it; a number for who is no longer an MP.
void add_person(const View& view, const std::string& id, const data::Constituency* seat,
                Fields& page) {
  const data::Member* const member = seat != nullptr ? &*seat->member : nullptr;
  page["name"] = member != nullptr ? member->name : view.text("staff_mps.number", {{"id", id}});
  page["is_mp"] = member != nullptr;
  page["full_title"] = member != nullptr ? member->title : "";
  page["party"] = member != nullptr ? member->party : "";
  page["seat"] = seat != nullptr ? seat->name : "";
  page["region"] = seat != nullptr ? seat->region : "";
  page["reachable"] = member != nullptr && member->email.has_value();
  page["offices"] =
      pages::texts("post", member != nullptr ? member->offices : std::vector<std::string>{});
  page["page_title"] = page["name"];
}

}  // namespace

Response mps(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const ReachChoice choice = read_choice(view, request);
  const office::ReachFigures figures = figures_of(view, choice);
  const std::string_view words = asked_for(request, "name");
  const std::string_view reached = asked_for(request, "reached");
  const std::string_view by = asked_for(request, "sort");
  Table table = mps_table(view, figures, read_reached(reached), words);
  sort_rows(table, by.empty() ? "seat" : by);
  Fields page = console_fields(view, "staff_mps.title", who);
  add_choice_form(view, choice, page);
  List fields{input(view, {"name", "staff_mps.name", "search"}, words, {})};
  page["fields"] = std::move(fields);
  page["reached_options"] = reached_options(view, reached);
  page["campaigns_name"] = choice.campaigns_name;
  page["mps_name"] = choice.mps_name;
  page["as_of"] = as_of_text(view, figures);
  page["found"] = view.count("staff_mps.found", static_cast<std::int64_t>(table.rows.size()));
  page["is_empty"] = table.rows.empty();
  page["table"] = table_fields(table,
                               "/staff/mps" + choice.query({{"name", std::string{words}},
                                                            {"reached", std::string{reached}}}),
                               by, "/staff/reach/table/mps" + choice.query());
  return pages::show(view, choice.errors.empty() ? 200 : 422, "staff-mps.html", page);
}

Response mp(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const std::string id{request.parameter("member")};
  const data::Constituency* const seat = seat_of(view, id);
  const office::MpLetters letters = service.office.letters_to(id, kMostProblems);
  List contacts = contacts_with(view, id);
  if (seat == nullptr && letters.counts.empty() && contacts.empty()) return pages::error(view, 404);
  Fields page = console_fields(view, "staff_mps.title", who);
  add_person(view, id, seat, page);
  page["as_of"] = view.text("staff_reach.as_of",
                            {{"moment", moment(view, service.clock.now())},
                             {"dataset", service.correspondence.data_set().description()}});
  page["letters"] = letters_table(view, letters);
  page["last_sent"] = last_sent_text(view, letters);
  page["problems"] = problems_table(view, letters);
  page["contacts"] = std::move(contacts);
  page["told"] =
      follow_up_sentences(view, service.office.follow_up_counts(id, {}, service.clock.now()));
  return pages::show(view, 200, "staff-mp.html", page);
}

}  // namespace postbag::http::console
