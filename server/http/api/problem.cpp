#include "server/http/api/problem.h"

#include <algorithm>

#include "server/http/api/json_text.h"
#include "server/http/error_status.h"
#include "server/http/rate_limit.h"

namespace postbag::http::api {
namespace {

constexpr std::string_view kProblem = "application/problem+json";

}  // namespace

Response problem(int status, std::string_view detail, const std::vector<Error>& errors) {
  return {
      status, std::string{kProblem}, problem_json(status, title_of(status), detail, errors), {}};
}

Response problem_of(const Error& error, bool in_body) {
  const int status = status_of(error.code, in_body);
  return problem(status, error.message,
                 in_body && !error.field.empty() ? std::vector{error} : std::vector<Error>{});
}

Response problem_of(const std::vector<Error>& errors) {
  if (errors.size() == 1) return problem_of(errors.front(), true);
  std::vector<Error> fields;
  std::copy_if(errors.begin(), errors.end(), std::back_inserter(fields),
               [](const Error& error) { return !error.field.empty(); });
  return problem(422, "Some fields need another look.", fields);
}

Response too_many(Duration wait) {
  Response response =
      problem(429, "Too many requests came from this address. Try again in a little while.");
  response.headers.emplace_back("Retry-After", retry_after(wait));
  return response;
}

Response unavailable() {
  Response response = problem(
      503,
      "The service cannot reach its records just now, and cannot tell whether it stored what you "
      "sent. Try again soon: sending it twice does no harm.");
  response.headers.emplace_back("Retry-After", "10");
  return response;
}

}  // namespace postbag::http::api
