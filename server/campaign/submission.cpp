#include "server/campaign/submission.h"

#include <algorithm>

namespace postbag::campaign {
namespace {

// How long fields may be, in characters. A letter under a page is about 2,500; ten thousand leaves
// room for a life.
constexpr FieldRule kTitle{"title", "your title", 0, 20};
constexpr FieldRule kFirstName{"first_name", "your first name", 1, 60};
constexpr FieldRule kLastName{"last_name", "your last name", 1, 80};
constexpr FieldRule kOptionalAddress{"address", "your address", 0, 400};
constexpr FieldRule kAddress{"address", "your address", 1, 400};
constexpr FieldRule kSubject{"subject", "the subject", 0, 200};
constexpr FieldRule kBody{"body", "your letter", 0, 10'000};
constexpr FieldRule kStory{"story", "your own words", 0, 4'000};
constexpr FieldRule kOnBehalfOf{"on_behalf_of", "whom you write for", 0, 80};
constexpr FieldRule kConsentWording{"consent_wording", "the words of consent", 0, 300};

/// RFC 5321 section 4.5.3.1: a path of 256 octets, less its brackets.
constexpr std::size_t kLongestEmail = 254;
/// Room for spaces and slips; what it must be is Postcode's to say.
constexpr std::size_t kLongestPostcode = 40;

/// Reads one field after the other and remembers what was wrong.
class FieldReader {
 public:
  template <class Text>
  Text read(const std::string& raw, const FieldRule& rule) {
    return keep(Text::parse(raw, rule));
  }

  template <class Value>
  Value keep(Result<Value> result) {
    if (result) return std::move(*result);
    errors_.push_back(std::move(result.error()));
    return Value{};
  }

  void report(Error error) { errors_.push_back(std::move(error)); }
  [[nodiscard]] std::vector<Error>& errors() { return errors_; }

 private:
  std::vector<Error> errors_;
};

bool is_code(std::string_view text) {
  return text.size() == 9 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

/// A name stands before an address in the letter's From: it must not look like another.
void check_name(const Line& name, std::string_view field, FieldReader& reader) {
  if (name.text().find_first_of("<>@") != std::string::npos)
    reader.report({"malformed_name", "Write the name without @, < and >.", std::string{field}});
}

bool is_tag(std::string_view text) {
  return text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
         });
}

void check_codes(const SubmissionFields& fields, FieldReader& reader) {
  if (!fields.constituency.empty() && !is_code(fields.constituency))
    reader.report(
        {"unknown_constituency", "Choose one of the constituencies offered.", "constituency"});
  if (!is_tag(fields.source))
    reader.report({"malformed_source",
                   "Use at most 64 letters, digits, dots, hyphens and underscores for the source.",
                   "source"});
  if (!fields.language.empty() && !parse_language(fields.language))
    reader.report({"unknown_language", "Choose en or cy as the language.", "language"});
}

}  // namespace

std::string Submission::full_name() const {
  std::string name;
  for (const Line* part : {&title, &first_name, &last_name}) {
    if (part->empty()) continue;
    if (!name.empty()) name += ' ';
    name += part->text();
  }
  return name;
}

std::size_t longest(std::string_view field) {
  for (const FieldRule& rule :
       {kTitle, kFirstName, kLastName, kAddress, kSubject, kBody, kStory, kOnBehalfOf})
    if (rule.field == field) return rule.maximum;
  if (field == "email") return kLongestEmail;
  return field == "postcode" ? kLongestPostcode : 0;
}

Checked<Submission> parse_submission(const SubmissionFields& fields, bool address_required) {
  FieldReader reader;
  auto postcode = data::Postcode::parse(fields.postcode);
  if (!postcode) {
    reader.report(postcode.error());
    reader.errors().back().field = "postcode";
  }
  check_codes(fields, reader);
  Line title = reader.read<Line>(fields.title, kTitle);
  Line first_name = reader.read<Line>(fields.first_name, kFirstName);
  Line last_name = reader.read<Line>(fields.last_name, kLastName);
  check_name(title, kTitle.field, reader);
  check_name(first_name, kFirstName.field, reader);
  check_name(last_name, kLastName.field, reader);
  EmailAddress email = reader.keep(EmailAddress::parse(fields.email));
  Prose address =
      reader.read<Prose>(fields.address, address_required ? kAddress : kOptionalAddress);
  Line subject = reader.read<Line>(fields.subject, kSubject);
  Prose body = reader.read<Prose>(fields.body, kBody);
  Prose story = reader.read<Prose>(fields.story, kStory);
  Line on_behalf_of = reader.read<Line>(fields.on_behalf_of, kOnBehalfOf);
  Line consent_wording = reader.read<Line>(fields.consent_wording, kConsentWording);
  if (!reader.errors().empty()) return tl::unexpected(std::move(reader.errors()));
  return Submission{*postcode,
                    fields.constituency,
                    std::move(title),
                    std::move(first_name),
                    std::move(last_name),
                    std::move(email),
                    std::move(address),
                    std::move(subject),
                    std::move(body),
                    std::move(story),
                    std::move(on_behalf_of),
                    fields.opt_in,
                    std::move(consent_wording),
                    fields.source,
                    parse_language(fields.language).value_or(Language::english)};
}

}  // namespace postbag::campaign
