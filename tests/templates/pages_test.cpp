#include "templates/pages.h"

#include <array>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "templates/mail_template.h"
#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

const std::vector<Name> names = {{"title", Use::text | Use::section},
                                 {"mps", Use::section},
                                 {"mp.name", Use::text},
                                 {"name", Use::text},
                                 {".", Use::text},
                                 {"chart", Use::ready_html}};

Pages load(const testing::TemporaryFolder& folder, const std::vector<PageRule>& rules) {
  auto pages = Pages::load(folder.path(), rules, Strings{Language::english, {}});
  if (!pages) BOOST_FAIL(pages.error().front().message);
  return std::move(*pages);
}

std::vector<std::string> problems(const testing::TemporaryFolder& folder,
                                  const std::vector<PageRule>& rules) {
  const auto pages = Pages::load(folder.path(), rules, Strings{Language::english, {}});
  std::vector<std::string> messages;
  if (!pages)
    for (const Error& error : pages.error())
      messages.push_back(error.message);
  return messages;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_pages)

BOOST_AUTO_TEST_CASE(a_page_escapes_every_character_that_html_reads) {
  const testing::TemporaryFolder folder;
  folder.write("a.html.mustache", "<p title=\"{{title}}\">{{title}}</p>{{{chart}}}");
  const Pages pages = load(folder, {{"a.html", names}});
  BOOST_TEST(pages.render("a.html", Value::Object{{"title", "<a href='x'>\"&amp;{{name}}"},
                                                  {"chart", "<svg/>"}}) ==
             "<p title=\"&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;{{name}}\">"
             "&lt;a href=&#39;x&#39;&gt;&quot;&amp;amp;{{name}}</p><svg/>");
}

BOOST_AUTO_TEST_CASE(lists_repeat_and_objects_open_their_names) {
  const testing::TemporaryFolder folder;
  folder.write("a.html.mustache",
               "{{#mps}}<li>{{name}} of {{title}}</li>{{/mps}}{{^mps}}none{{/mps}}{{mp.name}}");
  const Pages pages = load(folder, {{"a.html", names}});
  const Value both = Value::List{Value::Object{{"name", "A"}}, Value::Object{{"name", "B"}}};
  BOOST_TEST(pages.render("a.html", Value::Object{{"mps", both},
                                                  {"title", "Derby"},
                                                  {"mp", Value::Object{{"name", "C"}}}}) ==
             "<li>A of Derby</li><li>B of Derby</li>C");
  BOOST_TEST(pages.render("a.html", Value::Object{{"mps", Value::List{}}}) == "none");
  BOOST_TEST(pages.render("a.html", Value::Object{{"mps", false}}) == "none");
  BOOST_TEST(pages.render("a.html", Value::Object{{"mps", true}, {"name", "x"}}) ==
             "<li>x of </li>");
}

BOOST_AUTO_TEST_CASE(partials_are_shared_by_pages_and_may_nest) {
  const testing::TemporaryFolder folder;
  folder.write("partials/header.html.mustache", "<h1>{{title}}</h1>{{> mark}}\n");
  folder.write("partials/mark.html.mustache", "*");
  folder.write("a.html.mustache", "{{> header}}\na");
  folder.write("b.html.mustache", "{{> header}}\nb");
  const Pages pages = load(folder, {{"a.html", names}, {"b.html", names}});
  const Value fields = Value::Object{{"title", "T"}};
  BOOST_TEST(pages.render("a.html", fields) == "<h1>T</h1>*\na");
  BOOST_TEST(pages.render("b.html", fields) == "<h1>T</h1>*\nb");
}

BOOST_AUTO_TEST_CASE(every_problem_of_every_page_is_told_at_once_with_its_place) {
  const testing::TemporaryFolder folder;
  folder.write("partials/header.html.mustache", "{{titel}}");
  folder.write("a.html.mustache", "{{> header}}\n<a href={{name}}>{{{name}}}");
  folder.write("b.html.mustache", "{{> nowhere}} {{#mps}}");
  const std::vector<std::string> expected = {
      std::string{"partials/header.html.mustache:1:1: unknown name \"titel\"; "} +
          "did you mean \"title\"? (included by a.html)",
      "a.html.mustache:2:9: put quotes around the attribute's value",
      "a.html.mustache:2:18: \"name\" cannot be used as ready-made HTML",
      "b.html.mustache:1:1: there is no partials/nowhere.html.mustache",
      "b.html.mustache:1:15: the section mps is not closed; add {{/mps}}",
      "Cannot read " + (folder / "c.html.mustache").string() +
          ": No such file or directory. Check that the path is right and may be read."};
  BOOST_TEST(
      problems(folder, {{"a.html", names}, {"b.html", names}, {"c.html", names}}) == expected,
      boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_partial_that_includes_itself_is_refused) {
  const testing::TemporaryFolder folder;
  folder.write("partials/one.html.mustache", "{{> two}}");
  folder.write("partials/two.html.mustache", "\n{{> one}}");
  folder.write("a.html.mustache", "{{> one}}");
  const auto found = problems(folder, {{"a.html", names}});
  BOOST_REQUIRE_EQUAL(found.size(), 1U);
  BOOST_TEST(
      found.front() ==
      "partials/two.html.mustache:2:1: the partial one includes itself (included by a.html)");
}

BOOST_AUTO_TEST_CASE(a_style_sheet_in_a_page_may_end_with_two_braces) {
  const testing::TemporaryFolder folder;
  folder.write("a.html.mustache", "<style>@media print{a{color:red}}</style>");
  BOOST_TEST(problems(folder, {{"a.html", names}}).empty());
}

BOOST_AUTO_TEST_CASE(a_page_that_was_not_loaded_is_a_mistake_of_the_program) {
  const testing::TemporaryFolder folder;
  folder.write("a.html.mustache", "a");
  const Pages pages = load(folder, {{"a.html", names}});
  BOOST_CHECK_THROW((void)pages.render("b.html", Value::Object{}), std::out_of_range);
  BOOST_CHECK_THROW((void)pages.render("a.html", "text"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(pages_and_mails_rendered_by_several_threads_keep_their_own_escaping) {
  const testing::TemporaryFolder folder;
  folder.write("a.html.mustache", "{{title}}");
  folder.write("a.txt.mustache", "Subject: {{title}}\n\n{{title}}");
  const Pages pages = load(folder, {{"a.html", names}});
  const auto mail =
      MailTemplate::load(folder.path(), "a.txt.mustache", {Markup::text, {{"title", Use::text}}},
                         Strings{Language::english, {}});
  BOOST_REQUIRE(mail.has_value());
  const Value fields = Value::Object{{"title", "<&>"}};
  std::vector<int> wrong(4, 0);
  std::vector<std::thread> threads;
  threads.reserve(wrong.size());
  for (std::size_t i = 0; i < wrong.size(); ++i)
    threads.emplace_back([&, i] {
      const std::array<std::string_view, 1> values{"<&>"};
      for (int round = 0; round < 500; ++round) {
        if (pages.render("a.html", fields) != "&lt;&amp;&gt;") ++wrong[i];
        if (mail->render(values) != Mail{"<&>", "<&>"}) ++wrong[i];
      }
    });
  for (std::thread& thread : threads)
    thread.join();
  for (const int count : wrong)
    BOOST_TEST(count == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
