#include "server/campaign/submission.h"

#include <set>

#include <boost/test/unit_test.hpp>

namespace {

using postbag::campaign::parse_submission;
using postbag::campaign::SubmissionFields;

SubmissionFields good() {
  SubmissionFields fields;
  fields.postcode = "de1 1aa";
  fields.title = "Ms";
  fields.first_name = "Jo";
  fields.last_name = "Example";
  fields.email = "jo@example.org";
  fields.address = "1 Example Street\r\nDerby";
  return fields;
}

std::set<std::string> fields_at_fault(const SubmissionFields& fields) {
  std::set<std::string> names;
  const auto submission = parse_submission(fields, true);
  if (submission) return names;
  for (const postbag::Error& error : submission.error())
    names.insert(error.field);
  return names;
}

BOOST_AUTO_TEST_SUITE(submission)

BOOST_AUTO_TEST_CASE(a_good_submission_is_read_with_its_defaults) {
  const auto submission = parse_submission(good(), true);
  BOOST_REQUIRE(submission.has_value());
  BOOST_TEST(submission->postcode.text() == "DE1 1AA");
  BOOST_TEST(submission->full_name() == "Ms Jo Example");
  BOOST_TEST(submission->address.text() == "1 Example Street\nDerby");
  BOOST_TEST((submission->language == postbag::Language::english));
  BOOST_TEST(!submission->opt_in);
}

BOOST_AUTO_TEST_CASE(every_field_at_fault_is_reported_at_once_under_its_own_name) {
  const std::set<std::string> expected{"postcode", "first_name", "last_name", "email", "address"};
  BOOST_TEST((fields_at_fault(SubmissionFields{}) == expected));
}

BOOST_AUTO_TEST_CASE(no_field_takes_what_would_end_a_header_or_is_not_text) {
  for (const std::string& poison :
       {std::string{"a\r\nBcc: x@example.org"}, std::string{"a\0b", 3}, std::string{"\xFF\xFE"}}) {
    for (auto field :
         {&SubmissionFields::title, &SubmissionFields::first_name, &SubmissionFields::last_name,
          &SubmissionFields::email, &SubmissionFields::subject, &SubmissionFields::source,
          &SubmissionFields::language, &SubmissionFields::constituency,
          &SubmissionFields::postcode}) {
      SubmissionFields fields = good();
      fields.*field = poison;
      BOOST_TEST(fields_at_fault(fields).size() == 1U);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_overlong_field_is_refused_and_the_longest_allowed_is_taken) {
  SubmissionFields fields = good();
  fields.body = std::string(10'000, 'x');
  BOOST_TEST(fields_at_fault(fields).empty());
  fields.body += 'x';
  fields.story = std::string(4'001, 'x');
  const std::set<std::string> expected{"body", "story"};
  BOOST_TEST((fields_at_fault(fields) == expected));
}

BOOST_AUTO_TEST_CASE(an_address_may_be_left_out_where_the_campaign_does_not_ask_for_it) {
  SubmissionFields fields = good();
  fields.address.clear();
  BOOST_TEST(!parse_submission(fields, true).has_value());
  BOOST_TEST(parse_submission(fields, false).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
