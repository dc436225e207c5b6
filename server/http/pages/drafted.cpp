#include "server/http/pages/drafted.h"

#include "base/digest.h"

namespace postbag::http::pages {
namespace {

constexpr std::size_t kDigestLength = 16;

/// The same for a text and for what a text area makes of it.
std::string digest(std::string_view text) {
  const auto parsed = Prose::parse(text, FieldRule{"text", "the text", 0, text.size()});
  return sha256(parsed ? parsed->text() : text).substr(0, kDigestLength);
}

}  // namespace

Drafted::Drafted(const campaign::Draft& draft, const campaign::SubmissionFields& fields)
    : digests_{digest(draft.subject.text()),   digest(draft.body.text()),
               digest(draft.from_name.text()), digest(whole_address(fields)),
               digest(fields.story),           digest(fields.on_behalf_of)} {}

Drafted::Drafted(std::string_view text) {
  for (std::string& part : digests_) {
    part = text.substr(0, text.find('.'));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
}

std::string Drafted::text() const {
  std::string joined;
  for (const std::string& part : digests_)
    joined.append(joined.empty() ? "" : ".").append(part);
  return joined;
}

bool Drafted::is(Part part, std::string_view typed) const {
  return digests_.at(part) == digest(typed);
}

std::string addressee(const data::Constituency& seat) {
  return seat.code + ':' + seat.member->id;
}

std::string whole_address(const campaign::SubmissionFields& fields) {
  const auto postcode = data::Postcode::parse(fields.postcode);
  std::string address{trimmed(fields.address)};
  if (!address.empty()) address += '\n';
  return address + (postcode ? postcode->text() : fields.postcode);
}

}  // namespace postbag::http::pages
