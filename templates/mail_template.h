#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "templates/strings.h"
#include "templates/template.h"

namespace postbag::templates {

/// A mail ready to be composed: the subject is one line.
struct Mail {
  std::string subject;
  std::string body;
  bool operator==(const Mail&) const = default;
};

/// A file whose first line is `Subject: …` and whose second is empty; after that, the body.
/// Immutable; any number of threads may render it.
class MailTemplate {
 public:
  /// Reads `file` in `folder`, in the language of `strings`, whose texts stand for each `[[key]]`.
  /// Every problem at once (`file:line:column: …`): what Template::parse() and
  /// Strings::put_into() refuse, a file that is missing, unreadable or empty, and a subject that
  /// holds more than text and `{{x}}`.
  [[nodiscard]] static Checked<MailTemplate> load(const std::filesystem::path& folder,
                                                  const std::string& file,
                                                  const Vocabulary& vocabulary,
                                                  const Strings& strings);

  /// `values` as for Template::render(). A control character in the subject becomes a space.
  [[nodiscard]] Mail render(std::span<const std::string_view> values) const;

 private:
  MailTemplate(Template subject, Template body)
      : subject_(std::move(subject)), body_(std::move(body)) {}

  Template subject_;
  Template body_;
};

}  // namespace postbag::templates
