#include "server/http/api/endpoints.h"

#include <algorithm>

#include "base/log.h"
#include "server/campaign/recipient.h"
#include "server/http/api/json_body.h"
#include "server/http/api/json_text.h"
#include "server/http/api/problem.h"
#include "server/http/campaign_access.h"
#include "server/http/error_status.h"
#include "server/http/security.h"

namespace postbag::http::api {
namespace {

using campaign::LetterStatus;

Response json(std::string body, int status = 200) {
  return {status, "application/json", std::move(body), {}};
}

/// Where an answer is one person's or changes at any time.
Response private_json(std::string body, int status = 200) {
  Response response = json(std::move(body), status);
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response public_json(std::string body, int seconds) {
  Response response = json(std::move(body));
  response.headers.emplace_back("Cache-Control", "public, max-age=" + std::to_string(seconds));
  return response;
}

Response unreadable(const BodyProblem& found) {
  return problem(found.status, found.detail, found.errors);
}

bool is_idempotency_key(std::string_view key) {
  return key.size() <= 200 &&
         std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c < '\x7F'; });
}

constexpr int kDataSeconds = 3600;
constexpr int kReachSeconds = 10;

}  // namespace

Response postcode(Service& service, const Request& request) {
  if (const Duration wait = service.lookup_limit.take(request.client); wait > Duration::zero())
    return too_many(wait);
  const auto postcode = data::Postcode::parse(request.parameter("postcode"));
  if (!postcode) {
    service.correspondence.measures().lookups.add(postcode.error().code);
    return problem_of(postcode.error(), false);
  }
  const auto answer = service.correspondence.lookup(*postcode);
  if (!answer) return problem_of(answer.error(), false);
  return private_json(answer_json(*postcode, *answer));
}

Response constituencies(Service& service, const Request& request) {
  if (const Duration wait = service.lookup_limit.take(request.client); wait > Duration::zero())
    return too_many(wait);
  return public_json(constituencies_json(service.correspondence.data_set().constituencies()),
                     kDataSeconds);
}

Response constituency(Service& service, const Request& request) {
  if (const Duration wait = service.lookup_limit.take(request.client); wait > Duration::zero())
    return too_many(wait);
  const auto* const seat = service.correspondence.data_set().find(request.parameter("code"));
  if (seat == nullptr) return problem(404, "There is no constituency of that code.");
  return public_json(constituency_json(*seat), kDataSeconds);
}

Response campaign(Service& service, const Request& request) {
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return problem_of(unknown_campaign(), false);
  const Language reader = request.language();
  Response response =
      public_json(campaign_json(*found, reader, service.correspondence.closed(*found),
                                service.correspondence.reach(*found)),
                  kReachSeconds);
  response.headers.emplace_back("Content-Language", code_of(reader));
  response.headers.emplace_back("Vary", "Accept-Language");
  return response;
}

Response recipients(Service& service, const Request& request) {
  if (const Duration wait = service.lookup_limit.take(request.client); wait > Duration::zero())
    return too_many(wait);
  const auto found = open_campaign(service, request.parameter("slug"));
  if (!found) return problem_of(found.error(), false);
  const auto refuse = [](Error error) {
    error.field = "postcode";
    return problem(status_of(error.code, false), error.message, {error});
  };
  const auto postcode = data::Postcode::parse(request.parameter("postcode"));
  if (!postcode) {
    service.correspondence.measures().lookups.add(postcode.error().code);
    return refuse(postcode.error());
  }
  const auto answer = service.correspondence.lookup(*postcode);
  if (!answer) return refuse(answer.error());
  const auto described = [&](const auto& seats) {
    std::vector<Recipient> all;
    all.reserve(seats.size());
    for (const data::Constituency* seat : seats)
      all.push_back({seat, campaign::obstacle(**found, *seat, request.language())});
    return all;
  };
  return private_json(recipients_json(*postcode, answer->match, described(answer->constituencies),
                                      described(service.correspondence.others(*answer))));
}

Response preview(Service& service, const Request& request) {
  if (const Duration wait = service.lookup_limit.take(request.client); wait > Duration::zero())
    return too_many(wait);
  const auto found = open_campaign(service, request.parameter("slug"));
  if (!found) return problem_of(found.error(), false);
  const auto fields = read_submission(request);
  if (!fields) return unreadable(fields.error());
  const auto submission = campaign::parse_submission(*fields, (*found)->file.address_required);
  if (!submission) return problem_of(submission.error());
  const auto draft = service.correspondence.draft(**found, *submission);
  if (!draft) return problem_of(draft.error());
  const std::string& letter = draft->body.text();
  const auto& words = service.help_words;
  return private_json(draft_json(
      *draft, service.correspondence.settings().letters_from,
      templates::own_words(service.correspondence.likeness(**found, *submission, letter)),
      words.speak_in(letter) || words.speak_in(draft->subject.text())));
}

