#include "server/store/office_store.h"
#include "server/store/people_rows.h"
#include "server/store/staff_rows.h"
#include "server/store/stored_text.h"

namespace postbag::store {

campaign::Erased SqlOfficeStore::erase(std::string_view supporter_key,
                                       const staff::AuditEntry& entry) {
  campaign::Erased erased;
  database_.write([&](Connection& connection) {
    erased = erase_supporter(connection, supporter_key, to_milliseconds(entry.at));
    write_audit(connection, entry);
  });
  if (erased.letters > 0) database_.checkpoint();
  return erased;
}

std::vector<office::OptedIn> SqlOfficeStore::opted_in(std::string_view campaign) {
  std::vector<office::OptedIn> people;
  database_.read([&](Connection& connection) {
    people.clear();
    office::OptedIn person;
    std::string name;
    std::string email;
    std::int64_t at = 0;
    // A letter that was taken back has no `confirmed_at`.
    Query query = connection.query(
        "SELECT supporter_name, supporter_email, consent_wording, coalesce(consent_at, "
        "letters.created_at) FROM letters JOIN letter_texts ON letter_id = letters.id WHERE "
        "campaign_id = (SELECT id FROM campaigns WHERE slug = :campaign) AND confirmed_at IS NOT "
        "NULL AND consent_wording IS NOT NULL ORDER BY letters.id");
    query.use(campaign).into(name).into(email).into(person.consent_wording).into(at);
    while (query.next()) {
      person.name = stored<Line>(name);
      person.email = stored_address(email);
      person.agreed_at = from_milliseconds(at);
      people.push_back(person);
    }
  });
  return people;
}

}  // namespace postbag::store
