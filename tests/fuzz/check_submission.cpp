#include "tests/fuzz/check_submission.h"

#include <algorithm>

#include "base/text.h"
#include "server/campaign/submission.h"
#include "server/http/api/json_body.h"
#include "server/http/api/json_text.h"
#include "server/http/form_body.h"
#include "server/http/submission_text.h"
#include "tests/fuzz/expect.h"

namespace postbag::testing {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < ' ' || c == '\x7F';
}

void expect_explained(const std::vector<Error>& errors) {
  expect(!errors.empty(), "refused without a reason");
  for (const Error& error : errors)
    expect(!error.code.empty() && !error.message.empty(), "an error says nothing");
  expect(is_utf8(http::api::problem_json(422, "Unprocessable", "Some fields.", errors)),
         "an error quotes broken bytes");
}

void check_fields(const campaign::SubmissionFields& fields) {
  const auto parsed = campaign::parse_submission(fields, true);
  if (!parsed) return expect_explained(parsed.error());
  for (const std::string_view line :
       {std::string_view{parsed->title.text()}, std::string_view{parsed->first_name.text()},
        std::string_view{parsed->last_name.text()}, std::string_view{parsed->email.text()},
        std::string_view{parsed->subject.text()}, std::string_view{parsed->source}})
    expect(std::none_of(line.begin(), line.end(), is_control),
           "a control character came through a line");
  for (const std::string_view text :
       {std::string_view{parsed->body.text()}, std::string_view{parsed->story.text()},
        std::string_view{parsed->address.text()}}) {
    expect(is_utf8(text), "broken UTF-8 came through a text");
    expect(
        std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\n'; }),
        "a control character came through a text");
  }
}

}  // namespace

void check_submission(std::string_view bytes) {
  http::Request request;
  request.method = "POST";
  const std::string_view type = bytes.substr(0, bytes.find('\n'));
  request.content_type = type;
  // What a head lets through.
  std::replace_if(request.content_type.begin(), request.content_type.end(), is_control, ' ');
  request.body = bytes.substr(std::min(bytes.size(), type.size() + 1));
  if (http::read_form(request)) {
    campaign::SubmissionFields fields;
    for (const auto& text : http::kSubmissionTexts)
      fields.*text.member = request.field(text.name);
    fields.opt_in = !request.field(http::kOptIn).empty();
    check_fields(fields);
  }
  if (const auto read = http::api::read_submission(request))
    check_fields(*read);
  else if (read.error().status == 422)
    expect_explained(read.error().errors);
  if (const auto token = http::api::read_token(request))
    expect(!token->empty(), "an empty token was taken");
}

}  // namespace postbag::testing
