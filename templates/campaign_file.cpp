#include "templates/campaign_file.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <tuple>

#include <fmt/format.h>

#include "base/language.h"
#include "base/nearest.h"
#include "base/time_text.h"
#include "templates/campaign_keys.h"
#include "templates/campaign_parts.h"
#include "templates/tokens.h"
#include "templates/toml_reader.h"

namespace postbag::templates {
namespace {

// A letter of two pages is 5,000 characters; a campaign with twenty of them is 100 KB.
constexpr std::size_t largest_file = 1'000'000;
constexpr std::size_t longest_body = 10'000;
constexpr std::size_t longest_subject = 150;

const std::vector<std::string_view> nations = {"England", "Scotland", "Wales", "Northern Ireland"};
const std::vector<std::string_view> regions = {
    "East Midlands", "East of England", "London",
    "North East",    "North West",      "South East",
    "South West",    "West Midlands",   "Yorkshire and The Humber",
    "Scotland",      "Wales",           "Northern Ireland"};

constexpr std::size_t longest_explanation = 1'000;

std::vector<std::string> known_texts(const TomlTable& table, std::string_view key,
                                     const std::vector<std::string_view>& known) {
  std::vector<std::string> texts = table.texts(key, 200);
  for (const std::string& text : texts)
    if (std::find(known.begin(), known.end(), text) == known.end())
      table.complain(key, "does not know \"" + text + "\"" + did_you_mean(text, known));
  return texts;
}

Filter read_filter(const TomlTable& owner) {
  const toml::node* found = owner.node("filter");
  if (!found) return {};
  if (!found->is_table()) {
    owner.complain("filter", "must be a table, as in { party = [\"Labour\"] }");
    return {};
  }
  const TomlTable table(*found->as_table(), owner.field("filter"), filter_keys(), owner.report());
  Filter filter;
  filter.party = table.texts("party", 200);
  filter.nation = known_texts(table, "nation", nations);
  filter.region = known_texts(table, "region", regions);
  filter.office = table.texts("office", 200);
  filter.not_party = table.texts("not_party", 200);
  filter.not_nation = known_texts(table, "not_nation", nations);
  filter.not_region = known_texts(table, "not_region", regions);
  filter.not_office = table.texts("not_office", 200);
  if (found->as_table()->empty())
    owner.complain("filter", "is empty; say whom it lets through, or leave it out");
  return filter;
}

std::optional<Template> read_template(const TomlTable& owner, std::string_view key,
                                      const toml::value<std::string>& node,
                                      const Vocabulary& vocabulary) {
  auto parsed = Template::parse(owner.field(key), node.get(), vocabulary);
  if (parsed) return std::move(*parsed);
  for (const Problem& problem : scan(node.get(), vocabulary, false).problems)
    owner.report().complain_inside(owner.field(key), node, problem.offset, problem.message);
  return std::nullopt;
}

struct OptionalField {
  std::string LetterFields::*member;
  std::string_view name;
};

// What a letter can lack and its template can ask about. The address always holds the postcode.
constexpr std::array optional_fields{OptionalField{&LetterFields::title, "a title"},
                                     OptionalField{&LetterFields::party, "a party"},
                                     OptionalField{&LetterFields::story, "own words"}};

struct Trial {
  LetterFields fields;
  std::string without;  ///< ` without a title or own words`; empty when nothing is left out
};

// Every choice of what is left out; the first leaves out nothing. Then all again, written for
// somebody else.
std::vector<Trial> trials() {
  constexpr unsigned choices = 1U << optional_fields.size();
  std::vector<Trial> all;
  for (unsigned number = 0; number < 2 * choices; ++number) {
    const unsigned choice = number % choices;
    Trial trial{sample_fields(), {}};
    for (std::size_t i = 0; i < optional_fields.size(); ++i) {
      if ((choice >> i & 1U) == 0) continue;
      (trial.fields.*optional_fields[i].member).clear();
      trial.without += trial.without.empty() ? " without " : " or ";
      trial.without += optional_fields[i].name;
    }
    if (number >= choices) {
      trial.fields.on_behalf_of = "someone I support";
      trial.without += " on behalf of somebody else";
    }
    all.push_back(std::move(trial));
  }
  return all;
}

// Whether the letter says anything whatever is left out, and keeps a place for the supporter's own
// words.
void check_letter(const TomlTable& table, const Variant& variant,
                  const std::vector<const toml::value<std::string>*>& subjects) {
  const std::vector<Trial> all = trials();
  const auto find_empty = [&](const auto& text_of) {
    return std::find_if(all.begin(), all.end(),
                        [&](const Trial& trial) { return text_of(trial.fields).empty(); });
  };
  for (std::size_t i = 0; i < variant.subjects.size(); ++i) {
    const auto empty = find_empty(
        [&](const LetterFields& fields) { return render_letter(variant, fields, i).subject; });
    if (empty != all.end())
      table.report().complain(
          table.field("subjects"), subjects[i]->source().begin,
          table.field("subjects") + " has a subject that comes out empty" + empty->without);
  }
  const auto body_of = [&](const LetterFields& fields) {
    return render_letter(variant, fields, 0).body;
  };
  const LetterFields& whole = all.front().fields;
  if (!body_of(whole).empty() && body_of(whole).find(whole.story) == std::string::npos)
    return table.complain("body",
                          "has no place for the supporter's own words; write {{story}} in it");
  if (const auto empty = find_empty(body_of); empty != all.end())
    table.complain("body", "comes out empty" + empty->without);
}

std::optional<Variant> read_letter(const toml::table& source, TomlReport& report) {
  const TomlTable table(source, "letter", letter_keys(), report);
  Variant variant;
  variant.filter = read_filter(table);
  variant.language = read_language(table);
  const auto subjects = table.list("subjects", Need::required, longest_subject);
  for (const auto* subject : subjects)
    if (auto parsed = read_template(table, "subjects", *subject, subject_vocabulary()))
      variant.subjects.push_back(std::move(*parsed));
  const auto* body_node = table.text_node("body", Need::required);
  if (!body_node) return std::nullopt;
  if (table.prose("body", Need::required, longest_body).empty()) return std::nullopt;
  auto body = read_template(table, "body", *body_node, letter_vocabulary());
  if (!body || variant.subjects.empty() || variant.subjects.size() != subjects.size())
    return std::nullopt;
  variant.body = std::move(*body);
  check_letter(table, variant, subjects);
  return variant;
}

ForReaders<std::string> read_explanation(const TomlTable& table) {
  return for_readers(table.prose("explanation", Need::required, longest_explanation),
                     table.prose("explanation_welsh", Need::optional, longest_explanation));
}

Exclusion read_exclusion(const toml::table& source, TomlReport& report) {
  const TomlTable table(source, "exclusion", exclusion_keys(), report);
  Exclusion exclusion{read_filter(table), read_explanation(table)};
  if (!source.contains("filter"))
    table.complain("filter", "is missing; without one nobody could write");
  return exclusion;
}

std::optional<std::string> date_text(const TomlTable& table, std::string_view key) {
  const toml::node* found = table.node(key);
  if (!found) return std::nullopt;
  if (const auto* date = found->as_date()) {
    return fmt::format("{:04}-{:02}-{:02}", date->get().year, date->get().month, date->get().day);
  }
  if (const auto* text = found->as_string()) return text->get();
  table.complain(key, "must be a date such as 2026-11-22");
  return std::nullopt;
}

std::optional<Instant> read_date(const TomlTable& table, std::string_view key, int days_later) {
  const auto text = date_text(table, key);
  if (!text) return std::nullopt;
  const auto day = parse_date(*text, key);
  if (!day) {
    table.complain(key, "is wrong: " + day.error().message);
    return std::nullopt;
  }
  // Midnight in London is at most an hour before midnight in UTC, so noon falls on the day itself.
  const auto wanted_day = std::chrono::floor<std::chrono::days>(*day + std::chrono::hours{12}) +
                          std::chrono::days{days_later};
  const std::chrono::year_month_day date{wanted_day};
  const std::string later =
      fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  const auto instant = parse_date(later, key);
  return instant ? std::optional<Instant>(*instant) : std::nullopt;
}

/// What a browser calls a site: https, and a page on the developer's own machine, which no network
/// carries.
bool is_origin(std::string_view origin) {
  const bool secure = origin.starts_with("https://");
  if (!secure && !origin.starts_with("http://")) return false;
  std::string_view host = origin.substr(origin.find("://") + 3);
  if (const std::size_t colon = host.find(':'); colon != host.npos) {
    const std::string_view port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || port.front() == '0' ||
        port.find_first_not_of("0123456789") != port.npos || std::stoi(std::string(port)) > 65535)
      return false;
    host = host.substr(0, colon);
  }
  if (!secure && host != "localhost" && host != "127.0.0.1") return false;
  if (host.empty() || host.size() > 253) return false;
  for (std::size_t begin = 0; begin <= host.size();) {
    const std::size_t end = std::min(host.find('.', begin), host.size());
    const std::string_view label = host.substr(begin, end - begin);
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-' ||
        label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") != label.npos)
      return false;
    begin = end + 1;
  }
  return true;
}

std::vector<std::string> read_origins(const TomlTable& table) {
  std::vector<std::string> origins;
  for (const std::string& text : table.texts("allowed_origins", 300)) {
    origins.push_back(lower_case(text));
    if (!is_origin(origins.back()))
      table.complain("allowed_origins", "has \"" + text +
                                            "\"; an origin is https:// and a host name, with no "
                                            "slash after it, like https://example.org");
  }
  return origins;
}

void read_details(const CampaignTables& tables, CampaignFile& campaign) {
  const TomlTable& table = tables.campaign();
  const std::string slug = table.line("slug", Need::required, 100);
  if (const auto parsed = Slug::parse(slug)) {
    campaign.slug = *parsed;
  } else if (!slug.empty()) {
    table.complain("slug", "is wrong: " + parsed.error().message);
  }
  std::string logo_alt;
  campaign.theme = read_theme(table, logo_alt);
  campaign.all_texts = tables.texts(logo_alt);
  const std::string target = table.line("target", Need::optional, 100);
  if (!target.empty() && target != "constituency")
    table.complain("target", "does not know \"" + target +
                                 "\"; write \"constituency\": letters go to the writer's own MP");
  campaign.opens = read_date(table, "opens", 0);
  campaign.closes = read_date(table, "closes", 1);
  if (campaign.opens && campaign.closes && *campaign.closes <= *campaign.opens)
    table.complain("closes", "must not be before opens");
  campaign.allowed_origins = read_origins(table);
  campaign.address_required = table.yes_or_no("address_required", true);
}

void read_letters(const CampaignTables& tables, CampaignFile& campaign) {
  const TomlTable& table = tables.campaign();
  const auto letters = table.tables("letter");
  // By language: the last letter read that takes everyone, if the last of its language does.
  std::array<const toml::table*, kLanguages.size()> for_all{};
  bool any_english = false;
  for (const toml::table* source : letters) {
    auto letter = read_letter(*source, table.report());
    // Also of a letter that is wrong: else those of the other language would seem to be.
    const Language language = parse_language((*source)["language"].value_or(std::string_view{}))
                                  .value_or(Language::english);
    any_english = any_english || language == Language::english;
    auto& earlier = for_all.at(static_cast<std::size_t>(language));
    if (earlier != nullptr)
      table.report().complain("letter.filter", earlier->source().begin,
                              "only the last letter of a language can be without a filter; those "
                              "after it would never be used");
    earlier = source->contains("filter") ? nullptr : source;
    if (letter) campaign.letters.push_back(std::move(*letter));
  }
  const bool last_is_for_all = for_all.front() != nullptr;
  for (const toml::table* exclusion : table.tables("exclusion"))
    campaign.exclusions.push_back(read_exclusion(*exclusion, table.report()));
  auto unmatched = tables.prose("unmatched", Need::optional, longest_explanation);
  const bool explains = !unmatched.front().text.empty();
  const toml::node* written = table.node("letter");
  if (!written || (written->is_array() && !any_english)) {
    table.complain("letter", "is missing; a campaign needs at least one [[letter]] in English");
  } else if (!letters.empty() && !last_is_for_all && !explains) {
    table.complain("unmatched",
                   "is missing: either leave the last letter without a filter, or say here what "
                   "supporters are told when no letter fits their MP");
  } else if (last_is_for_all && explains) {
    table.complain("unmatched", "is never used, because the last letter has no filter; remove it");
  }
  if (explains) campaign.unmatched = Exclusion{{}, std::move(unmatched)};
}

/// Says of each mistake in which table of a list it is.
std::vector<Mistake> numbered(std::vector<Mistake> mistakes, const toml::table& root) {
  for (Mistake& mistake : mistakes) {
    const toml::node* list = root.get(mistake.field.substr(0, mistake.field.find('.')));
    if (list == nullptr || !list->is_array()) continue;
    for (const toml::node& element : *list->as_array()) {
      const auto& begin = element.source().begin;
      if (element.is_table() &&
          std::tie(begin.line, begin.column) <= std::tie(mistake.line, mistake.column))
        ++mistake.number;
    }
  }
  return mistakes;
}

/// `done` gets the file's tables while they are there, when it is TOML at all.
CampaignFile read_campaign(std::string_view content, std::string_view file_name, TomlReport& report,
                           const std::function<void(const toml::table&)>& done) {
  CampaignFile campaign;
  if (content.size() > largest_file) {
    report.complain("", {1, 1}, "the file is too large; a campaign has at most 1 MB");
    return campaign;
  }
  const auto root = read_toml(content, file_name, report);
  if (!root) return campaign;
  const TomlTable table(*root, "", campaign_keys(), report);
  const CampaignTables tables(table);
  read_details(tables, campaign);
  read_letters(tables, campaign);
  if (done) done(*root);
  return campaign;
}

bool one_of(const std::vector<std::string>& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// A pattern that ends with * stands for every office that begins so.
bool is_office(const std::string& pattern, const std::string& office) {
  if (!pattern.ends_with('*')) return pattern == office;
  return office.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

bool holds_one_of(const std::vector<std::string>& patterns,
                  const std::vector<std::string>& offices) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
    return std::any_of(offices.begin(), offices.end(),
                       [&](const std::string& office) { return is_office(pattern, office); });
  });
}

}  // namespace

