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

/// What a mail to a member of staff says who asked for a new password; it is in English.
struct ResetFields {
  std::string service_name;
  /// The whole address of the page on which they choose one.
  std::string reset_url;
  /// How long the link works, `2 hours`.
  std::string link_lifetime;
};

/// What a mail says that asks a supporter whether their MP replied.
struct FollowUpFields {
  std::string organisation;
  std::string campaign_title;
  std::string mp_name;
  /// The day on which the letter left.
  std::string sent_on;
  /// The whole address of the page on which they answer, and on which they can stop the questions.
  std::string follow_up_url;
  /// Nothing more is asked after this.
  bool is_last = false;
};

/// The mails the service writes in its own name, in one language: `confirm.txt`,
/// `already-wrote.txt`, `reset.txt` and `follow-up.txt` of templates/mails. Immutable; any number
/// of threads may use it.
class Mails {
 public:
  /// Errors: those of MailTemplate::load(), of all mails at once.
  [[nodiscard]] static Checked<Mails> load(const std::filesystem::path& folder,
                                           const Strings& strings);

  /// Asks the owner of the address whether the letter is theirs.
  [[nodiscard]] Mail confirmation(const MailFields& fields) const;
  /// Tells the owner of the address that their earlier letter stands and no second one is sent.
  [[nodiscard]] Mail already_wrote(const MailFields& fields) const;
  /// Brings a member of staff the link with which they choose a password.
  [[nodiscard]] Mail reset(const ResetFields& fields) const;
  /// Asks a supporter whether their MP replied.
  [[nodiscard]] Mail follow_up(const FollowUpFields& fields) const;

 private:
  Mails(MailTemplate confirmation, MailTemplate already_wrote, MailTemplate reset,
        MailTemplate follow_up)
      : confirmation_(std::move(confirmation)),
        already_wrote_(std::move(already_wrote)),
        reset_(std::move(reset)),
        follow_up_(std::move(follow_up)) {}

  MailTemplate confirmation_;
  MailTemplate already_wrote_;
  MailTemplate reset_;
  MailTemplate follow_up_;
};

}  // namespace postbag::templates
