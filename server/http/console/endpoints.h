#pragma once

#include "server/http/exchange.h"
#include "server/http/service.h"

/// The console of staff, one function for each route. None needs JavaScript. `who` is signed in,
/// and what is posted came from a page of that session: the route table sees to both.
namespace postbag::http::console {

Response sign_in(Service& service, const Request& request);
Response signed_in(Service& service, const Request& request);
Response ask_reset(Service& service, const Request& request);
Response reset_asked(Service& service, const Request& request);
Response reset(Service& service, const Request& request);
Response was_reset(Service& service, const Request& request);
Response style(Service& service, const Request& request);
Response script(Service& service, const Request& request);

Response sign_out(Service& service, const Request& request, const staff::SignedIn& who);
Response home(Service& service, const Request& request, const staff::SignedIn& who);
Response to_home(Service& service, const Request& request, const staff::SignedIn& who);
Response account(Service& service, const Request& request, const staff::SignedIn& who);
Response account_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response users(Service& service, const Request& request, const staff::SignedIn& who);
Response users_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response audit(Service& service, const Request& request, const staff::SignedIn& who);

Response timeline(Service& service, const Request& request, const staff::SignedIn& who);
Response timeline_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response follow_up(Service& service, const Request& request, const staff::SignedIn& who);
Response follow_up_switched(Service& service, const Request& request, const staff::SignedIn& who);
// Campaigns.
Response new_campaign(Service& service, const Request& request, const staff::SignedIn& who);
Response campaign_made(Service& service, const Request& request, const staff::SignedIn& who);
Response campaign(Service& service, const Request& request, const staff::SignedIn& who);
Response campaign_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response edit_campaign(Service& service, const Request& request, const staff::SignedIn& who);
Response campaign_edited(Service& service, const Request& request, const staff::SignedIn& who);
Response campaign_letters(Service& service, const Request& request, const staff::SignedIn& who);
Response campaign_letters_changed(Service& service, const Request& request,
                                  const staff::SignedIn& who);
Response campaign_letter(Service& service, const Request& request, const staff::SignedIn& who);
Response campaign_letter_changed(Service& service, const Request& request,
                                 const staff::SignedIn& who);
Response exclusion(Service& service, const Request& request, const staff::SignedIn& who);
Response exclusion_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response source(Service& service, const Request& request, const staff::SignedIn& who);
Response source_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response export_campaign(Service& service, const Request& request, const staff::SignedIn& who);
Response publish(Service& service, const Request& request, const staff::SignedIn& who);
Response published(Service& service, const Request& request, const staff::SignedIn& who);
Response preview(Service& service, const Request& request, const staff::SignedIn& who);
Response previewed(Service& service, const Request& request, const staff::SignedIn& who);
Response versions(Service& service, const Request& request, const staff::SignedIn& who);
Response version(Service& service, const Request& request, const staff::SignedIn& who);
Response version_restored(Service& service, const Request& request, const staff::SignedIn& who);
Response share(Service& service, const Request& request, const staff::SignedIn& who);
Response share_picture(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements_export(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements_import(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements_imported(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement_new(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement_added(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response reports(Service& service, const Request& request, const staff::SignedIn& who);
Response newsletter_report(Service& service, const Request& request, const staff::SignedIn& who);
Response newsletter_file(Service& service, const Request& request, const staff::SignedIn& who);
Response funder_report(Service& service, const Request& request, const staff::SignedIn& who);
Response funder_file(Service& service, const Request& request, const staff::SignedIn& who);
Response digest_report(Service& service, const Request& request, const staff::SignedIn& who);
Response digest_file(Service& service, const Request& request, const staff::SignedIn& who);
Response delivery(Service& service, const Request& request, const staff::SignedIn& who);
Response letters(Service& service, const Request& request, const staff::SignedIn& who);
Response letters_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response letter(Service& service, const Request& request, const staff::SignedIn& who);
Response letter_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response addresses(Service& service, const Request& request, const staff::SignedIn& who);
Response address(Service& service, const Request& request, const staff::SignedIn& who);
Response address_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response parliament(Service& service, const Request& request, const staff::SignedIn& who);
Response parliament_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response people(Service& service, const Request& request, const staff::SignedIn& who);
Response person(Service& service, const Request& request, const staff::SignedIn& who);
Response person_exported(Service& service, const Request& request, const staff::SignedIn& who);
Response person_erased(Service& service, const Request& request, const staff::SignedIn& who);
Response opted_in(Service& service, const Request& request, const staff::SignedIn& who);
Response opted_in_list(Service& service, const Request& request, const staff::SignedIn& who);
Response reach(Service& service, const Request& request, const staff::SignedIn& who);
Response not_yet(Service& service, const Request& request, const staff::SignedIn& who);
Response reach_csv(Service& service, const Request& request, const staff::SignedIn& who);
Response groups(Service& service, const Request& request, const staff::SignedIn& who);
Response group(Service& service, const Request& request, const staff::SignedIn& who);
Response group_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response mps(Service& service, const Request& request, const staff::SignedIn& who);
Response mp(Service& service, const Request& request, const staff::SignedIn& who);

}  // namespace postbag::http::console
