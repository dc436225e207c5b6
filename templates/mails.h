#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"
#include "templates/mail_template.h"

namespace postbag::templates {

/// What the service's own mails say. Plain text, one line each. Nothing in it was typed into a
/// form: the address may be a stranger's, and the mail must not carry somebody else's words there.
struct MailFields {
  std::string organisation;
  std::string campaign_title;
  /// The whole address of the page with the owner's letters.
  std::string own_letters_url;
  /// Confirmation only.
  std::string mp_name;
  /// Confirmation only: the whole address of the page with the button.
  std::string confirm_url;
  /// Confirmation only: how long the link works, `5 days`.
  std::string link_lifetime;
};

/// The mails the service writes in its own name, in one language: `confirm.txt` and
/// `already-wrote.txt` of templates/mails. Immutable; any number of threads may use it.
class Mails {
 public:
  /// Errors: those of MailTemplate::load(), of both mails at once.
  [[nodiscard]] static Checked<Mails> load(const std::filesystem::path& folder,
                                           const Strings& strings);

  /// Asks the owner of the address whether the letter is theirs.
  [[nodiscard]] Mail confirmation(const MailFields& fields) const;
  /// Tells the owner of the address that their earlier letter stands and no second one is sent.
  [[nodiscard]] Mail already_wrote(const MailFields& fields) const;

 private:
  Mails(MailTemplate confirmation, MailTemplate already_wrote)
      : confirmation_(std::move(confirmation)), already_wrote_(std::move(already_wrote)) {}

  MailTemplate confirmation_;
  MailTemplate already_wrote_;
};

}  // namespace postbag::templates