void submit_letter(Service& service, const Request& request, Answer answer) {
  const auto refuse = [&](std::string_view reason, Response response) {
    service.correspondence.measures().submissions.add(reason);
    answer(std::move(response));
  };
  if (const Duration wait = service.letter_limit.take(request.client); wait > Duration::zero())
    return refuse("limit", too_many(wait));
  const auto found = open_campaign(service, request.parameter("slug"));
  if (!found) return refuse("campaign", problem_of(found.error(), false));
  if (!is_idempotency_key(request.idempotency_key))
    return refuse("idempotency", problem(400,
                                         "The Idempotency-Key must be 1 to 200 printable ASCII "
                                         "characters."));
  const auto fields = read_submission(request);
  if (!fields) return refuse("fields", unreadable(fields.error()));
  const auto submission = campaign::parse_submission(*fields, (*found)->file.address_required);
  if (!submission)
    return refuse(campaign::reason_of(submission.error().front().code),
                  problem_of(submission.error()));
  service.correspondence.start_submit(
      **found, *submission, request.idempotency_key,
      [answer = std::move(answer), id = request.id](const Checked<LetterStatus>& status) {
        if (status) return answer(private_json(letter_json(*status), 202));
        if (status.error().front().code != "store_failed")
          return answer(problem_of(status.error()));
        log(LogLevel::error, "http.unavailable", {{"request", id}, {"route", "api.letters"}});
        answer(unavailable());
      });
}

Response reach(Service& service, const Request& request) {
  const auto found = service.catalogue.find(request.parameter("slug"));
  if (!found) return problem_of(unknown_campaign(), false);
  return public_json(reach_json(service.correspondence.reach(*found)), kReachSeconds);
}

Response letter(Service& service, const Request& request) {
  const auto status = service.correspondence.letter(request.parameter("letter"));
  if (!status) return problem(404, "There is no such letter.");
  return private_json(letter_json(*status));
}

Response confirm(Service& service, const Request& request) {
  if (const Duration wait = service.confirmation_limit.take(request.client);
      wait > Duration::zero()) {
    service.correspondence.measures().confirmations.add("limit");
    return too_many(wait);
  }
  const auto token = read_token(request);
  if (!token) return unreadable(token.error());
  const auto confirmation = service.correspondence.confirm(*token);
  if (!confirmation) return problem_of(confirmation.error(), false);
  return private_json(confirmation_json(confirmation->status,
                                        service.correspondence.reach(*confirmation->campaign)));
}

Response openapi(Service& service, const Request& request) {
  return send_asset(service.assets.openapi, request, false);
}

Response alive(Service&, const Request&) {
  return private_json(health_json(true, "The service answers."));
}

Response ready(Service& service, const Request& request) {
  if (service.correspondence.data_set().constituencies().empty())
    return private_json(health_json(false, "The data set holds no constituencies."), 503);
  try {
    constexpr std::string_view kNobodysLetter = "AAAAAAAAAAAAAAAAAAAAAA";
    static_cast<void>(service.correspondence.letter(kNobodysLetter));
    if (!service.correspondence.writable())
      return private_json(health_json(false, "The store cannot be written."), 503);
  } catch (const std::exception&) {
    log(LogLevel::error, "health.store_failed", {{"request", request.id}});
    return private_json(health_json(false, "The store cannot be read."), 503);
  }
  if (!service.probes.mailer_works())
    return private_json(health_json(false, "Letters can be taken, but none leaves."), 503);
  return private_json(health_json(true, "Letters can be taken."));
}

Response metrics(Service& service, const Request& request) {
  const MetricsFor readers = service.settings.metrics;
  const bool from_here =
      is_from_here(request) && is_own_host(request.host, service.settings.base_url);
  if (readers == MetricsFor::nobody || (readers == MetricsFor::loopback && !from_here))
    return problem(404, "There is nothing at this address.");
  Response response{200, kMetricsType, service.probes.metrics(), {}};
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

}  // namespace postbag::http::api
