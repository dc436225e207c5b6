#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "templates/campaign_file.h"

namespace postbag::templates {

/// What a campaign says in one language, as it was typed.
struct DocumentTexts {
  std::string title, summary, ask, organisation, consent, privacy_notice, unmatched;
  /// In Welsh only; the English one stands with the logo, in DocumentTheme.
  std::string logo_alt;
  std::vector<std::string> story_prompts;
  bool operator==(const DocumentTexts&) const = default;
};

/// `[theme]`, as it was typed.
struct DocumentTheme {
  std::string accent, accent_dark, background, background_dark, logo, logo_alt, font;
  bool operator==(const DocumentTheme&) const = default;
};

struct DocumentQuestion {
  /// `en` or `cy`; empty is English, as in the file.
  std::string language;
  std::string question, sentence;
  std::vector<std::string> choices;
  bool operator==(const DocumentQuestion&) const = default;
};

struct DocumentLetter {
  Filter filter;
  std::string language;
  std::vector<std::string> subjects;
  std::string body;
  bool operator==(const DocumentLetter&) const = default;
};

struct DocumentExclusion {
  Filter filter;
  std::string explanation, explanation_welsh;
  bool operator==(const DocumentExclusion&) const = default;
};

/// A campaign's file as a form can edit it: all that a file can say, in plain values that may still
/// be missing or wrong. Whether it is a campaign, parse_campaign() and mistakes_in() say.
struct CampaignDocument {
  std::string slug, target, opens, closes, accent_colour;
  DocumentTexts english, welsh;
  DocumentTheme theme;
  std::vector<std::string> allowed_origins;
  bool address_required = true;
  /// In the order of the file, which is the order in which they are tried.
  std::vector<DocumentLetter> letters;
  std::vector<DocumentExclusion> exclusions;
  std::vector<DocumentQuestion> short_questions;
  bool operator==(const CampaignDocument&) const = default;
};

/// Reads a file, or the draft of one, however much of it is missing or wrong. What a document
/// cannot hold is an error, so that no form loses it: what is no TOML, keys that nobody knows, and
/// values of another kind; each message begins `file_name:line:column: `. Comments and the layout
/// are not part of a document.
[[nodiscard]] Checked<CampaignDocument> read_document(std::string_view toml,
                                                      std::string_view file_name);

/// The document as TOML, always in the same order and layout; what is empty is left out.
/// read_document() reads the same document from it, and parse_campaign() the same campaign as from
/// what the document was read from.
[[nodiscard]] std::string write_document(const CampaignDocument& document);

/// Text as TOML writes it in quotes: on several lines where it has some.
[[nodiscard]] std::string toml_text(std::string_view text);

/// A campaign to begin with: what belongs in a place stands there in square brackets, and one
/// letter is for all MPs. The title, the organisation and the slug are left empty.
[[nodiscard]] CampaignDocument blank_document();

/// What of the blank's texts in square brackets still stands in a file, each with its place: nobody
/// may send that.
[[nodiscard]] std::vector<Mistake> unwritten_in(std::string_view toml);

}  // namespace postbag::templates
