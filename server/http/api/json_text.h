#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "data/data_set.h"
#include "server/campaign/correspondence.h"

/// What the API's JSON looks like. Every function gives a whole document.
namespace postbag::http::api {

/// A seat, and why no letter of a campaign can go there, if so.
struct Recipient {
  const data::Constituency* seat = nullptr;
  std::optional<Error> obstacle;
};

[[nodiscard]] std::string problem_json(int status, std::string_view title, std::string_view detail,
                                       const std::vector<Error>& errors);
[[nodiscard]] std::string answer_json(const data::Postcode& postcode, const data::Answer& answer);
[[nodiscard]] std::string recipients_json(const data::Postcode& postcode, data::Match match,
                                          const std::vector<Recipient>& candidates,
                                          const std::vector<Recipient>& others);
[[nodiscard]] std::string constituencies_json(std::span<const data::Constituency> constituencies);
[[nodiscard]] std::string constituency_json(const data::Constituency& constituency);
[[nodiscard]] std::string campaign_json(const campaign::Campaign& campaign, Language reader,
                                        const std::optional<campaign::Closed>& closed,
                                        const campaign::PublicReach& reach);
[[nodiscard]] std::string draft_json(const campaign::Draft& draft, const EmailAddress& from,
                                     std::string_view own_words, bool offer_help);
[[nodiscard]] std::string letter_json(const campaign::LetterStatus& status);
[[nodiscard]] std::string confirmation_json(const campaign::LetterStatus& status,
                                            const campaign::PublicReach& reach);
[[nodiscard]] std::string reach_json(const campaign::PublicReach& reach);
[[nodiscard]] std::string health_json(bool ready, std::string_view detail);

}  // namespace postbag::http::api
