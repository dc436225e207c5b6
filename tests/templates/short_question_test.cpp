#include "templates/short_question.h"

#include <boost/test/unit_test.hpp>

namespace postbag::templates {
namespace {

const std::vector<ShortQuestion> questions = {
    {"How long has this affected you?", "This has affected me for {answer}.", {}},
    {"What was hardest?", "{answer} was the hardest.", {}},
    {"What would have helped?", "It would have helped to have {answer}", {}},
};

std::string paragraph(const std::vector<std::string>& answers) {
  return paragraph_of(questions, answers);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_short_question)

BOOST_AUTO_TEST_CASE(answers_make_a_paragraph_and_unanswered_questions_no_sentence) {
  BOOST_TEST(paragraph({"three years", "waiting", "someone to ask."}) ==
             "This has affected me for three years. Waiting was the hardest. It would have helped "
             "to have someone to ask.");
  BOOST_TEST(paragraph({"", "", "a phone call"}) == "It would have helped to have a phone call");
  BOOST_TEST(paragraph({"three years"}) == "This has affected me for three years.");
  BOOST_TEST(paragraph({"", " \n ", "\t"}).empty());
  BOOST_TEST(paragraph({}).empty());
  BOOST_TEST(paragraph({"", "", "", "one too many"}).empty());
}

BOOST_AUTO_TEST_CASE(answers_are_tidied_and_never_read_as_patterns) {
  BOOST_TEST(paragraph({"  three\r\n  years . "}) == "This has affected me for three years.");
  BOOST_TEST(paragraph({"{answer} {{name}}"}) == "This has affected me for {answer} {{name}}.");
  BOOST_TEST(paragraph({"..."}).empty());
  BOOST_TEST(paragraph({"", "ŵyneb"}) == "ŵyneb was the hardest.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
