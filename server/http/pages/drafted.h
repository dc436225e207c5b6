#pragma once

#include <array>
#include <string>
#include <string_view>

#include "server/campaign/correspondence.h"

namespace postbag::http::pages {

/// Digests of a letter as we drafted it and of what went into it. They travel in the form beside
/// the letter, and tell later what the supporter has changed by hand and what has changed around
/// it.
class Drafted {
 public:
  enum Part { subject, body, name, address, story, on_behalf_of };

  /// `fields` are those that the draft was made from.
  Drafted(const campaign::Draft& draft, const campaign::SubmissionFields& fields);
  /// The inverse of text(). Where `text` is something else, nothing equals it.
  explicit Drafted(std::string_view text);

  [[nodiscard]] std::string text() const;
  /// Whether `typed`, as a text area sends it back, is still what we drafted.
  [[nodiscard]] bool is(Part part, std::string_view typed) const;
  [[nodiscard]] bool same(Part part, const Drafted& other) const {
    return digests_.at(part) == other.digests_.at(part);
  }

 private:
  std::array<std::string, 6> digests_;
};

/// Whom a letter is for: the seat and the person in it, which must be known.
[[nodiscard]] std::string addressee(const data::Constituency& seat);

/// The supporter's address with the postcode.
[[nodiscard]] std::string whole_address(const campaign::SubmissionFields& fields);

}  // namespace postbag::http::pages
