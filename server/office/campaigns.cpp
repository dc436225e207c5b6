#include "server/office/campaigns.h"

#include <algorithm>
#include <tuple>

#include "templates/campaign_document.h"

namespace postbag::office {
namespace {

using templates::Mistake;

/// Of the alphabet, in small, in a letter's own words: fewer say nothing.
constexpr std::ptrdiff_t kFewestLetters = 15;

/// The line on which the letter of that number begins, both from 1.
std::size_t line_of_letter(std::string_view toml, std::size_t number) {
  std::size_t line = 1;
  for (std::size_t begin = 0; begin < toml.size(); ++line) {
    const std::size_t end = std::min(toml.find('\n', begin), toml.size());
    if (toml.substr(begin, end - begin).starts_with("[[letter]]") && --number == 0) return line;
    begin = end + 1;
  }
  return 1;
}

/// What a letter lacks without which nobody would know to whom or from whom it is, or what it is
/// about when its writer adds nothing; empty when it has all.
std::string missing_in(std::string body, bool needs_address) {
  std::erase(body, ' ');
  const auto has = [&](std::string_view name) {
    return body.find(std::string{"{{"}.append(name).append("}}")) != std::string::npos;
  };
  if (!has("greeting") && !has("mp_name") && !has("mp_title"))
    return "does not say to whom it is; begin it with {{greeting}}";
  if (!has("name")) return "does not say from whom it is; end it with {{name}}";
  if (needs_address && !has("address"))
    return "leaves out where its writer lives, which MPs ask for; put {{address}} below {{name}}";
  for (std::size_t open = body.find("{{"); open != std::string::npos; open = body.find("{{"))
    body.erase(open, std::min(body.find("}}", open), body.size() - 2) + 2 - open);
  if (std::count_if(body.begin(), body.end(), [](char c) { return c >= 'a' && c <= 'z'; }) <
      kFewestLetters)
    return "says nothing when its writer adds no words of their own; write what you ask the MP for";
  return {};
}

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
  if (const auto document = templates::read_document(toml, ""); campaign && document)
    for (std::size_t i = 0; i < document->letters.size(); ++i)
      if (std::string missing = missing_in(document->letters[i].body, document->address_required);
          !missing.empty())
        found.push_back({"letter.body", i + 1, line_of_letter(toml, i + 1), 1,
                         std::string{"letter.body "}.append(missing)});
  if (campaign && campaign->closes && *campaign->closes <= now)
    found.push_back({"closes", 0, line_of(toml, "closes"), 1,
                     "closes is over already; choose a last day that is not past"});
  std::stable_sort(found.begin(), found.end(), [](const Mistake& a, const Mistake& b) {
    return std::tie(a.line, a.column) < std::tie(b.line, b.column);
  });
  return found;
}

}  // namespace postbag::office
