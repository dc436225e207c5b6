#include <algorithm>

#include "server/http/console/desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/letter_lists.h"
#include "server/http/console/whole_number.h"
#include "server/http/pages/message.h"
#include "server/office/parliament.h"

namespace postbag::http::console {
namespace {

using office::MendedAddress;
using office::Parliament;

/// What the page shows besides what is.
struct Shown {
  std::string notice = {};
  std::vector<Error> errors = {};
  /// What was typed; null before anything was.
  const Request* typed = nullptr;
};

const data::DataSet& published(const View& view) {
  return view.service().correspondence.data_set().published();
}

/// The seat that a Member holds; null for who holds none.
const data::Constituency* seat_of(const data::DataSet& data_set, std::string_view member) {
  const auto seats = data_set.constituencies();
  const auto found = std::find_if(seats.begin(), seats.end(), [&](const data::Constituency& seat) {
    return seat.member && seat.member->id == member;
  });
  return found == seats.end() ? nullptr : &*found;
}

std::string address_path(std::string_view member) {
  return std::string{"/staff/delivery/addresses/"}.append(member);
}

std::string published_address(const data::Constituency* seat) {
  return seat != nullptr && seat->member->email ? seat->member->email->text() : std::string{};
}

/// The data set has another address than when staff mended it.
bool has_changed(const MendedAddress& mended, const data::Constituency* seat) {
  return seat != nullptr && published_address(seat) != mended.published;
}

Fields mended_fields(const View& view, const MendedAddress& mended) {
  const data::Constituency* seat = seat_of(published(view), mended.member);
  return {{"address_href", seat != nullptr ? address_path(mended.member) : std::string{}},
          {"mp", seat != nullptr ? seat->member->name
                                 : view.text("staff_letters.former", {{"member", mended.member}})},
          {"seat", seat != nullptr ? seat->name : std::string{}},
          {"email", mended.email.text()},
          {"published", published_address(seat)},
          {"why", mended.reason},
          {"has_changed", has_changed(mended, seat)}};
}

Fields failing_fields(const View& view, const Parliament& parliament,
                      const office::FailingMember& failing) {
  const data::Constituency* seat = seat_of(published(view), failing.member);
  return {{"address_href", seat != nullptr ? address_path(failing.member) : std::string{}},
          {"mp", member_name(view, failing.constituency, failing.member)},
          {"seat", seat_name(view, failing.constituency)},
          {"count", grouped(failing.letters)},
          {"since", moment(view, failing.latest)},
          {"is_mended", parliament.address(failing.member) != nullptr}};
}

Response show_address(const View& view, const staff::SignedIn& who, const data::Constituency& seat,
                      const Shown& shown) {
  const Parliament parliament = Parliament::read(view.service().office);
  const MendedAddress* mended = parliament.address(seat.member->id);
  const auto record = view.service().office.find(office::RecordKind::address, seat.member->id);
  const auto value = [&](std::string_view name, std::string kept) {
    return shown.typed != nullptr ? std::string{shown.typed->field(name)} : std::move(kept);
  };
  Fields page = console_fields(view, "staff_address.title", who);
  add_errors(view, page, shown.errors, "email");
  page["notice"] = shown.notice;
  page["mp"] = seat.member->name;
  page["seat"] = seat.name;
  page["published"] = published_address(&seat);
  page["address_href"] = address_path(seat.member->id);
  page["is_mended"] = mended != nullptr;
  page["mended"] = mended != nullptr ? mended->email.text() : "";
  page["mended_by"] = mended != nullptr ? mended->author : "";
  page["mended_at"] = mended != nullptr ? moment(view, mended->at) : "";
  page["has_changed"] = mended != nullptr && has_changed(*mended, &seat);
  page["version"] = std::to_string(record ? record->version : office::kNew);
  page["fields"] =
      List{input(view, {"email", "staff_address.email", "email", "off", "email"},
                 value("email", mended != nullptr ? mended->email.text() : ""), shown.errors),
           input(view, {"why", "staff_address.why"},
                 value("why", mended != nullptr ? mended->reason : ""), shown.errors),
           input(view, {"evidence", "staff_address.evidence"},
                 value("evidence", mended != nullptr ? mended->evidence : ""), shown.errors)};
  page["data_set"] = view.service().correspondence.data_set().description();
  const bool meanwhile = !shown.errors.empty() && shown.errors[0].code == "edited_meanwhile";
  return pages::show(view,
                     shown.errors.empty() ? 200
                     : meanwhile          ? 409
                                          : 422,
                     "staff-address.html", page);
}

Response no_such_member(const View& view) {
  return pages::message(view, {404,
                               view.text("staff_address.unknown"),
                               {view.text("staff_address.unknown_text")},
                               "/staff/delivery/addresses",
                               view.text("staff_addresses.title")});
}

Checked<void> mend(const Service& service, const staff::SignedIn& who, const Request& request,
                   const data::Member& member) {
  std::vector<Error> errors;
  const auto email = EmailAddress::parse(request.field("email"));
  const auto why = Line::parse(request.field("why"), {"why", "why it is needed", 1, 200});
  const auto evidence =
      Line::parse(request.field("evidence"), {"evidence", "where you found it", 1, 200});
  if (!email) errors.push_back(email.error());
  if (!why) errors.push_back(why.error());
  if (!evidence) errors.push_back(evidence.error());
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  const auto done = office::ParliamentDesk{service.office, service.clock, who.actor()}.mend(
      member, whole_number(request.field("version")), *email, why->text(), evidence->text());
  if (!done) return tl::unexpected(std::vector{done.error()});
  return {};
}

}  // namespace

Response addresses(Service& service, const Request&, const staff::SignedIn& who) {
  const View view{service};
  const Parliament parliament = Parliament::read(service.office);
  List failing;
  for (const office::FailingMember& member : service.office.failing())
    failing.emplace_back(failing_fields(view, parliament, member));
  List without;
  for (const data::Constituency& seat : published(view).constituencies())
    if (seat.member && !seat.member->email)
      without.emplace_back(Fields{{"address_href", address_path(seat.member->id)},
                                  {"mp", seat.member->name},
                                  {"seat", seat.name},
                                  {"is_mended", parliament.address(seat.member->id) != nullptr}});
  List mended;
  for (const MendedAddress& address : parliament.addresses())
    mended.emplace_back(mended_fields(view, address));
  Fields page = console_fields(view, "staff_addresses.title", who);
  page["as_of"] = moment(view, service.clock.now());
  page["has_failing"] = !failing.empty();
  page["failing"] = std::move(failing);
  page["has_without"] = !without.empty();
  page["without"] = std::move(without);
  page["has_mended"] = !mended.empty();
  page["mended_list"] = std::move(mended);
  page["data_set"] = service.correspondence.data_set().description();
  return pages::show(view, 200, "staff-addresses.html", page);
}

Response address(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto* seat = seat_of(published(view), request.parameter("member"));
  if (seat == nullptr) return no_such_member(view);
  return show_address(view, who, *seat, {});
}

Response address_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto* seat = seat_of(published(view), request.parameter("member"));
  if (seat == nullptr) return no_such_member(view);
  if (request.field("step") == "drop") {
    const auto dropped =
        office::ParliamentDesk{service.office, service.clock, who.actor()}.drop_address(
            seat->member->id, whole_number(request.field("version")));
    if (!dropped) return show_address(view, who, *seat, {{}, {dropped.error()}});
    service.probes.refresh_parliament();
    return show_address(view, who, *seat, {view.text("staff_address.dropped")});
  }
  const auto done = mend(service, who, request, *seat->member);
  if (!done) return show_address(view, who, *seat, {{}, done.error(), &request});
  service.probes.refresh_parliament();
  return show_address(view, who, *seat, {view.text("staff_address.saved")});
}

}  // namespace postbag::http::console
