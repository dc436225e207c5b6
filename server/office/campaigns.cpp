#include "server/office/campaigns.h"

#include <algorithm>
#include <tuple>

#include "templates/campaign_document.h"

namespace postbag::office {
namespace {

using templates::Mistake;

/// The line on which a key of the file's top stands, from 1.
std::size_t line_of(std::string_view toml, std::string_view key) {
  std::size_t line = 1;
  for (std::size_t begin = 0; begin < toml.size(); ++line) {
    const std::size_t end = std::min(toml.find('\n', begin), toml.size());
    if (toml.substr(begin, end - begin).starts_with(key)) return line;
    begin = end + 1;
  }
  return 1;
}

}  // namespace

std::vector<Mistake> obstacles(std::string_view toml, std::string_view slug, Instant now) {
  std::vector<Mistake> found = templates::mistakes_in(toml);
  const auto campaign = templates::parse_campaign(toml, "campaign.toml");
  if (!campaign && found.empty()) found.push_back({"", 0, 1, 1, campaign.error().front().message});
  for (Mistake& mistake : templates::unwritten_in(toml))
    found.push_back(std::move(mistake));
  if (const auto document = templates::read_document(toml, "");
      document && !document->slug.empty() && document->slug != slug)
    found.push_back({"slug", 0, line_of(toml, "slug"), 1,
                     "slug must stay \"" + std::string{slug} +
                         "\": letters and links know the campaign by it"});
  if (campaign && campaign->closes && *campaign->closes <= now)
    found.push_back({"closes", 0, line_of(toml, "closes"), 1,
                     "closes is over already; choose a last day that is not past"});
  std::stable_sort(found.begin(), found.end(), [](const Mistake& a, const Mistake& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return found;
}

}  // namespace postbag::office
