#include "server/http/console/admission.h"
#include "server/http/console/campaign_desk.h"
#include "server/http/console/endpoints.h"

namespace postbag::http::console {
namespace {

using office::RecordKind;
using templates::CampaignDocument;

constexpr Field kTitle{"title", "staff_new.name", "text", "off", {}, "wide-input", 120};
constexpr Field kSlug{"slug", "staff_new.slug", "text", "off", {}, "wide-input", 64};
constexpr Field kToml{"toml", "staff_new.toml", "text", "off", {}, "wide-input", 200'000};
/// What a new campaign is copied from, where it is from none.
constexpr std::string_view kBlank = "blank";

/// What is shown again when nothing was made.
struct Typed {
  std::string title = {};
  std::string slug = {};
  std::string from = {};
  std::string toml = {};
  std::vector<Error> errors = {};
};

List choices(const View& view, const std::string& chosen) {
  List options{Fields{{"option_value", kBlank},
                      {"option_name", view.text("staff_new.blank")},
                      {"chosen", chosen.empty() || chosen == kBlank}}};
  for (const office::Record& record : view.service().office.all(RecordKind::campaign)) {
    const auto document = templates::read_document(record.body, "");
    const std::string name =
        document && !document->english.title.empty() ? document->english.title : record.id;
    options.emplace_back(Fields{{"option_value", record.id},
                                {"option_name", view.text("staff_new.copy_of", {{"name", name}})},
                                {"chosen", chosen == record.id}});
  }
  return options;
}

Response show_new(const View& view, const staff::SignedIn& who, const Typed& typed) {
  Fields page = console_fields(view, "staff_new.title", who);
  add_errors(view, page, typed.errors, "toml");
  page["fields"] = List{input(view, kTitle, typed.title, typed.errors),
                        input(view, kSlug, typed.slug, typed.errors)};
  page["options"] = choices(view, typed.from);
  page["toml_fields"] = List{text_field(view, kToml, 8, typed.toml, typed.errors)};
  return pages::show(view, typed.errors.empty() ? 200 : 422, "staff-new.html", page);
}

/// What the addresses of the console need for themselves.
bool is_taken_by_pages(std::string_view slug) {
  return slug == "new";
}

Error known_slug() {
  return {"known_campaign", "There is a campaign of that name already. Choose another.", "slug"};
}

/// The first version of a campaign.
Response keep(const View& view, Service& service, const staff::SignedIn& who, Typed typed,
              const std::string& slug, const std::string& toml, std::string_view action) {
  const auto saved = service.office.save(RecordKind::campaign, slug, office::kNew, toml,
                                         campaign_deed(service, who, action, slug, {}));
  if (saved) return see_other(campaign_place(slug, "edit"));
  Error error = known_slug();
  if (action == "campaign.brought_in") error.field = "toml";
  typed.errors.push_back(std::move(error));
  return show_new(view, who, typed);
}

Response make(const View& view, Service& service, const Request& request,
              const staff::SignedIn& who) {
  Typed typed{std::string{trimmed(request.field("title"))},
              std::string{trimmed(request.field("slug"))}, std::string{request.field("from")}};
  if (typed.title.empty() || !is_utf8(typed.title))
    typed.errors.push_back({"missing_title", view.text("staff_new.name_missing"), "title"});
  const auto slug = Slug::parse(typed.slug);
  if (!slug) typed.errors.push_back({"malformed_slug", slug.error().message, "slug"});
  if (slug && is_taken_by_pages(typed.slug)) typed.errors.push_back(known_slug());
  CampaignDocument document = templates::blank_document();
  if (const auto from = service.office.find(RecordKind::campaign, typed.from);
      from && !from->removed()) {
    auto copied = templates::read_document(from->body, "campaign.toml");
    if (copied) document = std::move(*copied);
    if (!copied)
      typed.errors.push_back({"malformed_campaign", view.text("staff_new.no_copy"), "from"});
    document.opens.clear();
    document.closes.clear();
  }
  if (!typed.errors.empty()) return show_new(view, who, typed);
  document.slug = typed.slug;
  document.english.title = typed.title;
  return keep(view, service, who, typed, document.slug, templates::write_document(document),
              "campaign.made");
}

/// From a file of the command line's kind: the slug stands in it.
Response bring_in(const View& view, Service& service, const Request& request,
                  const staff::SignedIn& who) {
  Typed given;
  given.toml = request.field("file").empty() ? typed(request, "toml") : typed(request, "file");
  if (!is_utf8(given.toml) || given.toml.find('\0') != std::string::npos) {
    given.toml.clear();
    given.errors.push_back({"malformed_text", view.text("staff_new.not_text"), "toml"});
    return show_new(view, who, given);
  }
  const auto document = templates::read_document(given.toml, "campaign.toml");
  if (!document) {
    given.errors = document.error();
    for (Error& error : given.errors)
      error.field = "toml";
    return show_new(view, who, given);
  }
  if (!Slug::parse(document->slug) || is_taken_by_pages(document->slug)) {
    given.errors.push_back({"malformed_slug", view.text("staff_new.no_slug"), "toml"});
    return show_new(view, who, given);
  }
  const std::string source = given.toml;
  return keep(view, service, who, std::move(given), document->slug, source, "campaign.brought_in");
}

}  // namespace

Response new_campaign(Service& service, const Request&, const staff::SignedIn& who) {
  return show_new(View{service}, who, {});
}

Response campaign_made(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  if (request.field("step") == "import") return bring_in(view, service, request, who);
  return make(view, service, request, who);
}

}  // namespace postbag::http::console
