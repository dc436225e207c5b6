#include <fmt/format.h>

#include "server/http/console/admission.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/reach_choice.h"
#include "server/http/console/whole_number.h"
#include "server/http/pages/message.h"
#include "server/http/share_links.h"
#include "server/office/saved_group.h"

namespace postbag::http::console {
namespace {

using office::Record;
using office::RecordKind;
using office::SavedGroup;

constexpr std::string_view kNewGroup = "new";
const std::string kGroups = "/staff/reach/groups";

/// What the form shows.
struct Shown {
  /// Of the record; kNewGroup for one that is not there yet.
  std::string id;
  std::int64_t version = office::kNew;
  std::string name = {};
  std::string lines = {};
  std::vector<Error> errors = {};
  /// What somebody else saved meanwhile.
  std::optional<Record> theirs = {};
};

void add_theirs(const View& view, const Shown& shown, Fields& page) {
  page["theirs"] = "";
  page["theirs_by"] = "";
  if (!shown.theirs) return;
  const Record& record = *shown.theirs;
  page["theirs_by"] =
      view.text(record.removed() ? "staff_groups.removed_by" : "staff_groups.saved_by",
                {{"who", record.author}, {"moment", moment(view, record.at)}});
  if (record.removed()) return;
  const SavedGroup group = office::group_of(record.body);
  std::string text = group.name;
  page["theirs"] = text.append("\n").append(lines_of(group));
}

Response show_form(const View& view, const staff::SignedIn& who, const Shown& shown) {
  Fields page =
      console_fields(view, shown.id == kNewGroup ? "staff_groups.new" : "staff_groups.edit", who);
  add_errors(view, page, shown.errors, "name");
  page["heading"] = page["page_title"];
  page["action"] = kGroups + "/" + percent_encoded(shown.id);
  page["version"] = std::to_string(shown.version);
  page["is_new"] = shown.id == kNewGroup;
  templates::Value lines =
      input(view, {"lines", "staff_groups.lines", "text", "off", {}, {}, 40'000}, shown.lines,
            shown.errors);
  Fields lines_fields = std::get<Fields>(lines.content());
  lines_fields["lines"] = "14";
  page["fields"] = List{input(view, {"name", "staff_groups.name"}, shown.name, shown.errors),
                        std::move(lines_fields)};
  add_theirs(view, shown, page);
  const int status = shown.theirs ? 409 : shown.errors.empty() ? 200 : 422;
  return pages::show(view, status, "staff-group.html", page);
}

Response gone(const View& view) {
  return pages::message(view, {404,
                               view.text("staff_groups.gone"),
                               {view.text("staff_groups.gone_text")},
                               kGroups,
                               view.text("staff_groups.title")});
}

/// The newest version of a group that is still there.
std::optional<Record> find(const View& view, std::string_view id) {
  auto record = view.service().office.find(RecordKind::group, id);
  if (record && record->removed()) record.reset();
  return record;
}

staff::AuditEntry entry(const View& view, const staff::SignedIn& who, const std::string& action,
                        const std::string& name) {
  return {view.service().clock.now(), who.actor(), action, name};
}

/// Saves a group under an id that none has or had; the id. A form that was sent twice is one group.
std::string add(const View& view, const SavedGroup& group, const std::string& body,
                const staff::AuditEntry& done) {
  office::OfficeStore& store = view.service().office;
  const std::string wanted = office::id_from_name(group.name);
  for (int n = 1;; ++n) {
    const std::string id = n == 1 ? wanted : fmt::format("{}-{}", wanted, n);
    if (id == kNewGroup) continue;
    if (store.save(RecordKind::group, id, office::kNew, body, done)) return id;
    const auto taken = store.find(RecordKind::group, id);
    if (taken && !taken->removed() && taken->body == body) return id;
  }
}

Response to_figures(const std::string& id) {
  return see_other("/staff/reach?group=" + percent_encoded("saved:" + id));
}

/// The form as it was typed, beside what somebody else saved.
Response conflict(const View& view, const staff::SignedIn& who, Shown shown) {
  shown.theirs = view.service().office.find(RecordKind::group, shown.id);
  shown.errors.push_back(office::edited_meanwhile());
  if (shown.theirs) shown.version = shown.theirs->version;
  return show_form(view, who, shown);
}

Response save(const View& view, const Request& request, const staff::SignedIn& who,
              const std::string& id, const std::vector<office::MetMember>& known) {
  Shown shown{id, whole_number(request.field("version")), std::string{request.field("name")},
              std::string{request.field("lines")}};
  const office::Members members{view.service().correspondence.data_set().published(), known};
  const auto group = office::parse_group(shown.name, shown.lines, members);
  if (!group) {
    shown.errors = group.error();
    return show_form(view, who, shown);
  }
  const auto done = entry(view, who, "group.saved", group->name);
  const std::string body = office::body_of(*group);
  if (id == kNewGroup) return to_figures(add(view, *group, body, done));
  if (!view.service().office.save(RecordKind::group, id, shown.version, body, done))
    return conflict(view, who, std::move(shown));
  return to_figures(id);
}

Response remove(const View& view, const Request& request, const staff::SignedIn& who,
                const Record& record) {
  const SavedGroup group = office::group_of(record.body);
  const auto removed = view.service().office.remove(RecordKind::group, record.id,
                                                    whole_number(request.field("version")),
                                                    entry(view, who, "group.removed", group.name));
  if (!removed)
    return conflict(view, who, {record.id, record.version, group.name, lines_of(group)});
  return see_other(kGroups);
}

}  // namespace

Response groups(Service& service, const Request&, const staff::SignedIn& who) {
  const View view{service};
  Fields page = console_fields(view, "staff_groups.title", who);
  List all;
  for (const Record& record : service.office.all(RecordKind::group)) {
    const SavedGroup group = office::group_of(record.body);
    all.emplace_back(Fields{
        {"name", group.name},
        {"size", view.count("staff_groups.size", static_cast<std::int64_t>(group.members.size()))},
        {"saved_by", view.text("staff_groups.saved_by",
                               {{"who", record.author}, {"moment", moment(view, record.at)}})},
        {"reach_href", "/staff/reach?group=" + percent_encoded("saved:" + record.id)},
        {"edit_href", kGroups + "/" + percent_encoded(record.id)}});
  }
  page["all"] = std::move(all);
  return pages::show(view, 200, "staff-groups.html", page);
}

Response group(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const std::string id{request.parameter("group")};
  if (id == kNewGroup) return show_form(view, who, {id});
  const auto record = find(view, id);
  if (!record) return gone(view);
  const SavedGroup group = office::group_of(record->body);
  return show_form(view, who, {id, record->version, group.name, lines_of(group)});
}

Response group_changed(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const std::string id{request.parameter("group")};
  if (id == kNewGroup) return save(view, request, who, id, {});
  const auto record = service.office.find(RecordKind::group, id);
  if (!record) return gone(view);
  if (request.field("step") == "remove")
    return record->removed() ? gone(view) : remove(view, request, who, *record);
  const auto known =
      record->removed() ? std::vector<office::MetMember>{} : office::group_of(record->body).members;
  return save(view, request, who, id, known);
}

}  // namespace postbag::http::console
