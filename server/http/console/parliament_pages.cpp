#include <algorithm>

#include "base/nearest.h"
#include "base/time_text.h"
#include "server/http/console/desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/whole_number.h"
#include "server/office/parliament.h"

namespace postbag::http::console {
namespace {

using office::Parliament;
using office::Vacancy;

/// What the page shows besides what is.
struct Shown {
  std::string notice = {};
  std::vector<Error> errors = {};
  /// What was typed, by field.
  NamedTexts typed = {};
};

std::string typed(const Shown& shown, std::string_view name, std::string otherwise = {}) {
  const auto found = shown.typed.find(name);
  return found == shown.typed.end() ? std::move(otherwise) : found->second;
}

std::string day_text(const std::optional<Instant>& day) {
  return day ? london_date(*day) : std::string{};
}

std::string standing(const View& view, const campaign::Dissolution& dissolution) {
  const Instant now = view.service().clock.now();
  if (!dissolution.from || (dissolution.until && now >= *dissolution.until))
    return view.text("staff_parliament.sits");
  const std::string key = std::string{"staff_parliament."}
                              .append(dissolution.covers(now) ? "dissolved" : "will_dissolve")
                              .append(dissolution.until ? "_until" : "");
  if (!dissolution.until) return view.text(key, {{"from", view.date(*dissolution.from)}});
  return view.text(
      key, {{"from", view.date(*dissolution.from)}, {"until", view.date(*dissolution.until)}});
}

/// What is to be done about a vacancy, in one sentence.
std::string advice(const View& view, const Vacancy& vacancy, const data::Constituency* seat) {
  const Instant now = view.service().clock.now();
  const bool names_who_left = seat != nullptr && seat->member && seat->member->id == vacancy.left;
  if (now < vacancy.from) return view.text("staff_parliament.not_yet");
  const bool over = vacancy.until && now >= *vacancy.until;
  if (over && names_who_left) return view.text("staff_parliament.awaits_data");
  if (over) return view.text("staff_parliament.over");
  if (seat != nullptr && seat->member && !names_who_left)
    return view.text("staff_parliament.data_names", {{"mp", seat->member->name}});
  return view.text("staff_parliament.vacant_now");
}

Fields vacancy_fields(const View& view, const Vacancy& vacancy) {
  const data::DataSet& published = view.service().correspondence.data_set().published();
  const data::Constituency* seat = published.find(vacancy.seat);
  const Instant now = view.service().clock.now();
  return {{"seat_code", vacancy.seat},
          {"seat", seat != nullptr ? seat->name : vacancy.seat},
          {"from", view.date(vacancy.from)},
          {"until", vacancy.until ? view.date(*vacancy.until) : view.text("staff_parliament.open")},
          {"advice", advice(view, vacancy, seat)},
          {"can_fill", now >= vacancy.from && (!vacancy.until || now < *vacancy.until)},
          {"version", std::to_string(vacancy.version)}};
}

Response show_parliament(const View& view, const staff::SignedIn& who, const Shown& shown) {
  const Parliament parliament = Parliament::read(view.service().office);
  const campaign::Dissolution& dissolution = parliament.dissolution();
  const bool over = dissolution.until && view.service().clock.now() >= *dissolution.until;
  Fields page = console_fields(view, "staff_parliament.title", who);
  add_errors(view, page, shown.errors, "from");
  page["notice"] = shown.notice;
  page["standing"] = standing(view, dissolution);
  page["version"] = std::to_string(parliament.dissolution_version());
  page["can_sit"] = dissolution.from.has_value() && !over;
  page["dissolution_fields"] =
      List{input(view, {"from", "staff_parliament.from", "text", "off", {}, "short-input", 10},
                 typed(shown, "from", over ? "" : day_text(dissolution.from)), shown.errors),
           input(view, {"until", "staff_parliament.until", "text", "off", {}, "short-input", 10},
                 typed(shown, "until", over ? "" : day_text(dissolution.until)), shown.errors)};
  page["vacancy_fields"] = List{
      input(view, {"seat", "staff_parliament.seat"}, typed(shown, "seat"), shown.errors),
      input(view, {"seat_from", "staff_parliament.seat_from", "text", "off", {}, "short-input", 10},
            typed(shown, "seat_from", london_date(view.service().clock.now())), shown.errors),
      input(view,
            {"seat_until", "staff_parliament.seat_until", "text", "off", {}, "short-input", 10},
            typed(shown, "seat_until"), shown.errors)};
  List vacancies;
  for (const Vacancy& vacancy : parliament.vacancies())
    vacancies.emplace_back(vacancy_fields(view, vacancy));
  page["has_vacancies"] = !vacancies.empty();
  page["vacancies"] = std::move(vacancies);
  page["data_set"] = view.service().correspondence.data_set().description();
  const bool meanwhile = std::any_of(shown.errors.begin(), shown.errors.end(),
                                     [](const Error& e) { return e.code == "edited_meanwhile"; });
  return pages::show(view,
                     shown.errors.empty() ? 200
                     : meanwhile          ? 409
                                          : 422,
                     "staff-parliament.html", page);
}

Result<std::optional<Instant>> day_or_none(const Request& request, std::string_view field) {
  const std::string_view text = trimmed(request.field(field));
  if (text.empty()) return std::nullopt;
  auto day = parse_date(text, field);
  if (!day) return fail("malformed_date", "Enter a day, like 2029-05-30.", std::string{field});
  return std::optional{*day};
}

Result<Instant> day(const Request& request, std::string_view field) {
  return day_or_none(request, field).and_then([&](std::optional<Instant> found) -> Result<Instant> {
    if (found) return *found;
    return fail("missing_field", "Enter the first day.", std::string{field});
  });
}

/// The seat of that name or code.
Result<const data::Constituency*> find_seat(const data::DataSet& data_set, std::string_view text) {
  const std::string wanted = lower_case(trimmed(text));
  std::vector<std::string_view> names;
  for (const data::Constituency& seat : data_set.constituencies()) {
    if (lower_case(seat.name) == wanted || lower_case(seat.code) == wanted) return &seat;
    names.push_back(seat.name);
  }
  std::string message = "There is no such constituency";
  message.append(did_you_mean(trimmed(text), names));
  if (!message.ends_with('?')) message.append(". Enter its name, like Derby South.");
  return fail("unknown_constituency", std::move(message), "seat");
}

Result<void> dissolve(office::ParliamentDesk& desk, const Request& request) {
  const auto from = day(request, "from");
  if (!from) return tl::unexpected(from.error());
  const auto until = day_or_none(request, "until");
  if (!until) return tl::unexpected(until.error());
  return desk.dissolve(whole_number(request.field("version")), *from, *until);
}

Result<void> vacate(const Service& service, office::ParliamentDesk& desk, const Request& request) {
  const auto seat = find_seat(service.correspondence.data_set().published(), request.field("seat"));
  if (!seat) return tl::unexpected(seat.error());
  const auto from = day(request, "seat_from");
  if (!from) return tl::unexpected(from.error());
  const auto until = day_or_none(request, "seat_until");
  if (!until) return tl::unexpected(until.error());
  const auto before = service.office.find(office::RecordKind::parliament, (*seat)->code);
  auto done = desk.vacate(**seat, before ? before->version : office::kNew, *from, *until);
  if (!done && done.error().field == "until") done.error().field = "seat_until";
  return done;
}

Result<void> change(const Service& service, const staff::SignedIn& who, const Request& request) {
  office::ParliamentDesk desk{service.office, service.clock, who.actor()};
  const std::string_view step = request.field("step");
  const std::int64_t version = whole_number(request.field("version"));
  if (step == "dissolve") return dissolve(desk, request);
  if (step == "sit") return desk.sit(version);
  if (step == "vacate") return vacate(service, desk, request);
  if (step == "fill") return desk.fill(request.field("seat_code"), version);
  if (step == "take_back") return desk.take_back(request.field("seat_code"), version);
  return fail("unknown_step", "Press one of the buttons.");
}

}  // namespace

Response parliament(Service& service, const Request&, const staff::SignedIn& who) {
  return show_parliament(View{service}, who, {});
}

Response parliament_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto done = change(service, who, request);
  if (done) {
    service.probes.refresh_parliament();
    return show_parliament(view, who, {view.text("staff_parliament.changed")});
  }
  Shown shown{{}, {done.error()}, {}};
  for (const char* name : {"from", "until", "seat", "seat_from", "seat_until"})
    if (const auto field = request.form.find(name); field != request.form.end())
      shown.typed.emplace(name, field->second);
  return show_parliament(view, who, shown);
}

}  // namespace postbag::http::console
