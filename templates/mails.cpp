#include "templates/mails.h"

#include <utility>

namespace postbag::templates {
namespace {

Value values(const MailFields& fields) {
  return Value::Object{{"organisation", fields.organisation},
                       {"campaign_title", fields.campaign_title},
                       {"mp_name", fields.mp_name},
                       {"confirm_url", fields.confirm_url},
                       {"link_lifetime", fields.link_lifetime}};
}

}  // namespace

Checked<Mails> Mails::load(const std::filesystem::path& folder) {
  const std::vector<Name> shared = {{"organisation", Use::text}, {"campaign_title", Use::text}};
  std::vector<Name> confirmation = shared;
  confirmation.push_back({"mp_name", Use::text});
  confirmation.push_back({"confirm_url", Use::text});
  confirmation.push_back({"link_lifetime", Use::text});
  auto pages = Pages::load(folder, {{"confirm.txt", confirmation}, {"already-wrote.txt", shared}});
  if (!pages) return tl::unexpected(std::move(pages.error()));
  return Mails(std::move(*pages));
}

Mail Mails::confirmation(const MailFields& fields) const {
  return pages_.render_mail("confirm.txt", values(fields));
}

Mail Mails::already_wrote(const MailFields& fields) const {
  return pages_.render_mail("already-wrote.txt", values(fields));
}

}  // namespace postbag::templates
