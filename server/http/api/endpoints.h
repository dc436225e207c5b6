#pragma once

#include "server/http/answer.h"
#include "server/http/exchange.h"
#include "server/http/service.h"

/// The JSON API, one function for each route. The contract is templates/assets/openapi.json.
namespace postbag::http::api {

Response postcode(Service& service, const Request& request);
Response constituencies(Service& service, const Request& request);
Response constituency(Service& service, const Request& request);
Response campaign(Service& service, const Request& request);
/// Whom a campaign's letter from that postcode can go to, for a form that lets people choose.
Response recipients(Service& service, const Request& request);
Response preview(Service& service, const Request& request);
/// Answers when the letter is durable.
void submit_letter(Service& service, const Request& request, Answer answer);
Response reach(Service& service, const Request& request);
Response letter(Service& service, const Request& request);
Response confirm(Service& service, const Request& request);
Response openapi(Service& service, const Request& request);
Response alive(Service& service, const Request& request);
Response ready(Service& service, const Request& request);
Response metrics(Service& service, const Request& request);

}  // namespace postbag::http::api