bool Filter::empty() const {
  return *this == Filter{};
}

bool Filter::matches(const Target& target) const {
  return (party.empty() || one_of(party, target.party)) &&
         (nation.empty() || one_of(nation, target.nation)) &&
         (region.empty() || one_of(region, target.region)) &&
         (office.empty() || holds_one_of(office, target.offices)) &&
         !one_of(not_party, target.party) && !one_of(not_nation, target.nation) &&
         !one_of(not_region, target.region) && !holds_one_of(not_office, target.offices);
}

bool CampaignFile::is_open(Instant now) const {
  return (!opens || now >= *opens) && (!closes || now < *closes);
}

Checked<CampaignFile> parse_campaign(std::string_view content, std::string_view file_name) {
  TomlReport report(file_name, content);
  CampaignFile campaign = read_campaign(content, file_name, report, {});
  if (!report.empty()) return tl::unexpected(report.take_errors());
  return campaign;
}

std::vector<Mistake> mistakes_in(std::string_view content) {
  TomlReport report("", content);
  std::vector<Mistake> mistakes;
  static_cast<void>(read_campaign(content, "", report, [&](const toml::table& root) {
    mistakes = numbered(report.take_mistakes(), root);
  }));
  for (Mistake& mistake : report.take_mistakes())
    mistakes.push_back(std::move(mistake));
  return mistakes;
}

std::variant<const Variant*, const Exclusion*> choose(const CampaignFile& campaign,
                                                      const Target& target, Language language) {
  for (const Exclusion& exclusion : campaign.exclusions)
    if (exclusion.filter.matches(target)) return &exclusion;
  for (const Language wanted : {language, Language::english})
    for (const Variant& letter : campaign.letters)
      if (letter.language == wanted && letter.filter.matches(target)) return &letter;
  return &campaign.unmatched.value();
}

Letter render_letter(const Variant& variant, const LetterFields& fields,
                     std::size_t subject_number) {
  const Template& subject = variant.subjects[subject_number % variant.subjects.size()];
  const bool has_place = variant.body.source().find("{{on_behalf_of}}") != std::string::npos;
  if (fields.on_behalf_of.empty() || has_place) return render_letter(subject, variant.body, fields);
  LetterFields told = fields;
  const std::string sentence = fields.on_behalf_sentence.empty()
                                   ? "I am writing this on behalf of " + fields.on_behalf_of + "."
                                   : fields.on_behalf_sentence;
  told.story = sentence + "\n\n" + fields.story;
  return render_letter(subject, variant.body, told);
}

}  // namespace postbag::templates
