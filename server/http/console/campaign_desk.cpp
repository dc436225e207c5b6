#include "server/http/console/campaign_desk.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/line_difference.h"
#include "server/http/console/admission.h"
#include "server/http/console/whole_number.h"
#include "server/http/pages/message.h"

namespace postbag::http::console {

using office::RecordKind;
using templates::CampaignDocument;
using templates::Mistake;

std::string CampaignDesk::title() const {
  const auto document = templates::read_document(draft.body, "");
  if (document && !document->english.title.empty()) return document->english.title;
  return slug;
}

std::optional<CampaignDesk> find_campaign(Service& service, const Request& request) {
  const std::string slug{request.parameter("slug")};
  if (!Slug::parse(slug)) return std::nullopt;
  auto draft = service.office.find(RecordKind::campaign, slug);
  if (!draft || draft->removed()) return std::nullopt;
  // What another process has just shown to supporters.
  service.catalogue.refresh();
  return CampaignDesk{slug, std::move(*draft), service.catalogue.find(slug)};
}

Response no_campaign(const View& view) {
  return pages::message(view, {404,
                               view.text("staff_campaign.none"),
                               {view.text("staff_campaign.none_text")},
                               "/staff",
                               view.text("staff_campaign.to_all")});
}

std::string campaign_place(std::string_view slug, std::string_view rest) {
  return fmt::format("/staff/campaigns/{}{}{}", slug, rest.empty() ? "" : "/", rest);
}

staff::AuditEntry campaign_deed(const Service& service, const staff::SignedIn& who,
                                std::string_view action, std::string_view slug,
                                std::string detail) {
  return {service.clock.now(), who.actor(), std::string{action}, std::string{slug},
          std::move(detail)};
}

std::string version_text(std::int64_t version) {
  return fmt::format("version {}", version);
}

Fields campaign_fields(const View& view, std::string_view title_key, const staff::SignedIn& who,
                       const CampaignDesk& desk) {
  Fields page = console_fields(view, title_key, who);
  const std::string name = desk.title();
  page["page_title"] = fmt::format("{} – {}", view.text(title_key), desk.slug);
  page["campaign_name"] = name;
  page["campaign_base"] = campaign_place(desk.slug);
  page["version"] = std::to_string(desk.draft.version);
  page["export_href"] =
      campaign_place(desk.slug, fmt::format("export?version={}", desk.draft.version));
  return page;
}

std::string typed(const Request& request, std::string_view name) {
  std::string text;
  for (const char c : request.field(name))
    if (c != '\r') text += c;
  return text;
}

std::vector<std::string> typed_lines(const Request& request, std::string_view name) {
  std::vector<std::string> lines;
  const std::string whole = typed(request, name);
  for (std::string_view rest = whole; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (const std::string_view line = trimmed(rest.substr(0, end)); !line.empty())
      lines.emplace_back(line);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text.append(line).append(1, '\n');
  return text;
}

std::string place_of(const Mistake& mistake) {
  const std::string& field = mistake.field;
  const std::size_t dot = field.find('.');
  const std::string table = field.substr(0, dot);
  if (mistake.number > 0 && (table == "letter" || table == "exclusion")) {
    std::string name = dot == field.npos ? std::string{} : field.substr(dot + 1);
    if (name.starts_with("filter")) name = name == "filter" ? "party" : name.substr(7);
    return fmt::format("{}s/{}#{}", table, mistake.number, name);
  }
  if (table == "letter" || table == "exclusion") return "letters";
  if (table == "welsh" && dot != field.npos) return "edit#welsh_" + field.substr(dot + 1);
  if (field.empty() || table == "theme" || table == "short_question" || table == "target" ||
      table == "slug" || table == "address_required")
    return "source";
  return "edit#" + table;
}

std::string sentence_of(const View& view, const Mistake& mistake, std::string_view label_key) {
  std::string_view rest = mistake.message;
  std::string sentence;
  // The file's name of the field is nothing that a form says.
  if (const std::string* const label = view.strings().find(label_key);
      label != nullptr && rest.starts_with(mistake.field)) {
    rest.remove_prefix(mistake.field.size());
    sentence = label->substr(0, label->find(" ("));
  }
  sentence.append(rest);
  if (sentence.front() >= 'a' && sentence.front() <= 'z')
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
  return sentence.ends_with('.') ? sentence : sentence.append(1, '.');
}

std::vector<Error> errors_of(const View& view, const std::vector<Mistake>& mistakes,
                             std::string_view prefix, std::size_t number, std::string_view labels) {
  std::vector<Error> errors;
  for (const Mistake& mistake : mistakes) {
    if (mistake.number != number || !mistake.field.starts_with(prefix)) continue;
    std::string name = mistake.field.substr(prefix.size());
    if (name.starts_with("filter")) name = name == "filter" ? "party" : name.substr(7);
    std::replace(name.begin(), name.end(), '.', '_');
    const bool of_filter = mistake.field.ends_with(".filter");
    const std::string label = fmt::format("{}.{}", labels, of_filter ? "filter" : name);
    if (view.strings().find(label) == nullptr) continue;
    errors.push_back({"malformed_campaign", sentence_of(view, mistake, label), name});
  }
  return errors;
}

List difference_lines(std::string_view before, std::string_view after) {
  List lines;
  for (const DifferenceLine& line : line_difference(before, after))
    lines.emplace_back(Fields{{"line_text", line.text},
                              {"is_removed", line.kind == DifferenceLine::Kind::removed},
                              {"is_added", line.kind == DifferenceLine::Kind::added},
                              {"is_gap", line.kind == DifferenceLine::Kind::gap}});
  return lines;
}

Editable editable(const View& view, const CampaignDesk& desk) {
  auto document = templates::read_document(desk.draft.body, "campaign.toml");
  if (document) return std::move(*document);
  std::vector<std::string> paragraphs{view.text("staff_campaign.no_form_text")};
  for (const Error& error : document.error())
    paragraphs.push_back(error.message);
  return tl::unexpected(
      pages::message(view, {200, view.text("staff_campaign.no_form"), std::move(paragraphs),
                            campaign_place(desk.slug, "source"), view.text("staff_source.title")}));
}

Result<std::int64_t> save_campaign(Service& service, const staff::SignedIn& who,
                                   const CampaignDesk& desk, std::int64_t base,
                                   std::string_view toml) {
  if (base != desk.draft.version) return tl::unexpected(office::edited_meanwhile());
  if (toml == desk.draft.body) return base;
  if (toml.empty() || !is_utf8(toml) || toml.find('\0') != toml.npos)
    return fail("malformed_text", "Write plain text, in UTF-8.");
  return service.office.save(
      RecordKind::campaign, desk.slug, base, toml,
      campaign_deed(service, who, "campaign.saved", desk.slug, version_text(base + 1)));
}

void add_conflict(const View& view, Fields& page, const CampaignDesk& desk, std::string_view ours) {
  page["version"] = std::to_string(desk.draft.version);
  page["conflict"] =
      view.text("staff_campaign.conflict", {{"who", desk.draft.author},
                                            {"at", moment(view, desk.draft.at)},
                                            {"version", std::to_string(desk.draft.version)}});
  page["conflict_href"] = campaign_place(desk.slug, fmt::format("versions/{}", desk.draft.version));
  page["difference"] = difference_lines(desk.draft.body, ours);
}

void add_no_conflict(Fields& page) {
  page["conflict"] = "";
  page["conflict_href"] = "";
  page["difference"] = List{};
}

std::string saved_notice(const View& view, const Request& request, const CampaignDesk& desk) {
  const auto saved = request.query.find("saved");
  if (saved == request.query.end()) return {};
  const std::int64_t version = whole_number(saved->second);
  if (version == 0 || version != desk.draft.version) return {};
  return view.text(desk.has_changes() ? "staff_campaign.saved" : "staff_campaign.saved_shown",
                   {{"version", std::to_string(version)}});
}

Response go_on_saved(const CampaignDesk& desk, std::string_view page, std::int64_t version) {
  return see_other(campaign_place(desk.slug, fmt::format("{}?saved={}", page, version)));
}

List mistake_links(const CampaignDesk& desk, const std::vector<Mistake>& mistakes) {
  List links;
  for (const Mistake& mistake : mistakes)
    links.emplace_back(
        Fields{{"mistake_href", campaign_place(desk.slug, place_of(mistake))},
               {"mistake", mistake.message},
               {"mistake_place", fmt::format("{}:{}", mistake.line, mistake.column)}});
  return links;
}

std::optional<office::Record> find_version(Service& service, std::string_view slug,
                                           std::int64_t version) {
  for (office::Record& record : service.office.versions(RecordKind::campaign, slug))
    if (record.version == version && !record.removed()) return std::move(record);
  return std::nullopt;
}

}  // namespace postbag::http::console
