#include "templates/mails.h"

#include <array>
#include <iterator>
#include <utility>

namespace postbag::templates {
namespace {

/// The names and the values stand in the same order; the first ones are both mails'.
constexpr std::size_t kSharedNames = 3;

Vocabulary vocabulary() {
  return {Markup::text,
          {{"organisation", Use::text},
           {"campaign_title", Use::text},
           {"own_letters_url", Use::text},
           {"mp_name", Use::text},
           {"confirm_url", Use::text},
           {"link_lifetime", Use::text}}};
}

std::array<std::string_view, 6> values(const MailFields& fields) {
  return {fields.organisation, fields.campaign_title, fields.own_letters_url,
          fields.mp_name,      fields.confirm_url,    fields.link_lifetime};
}

/// In the order of ResetFields.
Vocabulary reset_vocabulary() {
  return {Markup::text,
          {{"service_name", Use::text}, {"reset_url", Use::text}, {"link_lifetime", Use::text}}};
}

/// In the order of FollowUpFields.
Vocabulary follow_up_vocabulary() {
  return {Markup::text,
          {{"organisation", Use::text},
           {"campaign_title", Use::text},
           {"mp_name", Use::text},
           {"sent_on", Use::text},
           {"follow_up_url", Use::text},
           {"is_last", Use::section}}};
}

}  // namespace

Checked<Mails> Mails::load(const std::filesystem::path& folder, const Strings& strings) {
  const Vocabulary all = vocabulary();
  Vocabulary shared = all;
  shared.names.resize(kSharedNames);
  auto confirmation = MailTemplate::load(folder, "confirm.txt.mustache", all, strings);
  auto already_wrote = MailTemplate::load(folder, "already-wrote.txt.mustache", shared, strings);
  auto reset = MailTemplate::load(folder, "reset.txt.mustache", reset_vocabulary(), strings);
  auto follow_up =
      MailTemplate::load(folder, "follow-up.txt.mustache", follow_up_vocabulary(), strings);
  std::vector<Error> errors;
  for (const auto* mail : {&confirmation, &already_wrote, &reset, &follow_up})
    if (!*mail) std::copy(mail->error().begin(), mail->error().end(), std::back_inserter(errors));
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Mails{std::move(*confirmation), std::move(*already_wrote), std::move(*reset),
               std::move(*follow_up)};
}

Mail Mails::confirmation(const MailFields& fields) const {
  return confirmation_.render(values(fields));
}

Mail Mails::already_wrote(const MailFields& fields) const {
  return already_wrote_.render(values(fields));
}

Mail Mails::reset(const ResetFields& fields) const {
  const std::array<std::string_view, 3> ready{fields.service_name, fields.reset_url,
                                              fields.link_lifetime};
  return reset_.render(ready);
}

Mail Mails::follow_up(const FollowUpFields& fields) const {
  const std::array<std::string_view, 6> ready{fields.organisation,  fields.campaign_title,
                                              fields.mp_name,       fields.sent_on,
                                              fields.follow_up_url, fields.is_last ? "yes" : ""};
  return follow_up_.render(ready);
}

}  // namespace postbag::templates
