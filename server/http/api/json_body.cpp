#include "server/http/api/json_body.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "server/http/submission_text.h"

namespace postbag::http::api {
namespace {

using Json = nlohmann::json;

/// Ours are flat; a little room keeps the message about unknown fields, not about depth.
constexpr int kMaxDepth = 4;

/// More errors than there are fields are found only in a body that was made to be searched.
constexpr std::size_t kMostErrors = 20;

tl::unexpected<BodyProblem> refuse(int status, std::string detail, std::vector<Error> errors = {}) {
  return tl::unexpected(BodyProblem{status, std::move(detail), std::move(errors)});
}

bool is_json_type(std::string_view content_type) {
  const std::string type = lower_case(trimmed(content_type.substr(0, content_type.find(';'))));
  return type == "application/json";
}

Body<Json> read_object(const Request& request) {
  if (!is_json_type(request.content_type)) return refuse(415, "Send the body as application/json.");
  if (!is_utf8(request.body)) return refuse(400, "The body is not valid UTF-8.");
  bool too_deep = false;
  const auto watch_depth = [&](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > kMaxDepth;
    return !too_deep;
  };
  Json json = Json::parse(request.body, watch_depth, false);
  if (too_deep) return refuse(400, "The body's JSON is nested too deeply.");
  if (json.is_discarded()) return refuse(400, "The body is not valid JSON.");
  if (!json.is_object()) return refuse(400, "The body is not a JSON object.");
  return json;
}

/// The text at `name`, nothing written for null; false when it is something else.
bool take_text(const Json& value, std::string& text) {
  if (value.is_null()) return true;
  const auto* const given = value.get_ptr<const std::string*>();
  if (given == nullptr) return false;
  text = *given;
  return true;
}

Error unknown_field(const std::string& name, const std::vector<std::string_view>& known) {
  const bool printable = name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
                           return c > ' ' && c < '\x7F';
                         });
  const std::string hint = printable ? did_you_mean(name, known) : "";
  return {"unknown_field", "This is not a field that we know" + hint + ".", printable ? name : ""};
}

std::optional<Error> take_field(const std::string& name, const Json& value,
                                campaign::SubmissionFields& fields) {
  if (name == kOptIn) {
    if (!value.is_boolean() && !value.is_null())
      return Error{"wrong_type", "Give true or false.", name};
    fields.opt_in = value.is_boolean() && value.get<bool>();
    return std::nullopt;
  }
  const auto* const known =
      std::find_if(kSubmissionTexts.begin(), kSubmissionTexts.end(),
                   [&](const SubmissionText& field) { return field.name == name; });
  if (known == kSubmissionTexts.end()) {
    std::vector<std::string_view> names{kOptIn};
    for (const SubmissionText& field : kSubmissionTexts)
      names.push_back(field.name);
    return unknown_field(name, names);
  }
  if (!take_text(value, fields.*(known->member)))
    return Error{"wrong_type", "Give a text in quotation marks.", name};
  return std::nullopt;
}

}  // namespace

Body<campaign::SubmissionFields> read_submission(const Request& request) {
  const auto json = read_object(request);
  if (!json) return tl::unexpected(json.error());
  campaign::SubmissionFields fields;
  std::vector<Error> errors;
  for (const auto& [name, value] : json->items()) {
    if (auto error = take_field(name, value, fields)) errors.push_back(std::move(*error));
    if (errors.size() == kMostErrors) break;
  }
  if (!errors.empty()) return refuse(422, "Some fields need another look.", std::move(errors));
  return fields;
}

Body<std::string> read_token(const Request& request) {
  const auto json = read_object(request);
  if (!json) return tl::unexpected(json.error());
  std::string token;
  std::vector<Error> errors;
  for (const auto& [name, value] : json->items()) {
    if (name != "token")
      errors.push_back(unknown_field(name, {"token"}));
    else if (!take_text(value, token))
      errors.push_back({"wrong_type", "Give a text in quotation marks.", "token"});
    if (errors.size() == kMostErrors) break;
  }
  if (errors.empty() && token.empty())
    errors.push_back({"missing_field", "Give the token of the confirmation link.", "token"});
  if (!errors.empty()) return refuse(422, "Some fields need another look.", std::move(errors));
  return token;
}

}  // namespace postbag::http::api
