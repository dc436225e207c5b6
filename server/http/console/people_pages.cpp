#include <map>

#include "base/csv_text.h"
#include "base/digest.h"
#include "base/time_text.h"
#include "server/http/console/admission.h"
#include "server/http/console/delivery_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/letter_lists.h"

namespace postbag::http::console {
namespace {

/// More letters than one person writes; the page says when there are more.
constexpr std::int64_t kShown = 200;

/// What stands for a supporter in the audit log, where nothing can ever be deleted: too short to
/// tell for sure who it was, long enough to see that two lines are about one person.
std::string mark_of(const Service& service, const EmailAddress& email) {
  return "supporter " +
         hmac_sha256(service.correspondence.settings().secret, "audit|" + email.identity())
             .substr(0, 8);
}

std::string key_of(const Service& service, const EmailAddress& email) {
  return campaign::supporter_key(email, service.correspondence.settings().secret);
}

staff::AuditEntry entry(const Service& service, const staff::SignedIn& who, std::string action,
                        std::string subject, std::string detail = {}) {
  return {service.clock.now(), who.actor(), std::move(action), std::move(subject),
          std::move(detail)};
}

Response show_search(const View& view, const staff::SignedIn& who, int status,
                     const std::string& typed, const std::vector<Error>& errors,
                     const std::string& notice = {}) {
  Fields page = console_fields(view, "staff_people.title", who);
  add_errors(view, page, errors, "email");
  page["notice"] = notice;
  page["fields"] =
      List{input(view, {"email", "staff_people.email", "email", "off", "email"}, typed, errors)};
  return pages::show(view, status, "staff-people.html", page);
}

Fields letter_fields(const View& view, const campaign::OwnLetter& letter) {
  return {{"letter", letter.public_id},
          {"letter_href", letter_path(letter.public_id)},
          {"campaign", letter.campaign},
          {"mp", member_name(view, letter.constituency, letter.member)},
          {"seat", seat_name(view, letter.constituency)},
          {"state", state_text(view, letter.state)},
          {"since", moment(view, letter.since)},
          {"agreed", !letter.consent_wording.empty()},
          {"has_text", letter.has_text}};
}

Response show_person(const View& view, const staff::SignedIn& who, const EmailAddress& email) {
  const campaign::Person person = view.service().correspondence.own_letters().find(email, kShown);
  List letters;
  for (const campaign::OwnLetter& letter : person.letters)
    letters.emplace_back(letter_fields(view, letter));
  Fields page = console_fields(view, "staff_person.title", who);
  page["email"] = email.text();
  page["found"] =
      view.count("staff_person.letters", static_cast<std::int64_t>(person.letters.size()));
  page["mails"] = view.count("staff_person.mails", static_cast<std::int64_t>(person.mails.size()));
  page["more"] = person.more;
  page["has_letters"] = !letters.empty();
  page["letters"] = std::move(letters);
  page["as_of"] = moment(view, view.service().clock.now());
  return pages::show(view, 200, "staff-person.html", page);
}

Response ask_erase(const View& view, const staff::SignedIn& who, const EmailAddress& email) {
  const campaign::Person person = view.service().correspondence.own_letters().find(email, kShown);
  Fields page = console_fields(view, "staff_erase.title", who);
  page["email"] = email.text();
  page["found"] =
      view.count("staff_person.letters", static_cast<std::int64_t>(person.letters.size()));
  return pages::show(view, 200, "staff-erase.html", page);
}

Response download(std::string type, std::string name, std::string body) {
  return {200,
          std::move(type),
          std::move(body),
          {{"Content-Disposition", "attachment; filename=\"" + std::move(name) + "\""}}};
}

/// Answers with `act(address)` for the address in the form, or asks for it again.
template <class Act>
Response with_address(const View& view, const Request& request, const staff::SignedIn& who,
                      const Act& act) {
  const std::string typed{request.field("email")};
  const auto email = EmailAddress::parse(typed);
  if (!email) return show_search(view, who, 422, typed, {email.error()});
  return act(*email);
}

std::string csv_of(const std::string& campaign, const std::vector<office::OptedIn>& people) {
  CsvText csv;
  csv.row({"campaign", "name", "email", "consent_wording", "agreed_at"});
  for (const office::OptedIn& person : people)
    csv.row({campaign, person.name.text(), person.email.text(), person.consent_wording,
             rfc3339(person.agreed_at)});
  return csv.text();
}

Response show_opted_in(const View& view, const staff::SignedIn& who, int status,
                       const std::vector<Error>& errors) {
  Fields page = console_fields(view, "staff_opted_in.title", who);
  add_errors(view, page, errors, "campaign");
  List campaigns = campaign_options(view, {});
  campaigns.erase(campaigns.begin());  // one campaign's people agreed to hear from that one
  page["has_campaigns"] = !campaigns.empty();
  page["campaigns"] = std::move(campaigns);
  page["campaign_error"] = errors.empty() ? std::string{} : errors.front().message;
  return pages::show(view, status, "staff-opted-in.html", page);
}

}  // namespace

Response people(Service& service, const Request&, const staff::SignedIn& who) {
  return show_search(View{service}, who, 200, {}, {});
}

Response person(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  return with_address(view, request, who, [&](const EmailAddress& email) {
    service.accounts.record(who.actor(), "person.found", mark_of(service, email));
    return show_person(view, who, email);
  });
}

Response person_exported(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  return with_address(view, request, who, [&](const EmailAddress& email) {
    std::string record = service.correspondence.own_letters().record_of(email);
    service.accounts.record(who.actor(), "person.exported", mark_of(service, email));
    return download("application/json; charset=utf-8", "supporter.json", std::move(record));
  });
}

Response person_erased(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  return with_address(view, request, who, [&](const EmailAddress& email) {
    if (request.field("step") != "erase") return ask_erase(view, who, email);
    const campaign::Erased erased = service.office.erase(
        key_of(service, email), entry(service, who, "person.erased", mark_of(service, email)));
    return show_search(view, who, 200, {}, {},
                       view.count("staff_erase.done", erased.letters,
                                  {{"withdrawn", grouped(erased.withdrawn)},
                                   {"leaving", grouped(erased.leaving)}}));
  });
}

Response opted_in(Service& service, const Request&, const staff::SignedIn& who) {
  return show_opted_in(View{service}, who, 200, {});
}

Response opted_in_list(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto campaign = service.catalogue.find(request.field("campaign"));
  if (!campaign)
    return show_opted_in(view, who, 422,
                         {{"unknown_campaign", "Choose one of the campaigns.", "campaign"}});
  const std::string& slug = campaign->file.slug.text();
  const auto people = service.office.opted_in(slug);
  service.accounts.record(who.actor(), "people.opted_in", slug, std::to_string(people.size()));
  return download("text/csv; charset=utf-8", "opted-in-" + slug + ".csv", csv_of(slug, people));
}

}  // namespace postbag::http::console
