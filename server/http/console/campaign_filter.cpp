#include "server/http/console/campaign_filter.h"

#include <array>

#include <fmt/format.h>

#include "server/campaign/unknown_names.h"
#include "server/http/console/campaign_desk.h"

namespace postbag::http::console {
namespace {

using templates::Filter;

struct FilterField {
  std::vector<std::string> Filter::*member;
  std::string_view name;
  std::string_view label;
  bool is_not;
};

constexpr std::array kFields{
    FilterField{&Filter::party, "party", "staff_part.party", false},
    FilterField{&Filter::nation, "nation", "staff_part.nation", false},
    FilterField{&Filter::region, "region", "staff_part.region", false},
    FilterField{&Filter::office, "office", "staff_part.office", false},
    FilterField{&Filter::not_party, "not_party", "staff_part.not_party", true},
    FilterField{&Filter::not_nation, "not_nation", "staff_part.not_nation", true},
    FilterField{&Filter::not_region, "not_region", "staff_part.not_region", true},
    FilterField{&Filter::not_office, "not_office", "staff_part.not_office", true}};

}  // namespace

std::string filter_text(const View& view, const Filter& filter) {
  std::string text;
  for (const FilterField& field : kFields) {
    const std::vector<std::string>& values = filter.*field.member;
    if (values.empty()) continue;
    std::string list;
    for (std::size_t i = 0; i < values.size(); ++i)
      list.append(i == 0 ? "" : view.text("staff_part.or")).append(values[i]);
    text.append(text.empty() ? "" : "; ");
    text.append(field.is_not ? view.text("staff_part.not", {{"list", list}}) : list);
  }
  return text.empty() ? view.text("staff_part.everyone") : text;
}

List filter_fields(const View& view, const Filter& filter, bool is_not,
                   const std::vector<Error>& errors) {
  List fields;
  for (const FilterField& field : kFields)
    if (field.is_not == is_not)
      fields.push_back(text_field(view,
                                  {field.name, field.label, "text", "off", {}, "wide-input", 4'000},
                                  2, joined(filter.*field.member), errors));
  return fields;
}

std::vector<std::string> likely_slips(const View& view, const templates::CampaignFile& campaign) {
  const auto unknown =
      campaign::unknown_names(campaign, view.service().correspondence.data_set().constituencies());
  std::vector<std::string> sentences;
  const auto add = [&](std::string_view key, const std::vector<campaign::UnknownName>& names) {
    for (const auto& [name, hint] : names)
      sentences.push_back(view.text(key, {{"name", name}, {"hint", hint}}));
  };
  add("staff_publish.unknown_party", unknown.parties);
  add("staff_publish.unknown_office", unknown.offices);
  return sentences;
}

Filter typed_filter(const Request& request) {
  Filter filter;
  for (const FilterField& field : kFields)
    filter.*field.member = typed_lines(request, field.name);
  return filter;
}

}  // namespace postbag::http::console
