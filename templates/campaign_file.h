#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/language.h"
#include "base/result.h"
#include "base/text.h"
#include "templates/campaign_texts.h"
#include "templates/letter.h"
#include "templates/mistake.h"
#include "templates/template.h"
#include "templates/theme.h"

namespace postbag::templates {

/// Who a letter would go to, as filters see it.
struct Target {
  /// As the data set writes it: `Labour`, `Sinn Féin`, `Speaker`. Empty when unknown.
  std::string party;
  /// `England`, `Scotland`, `Wales` or `Northern Ireland`.
  std::string nation;
  /// One of England's nine regions, else the nation.
  std::string region;
  /// Posts held, such as `Prime Minister`.
  std::vector<std::string> offices;
};

/// Which targets. Every list that is not empty must agree; within a list one value is enough.
/// Values are compared exactly, but that an office which ends with `*` stands for all that begin so
/// (`Secretary of State *`, or `*` for whoever holds a post at all).
struct Filter {
  std::vector<std::string> party, nation, region, office;
  /// The target must match none of these.
  std::vector<std::string> not_party, not_nation, not_region, not_office;

  [[nodiscard]] bool matches(const Target& target) const;
  /// True when it lets everyone through.
  [[nodiscard]] bool empty() const;
  bool operator==(const Filter&) const = default;
};

/// One form of the letter, for the targets that its filter lets through.
struct Variant {
  Filter filter;
  Language language = Language::english;
  /// One or more.
  std::vector<Template> subjects;
  Template body;
};

/// Targets to whom the campaign does not write, and what their constituents are told.
struct Exclusion {
  Filter filter;
  ForReaders<std::string> explanations;

  [[nodiscard]] const InLanguage<std::string>& explanation(Language reader) const {
    return explanations.at(static_cast<std::size_t>(reader));
  }
};

enum class TargetRule { constituency };

/// One campaign as its people keep it: a TOML file. docs/letters.md describes the format to them.
struct CampaignFile {
  Slug slug;
  /// In the order of kLanguages.
  std::array<CampaignTexts, kLanguages.size()> all_texts;
  TargetRule target = TargetRule::constituency;
  /// The first instant at which it is open, and the first at which it is no longer (the file's
  /// `closes` is the last day). None: always.
  std::optional<Instant> opens;
  std::optional<Instant> closes;
  Theme theme;
  /// Web origins (`https://example.org`, lower case, no path) that may call the API from a page;
  /// http only on this machine, for who tries it out.
  std::vector<std::string> allowed_origins;
  bool address_required = true;
  /// In the order of the file.
  std::vector<Variant> letters;
  std::vector<Exclusion> exclusions;
  /// What constituents of a target whom no letter's filter lets through are told. Present exactly
  /// when the last English letter has a filter.
  std::optional<Exclusion> unmatched;

  [[nodiscard]] const CampaignTexts& texts(Language reader) const {
    return all_texts.at(static_cast<std::size_t>(reader));
  }
  [[nodiscard]] bool is_open(Instant now) const;
};

/// Reads and checks a campaign file, its letters included. Every problem at once; each message
/// begins `file_name:line:column: ` and each error's field is the key at fault, such as
/// `letter.body`. Each letter is rendered with sample_fields(), whole and without every choice of
/// what a supporter can leave out: an empty subject or body, or a letter without a place for the
/// supporter's own words, is an error.
[[nodiscard]] Checked<CampaignFile> parse_campaign(std::string_view toml,
                                                   std::string_view file_name);

/// What parse_campaign() finds wrong, each with its place; none when it is a campaign.
[[nodiscard]] std::vector<Mistake> mistakes_in(std::string_view toml);

/// The letter for this target: the first exclusion whose filter matches, else the first letter in
/// that language, else the first English one, else `campaign.unmatched`. The pointer is never null
/// and lives as long as the campaign.
[[nodiscard]] std::variant<const Variant*, const Exclusion*> choose(
    const CampaignFile& campaign, const Target& target, Language language = Language::english);

/// The letter as it would be sent. Where its body has no place for `on_behalf_of`, a sentence
/// before the supporter's own words says it. `subject_number` may be any number (a hash, a
/// counter): the same number gives the same subject.
[[nodiscard]] Letter render_letter(const Variant& variant, const LetterFields& fields,
                                   std::size_t subject_number);

}  // namespace postbag::templates
