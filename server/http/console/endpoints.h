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

Response sign_out(Service& service, const Request& request, const staff::SignedIn& who);
Response home(Service& service, const Request& request, const staff::SignedIn& who);
Response account(Service& service, const Request& request, const staff::SignedIn& who);
Response account_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response users(Service& service, const Request& request, const staff::SignedIn& who);
Response users_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response audit(Service& service, const Request& request, const staff::SignedIn& who);

Response timeline(Service& service, const Request& request, const staff::SignedIn& who);
Response timeline_changed(Service& service, const Request& request, const staff::SignedIn& who);
Response follow_up(Service& service, const Request& request, const staff::SignedIn& who);
Response follow_up_switched(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements_export(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements_import(Service& service, const Request& request, const staff::SignedIn& who);
Response engagements_imported(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement_new(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement_added(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement(Service& service, const Request& request, const staff::SignedIn& who);
Response engagement_changed(Service& service, const Request& request, const staff::SignedIn& who);

}  // namespace postbag::http::console
