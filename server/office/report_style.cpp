#include "server/office/report_style.h"

#include <array>
#include <span>
#include <utility>

namespace postbag::office {
namespace {

using templates::Template;

/// In the order in which newsletter() and digest() give their values.
constexpr auto kNewsletterNames = std::to_array<std::string_view>(
    {"title", "reach", "campaigns", "engagements", "decisions", "next", "thanks", "source"});
constexpr auto kDigestNames = std::to_array<std::string_view>({"title", "to", "counts", "source"});

Checked<Template> read_text(const std::filesystem::path& folder, const std::string& file,
                            std::span<const std::string_view> names,
                            const templates::Strings& strings) {
  const auto written = templates::read_template(folder / file);
  if (!written) return tl::unexpected(std::vector{written.error()});
  auto source = strings.put_into(*written, file);
  if (!source) return tl::unexpected(std::move(source.error()));
  templates::Vocabulary vocabulary;
  for (const std::string_view name : names)
    vocabulary.names.push_back({std::string{name}, templates::Use::text | templates::Use::section});
  return Template::parse(file, std::move(*source), vocabulary);
}

std::vector<templates::PageRule> page_rules() {
  return {
      templates::page_rule("document.html", {}, {"title"}, {"content"}),
      templates::page_rule(
          "funder.html", {},
          {"title",     "scope",         "period",        "source",    "service",  "sentences",
           "text",      "figures",       "figure",        "in_period", "so_far",   "legend",
           "has_chart", "stretches",     "stretch",       "reached",   "regions",  "parties",
           "name",      "total",         "has_campaigns", "campaigns", "first",    "contacts",
           "day",       "has_contacts",  "kind",          "members",   "others",   "decisions",
           "heading",   "has_decisions", "plans",         "plan",      "has_plans"},
          {"running_title", "running_source", "map", "chart", "mark"}),
  };
}

}  // namespace

Checked<ReportTemplates> ReportTemplates::load(const std::filesystem::path& folder,
                                               const templates::Strings& strings) {
  auto newsletter = read_text(folder, "newsletter.md.mustache", kNewsletterNames, strings);
  auto digest = read_text(folder, "digest.md.mustache", kDigestNames, strings);
  auto pages = templates::Pages::load(folder, page_rules(), strings);
  std::vector<Error> errors;
  const auto keep = [&](const auto& loaded) {
    if (!loaded) errors.insert(errors.end(), loaded.error().begin(), loaded.error().end());
  };
  keep(newsletter);
  keep(digest);
  keep(pages);
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return ReportTemplates{std::move(*newsletter), std::move(*digest), std::move(*pages)};
}

std::string html_document(const ReportStyle& style, std::string_view title, std::string_view html) {
  return style.templates.pages.render(
      "document.html", templates::Value::Object{{"title", title}, {"content", html}});
}

}  // namespace postbag::office
