#include "templates/letter.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

Letter letter(const std::string& subject, const std::string& body, const LetterFields& fields) {
  const auto parsed_subject = Template::parse("subject", subject, subject_vocabulary());
  const auto parsed_body = Template::parse("body", body, letter_vocabulary());
  BOOST_REQUIRE(parsed_subject.has_value());
  BOOST_REQUIRE(parsed_body.has_value());
  return render_letter(*parsed_subject, *parsed_body, fields);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_letter)

BOOST_AUTO_TEST_CASE(every_field_of_a_letter_has_its_name) {
  const LetterFields fields{
      "Baggy Shanker", "Baggy Shanker MP", "Labour",    "Derby South",     "Dr",
      "Jo Bloggs",     "1 High Street",    "My story.", "22 November 2026"};
  const Letter made = letter("{{constituency}}: {{title}} {{name}}",
                             "{{mp_name}}|{{mp_title}}|{{greeting}}|{{party}}|{{constituency}}|{{"
                             "title}}|{{name}}|{{date}}|"
                             "{{address}}|{{story}}",
                             fields);
  BOOST_TEST(made.subject == "Derby South: Dr Jo Bloggs");
  BOOST_TEST(made.body ==
             "Baggy Shanker|Baggy Shanker MP|Dear Baggy Shanker|Labour|Derby South|Dr|Jo Bloggs|"
             "22 November 2026|1 High Street|My story.");
}

BOOST_AUTO_TEST_CASE(a_letter_without_a_story_shows_no_gap) {
  LetterFields fields = sample_fields();
  fields.story = "";
  BOOST_TEST(letter("s", "Before.\n\n{{story}}\n\nAfter.\n\n", fields).body == "Before.\n\nAfter.");
}

BOOST_AUTO_TEST_CASE(a_story_of_several_paragraphs_keeps_them) {
  LetterFields fields = sample_fields();
  fields.story = "One.  \n\n\n\nTwo.\n  indented\n";
  BOOST_TEST(letter("s", "\n\n{{story}}\nEnd.", fields).body == "One.\n\nTwo.\n  indented\n\nEnd.");
}

BOOST_AUTO_TEST_CASE(a_subject_is_one_line_with_single_spaces) {
  LetterFields fields = sample_fields();
  fields.title = "";
  fields.constituency = "A\r\nBcc: b@example.org";
  BOOST_TEST(letter(" {{title}}  To {{constituency}}\n", "x", fields).subject ==
             "To A Bcc: b@example.org");
}

BOOST_AUTO_TEST_CASE(a_subject_cannot_hold_what_takes_several_lines) {
  BOOST_TEST(!Template::parse("subject", "{{story}}", subject_vocabulary()).has_value());
  BOOST_TEST(!Template::parse("subject", "{{address}}", subject_vocabulary()).has_value());
}

BOOST_AUTO_TEST_CASE(the_guide_for_campaigners_names_every_field) {
  const std::string guide = testing::read_file(POSTBAG_SOURCE_FOLDER "/docs/letters.md");
  for (const Name& name : letter_vocabulary().names)
    BOOST_TEST_CONTEXT(name.name)
  BOOST_TEST(guide.find("| `{{" + name.name + "}}` |") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
