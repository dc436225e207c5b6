#include "templates/template.h"

#include <array>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace postbag::templates {
namespace {

const Vocabulary vocabulary{Markup::text,
                            {{"name", Use::text},
                             {"story", Use::text | Use::section},
                             {"urgent", Use::section},
                             {"chart", Use::ready_html}}};

std::string rendered(const std::string& source, std::string_view name, std::string_view story) {
  const auto parsed = Template::parse("letter", source, vocabulary);
  BOOST_REQUIRE(parsed.has_value());
  return parsed->render(std::array<std::string_view, 4>{name, story, "", ""});
}

std::vector<std::string> messages(const std::string& source, const Vocabulary& names = vocabulary) {
  const auto parsed = Template::parse("letter", source, names);
  std::vector<std::string> all;
  if (!parsed)
    for (const Error& error : parsed.error())
      all.push_back(error.message);
  return all;
}

void expect_problem(const std::string& source, const std::string& message) {
  const auto found = messages(source);
  BOOST_TEST_CONTEXT(source) {
    BOOST_REQUIRE_EQUAL(found.size(), 1U);
    BOOST_TEST(found.front() == message);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_template)

BOOST_AUTO_TEST_CASE(a_name_is_replaced_by_its_value_unescaped) {
  BOOST_TEST(rendered("Dear {{ name }}, you & I", "A <b> & 'c'", "") ==
             "Dear A <b> & 'c', you & I");
}

BOOST_AUTO_TEST_CASE(a_section_stands_only_when_its_value_is_there) {
  const std::string source = "a{{#story}}[{{story}}]{{/story}}{{^story}}none{{/story}}b";
  BOOST_TEST(rendered(source, "", "mine") == "a[mine]b");
  BOOST_TEST(rendered(source, "", "") == "anoneb");
}

BOOST_AUTO_TEST_CASE(text_after_a_section_that_is_left_out_still_stands) {
  BOOST_TEST(rendered("x{{#story}}in{{/story}}out", "", "") == "xout");
  BOOST_TEST(rendered("{{#story}}{{^story}}never{{/story}}once{{/story}}", "", "s") == "once");
}

BOOST_AUTO_TEST_CASE(a_line_of_nothing_but_a_section_tag_leaves_no_empty_line) {
  BOOST_TEST(rendered("a\n  {{#story}}  \nb\n{{/story}}\nc\n{{! note }}\nd", "", "s") ==
             "a\nb\nc\nd");
}

BOOST_AUTO_TEST_CASE(what_a_supporter_types_is_never_read_as_template) {
  BOOST_TEST(rendered("{{story}}", "secret", "{{name}} {{#story}} {{=<% %>=}} {{> x}}") ==
             "{{name}} {{#story}} {{=<% %>=}} {{> x}}");
}

BOOST_AUTO_TEST_CASE(an_unknown_name_is_refused_with_its_place_and_the_nearest_known_one) {
  expect_problem("Dear MP,\n– {{stroy}}",
                 "letter:2:3: unknown name \"stroy\"; did you mean \"story\"?");
  expect_problem("{{postcode_of_the_supporter}}",
                 "letter:1:1: unknown name \"postcode_of_the_supporter\"");
}

BOOST_AUTO_TEST_CASE(a_name_is_refused_where_it_is_of_another_kind) {
  expect_problem("{{urgent}}", "letter:1:1: \"urgent\" cannot be used as a text");
  expect_problem("{{#name}}x{{/name}}", "letter:1:1: \"name\" cannot be used as a section");
}

BOOST_AUTO_TEST_CASE(unbalanced_sections_are_refused_where_they_open_or_close) {
  expect_problem("a {{#story}} b", "letter:1:3: the section story is not closed; add {{/story}}");
  expect_problem("a {{/story}}", "letter:1:3: {{/story}} closes no open section");
  expect_problem("{{#story}}{{#urgent}}{{/story}}",
                 "letter:1:11: the section urgent is not closed before {{/story}}");
}

BOOST_AUTO_TEST_CASE(tags_that_do_not_end_or_begin_are_refused) {
  expect_problem("Dear {{name", "letter:1:6: this tag is not closed; add }}");
  expect_problem("Dear name}}", "letter:1:10: }} without {{ before it");
  expect_problem("{{}}", "letter:1:1: this tag is empty");
  expect_problem("{{!   }}", "letter:1:1: this comment is empty; remove it");
}

BOOST_AUTO_TEST_CASE(delimiter_changes_partials_and_ready_made_html_are_refused_in_letters) {
  expect_problem("{{=<% %>=}}", "letter:1:1: tags that change the delimiters are not allowed");
  expect_problem("{{> header}}", "letter:1:1: partials are not allowed here");
  const std::string unescaped = "letter:1:1: write {{name}}: letters and mails are never escaped";
  expect_problem("{{{name}}}", unescaped);
  expect_problem("{{&name}}", unescaped);
  BOOST_TEST(messages("{{{chart}}}").size() == 1U);
}

BOOST_AUTO_TEST_CASE(every_problem_is_told_at_once_in_the_order_of_the_text) {
  const auto found = messages("{{#story}}\n{{nmae}}\n{{> x}}\n{{/urgent}}");
  const std::vector<std::string> expected = {
      "letter:1:1: the section story is not closed; add {{/story}}",
      "letter:2:1: unknown name \"nmae\"; did you mean \"name\"?",
      "letter:3:1: partials are not allowed here",
      "letter:4:1: {{/urgent}} closes no open section"};
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_template_that_is_not_utf8_is_refused) {
  expect_problem("Dear \xff", "letter:1:1: the text is not UTF-8");
}

BOOST_AUTO_TEST_CASE(too_few_values_are_a_mistake_of_the_program) {
  const auto parsed = Template::parse("letter", "{{name}}", vocabulary);
  BOOST_REQUIRE(parsed.has_value());
  BOOST_CHECK_THROW((void)parsed->render(std::array<std::string_view, 1>{"x"}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
