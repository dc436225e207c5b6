#pragma once

#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "templates/campaign_file.h"

namespace postbag::templates::testing {

/// The keys that every campaign needs, and a letter for everybody.
inline const std::string details = R"(slug = "a-campaign"
title = "A campaign"
summary = "What it is about."
organisation = "Example Group"
privacy_notice = "What we keep."
)";
inline const std::string last_letter = R"([[letter]]
subjects = ["Hello {{mp_name}}"]
body = "{{greeting}}, {{story}} {{name}}"
)";

inline CampaignFile read(const std::string& toml) {
  auto campaign = parse_campaign(toml, "c.toml");
  if (!campaign) BOOST_FAIL(campaign.error().front().message);
  return std::move(*campaign);
}

inline std::vector<std::string> messages(const std::string& toml) {
  const auto campaign = parse_campaign(toml, "c.toml");
  std::vector<std::string> all;
  if (!campaign)
    for (const Error& error : campaign.error())
      all.push_back(error.message);
  return all;
}

inline void expect_problem(const std::string& toml, const std::string& message) {
  const auto found = messages(toml);
  BOOST_TEST_CONTEXT(toml) {
    BOOST_REQUIRE_EQUAL(found.size(), 1U);
    BOOST_TEST(found.front() == message);
  }
}

inline std::string quoted(const std::string& text) {
  return '"' + text + '"';
}

inline std::string with_line(const std::string& line) {
  return details + line + "\n" + last_letter;
}

/// The only problem of a sound campaign to which `line` is added as its sixth line.
inline void expect_problem_of_line(const std::string& line, const std::string& message) {
  expect_problem(with_line(line), message);
}

inline std::string story_of(const std::variant<const Variant*, const Exclusion*>& choice) {
  if (const auto* variant = std::get_if<const Variant*>(&choice))
    return render_letter(**variant, sample_fields(), 0).subject;
  return "told: " + std::get<const Exclusion*>(choice)->explanation(Language::english).text;
}

}  // namespace postbag::templates::testing
