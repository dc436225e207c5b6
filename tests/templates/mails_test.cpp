#include "templates/mails.h"

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "templates/wording.h"
#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

Checked<MailTemplate> load(const std::string& source) {
  const testing::TemporaryFolder folder;
  folder.write("a.txt.mustache", source);
  return MailTemplate::load(folder.path(), "a.txt.mustache",
                            {Markup::text, {{"title", Use::text | Use::section}}},
                            Strings{Language::english, {}});
}

std::vector<std::string> problems(const std::string& source) {
  const auto mail = load(source);
  std::vector<std::string> messages;
  if (!mail)
    for (const Error& error : mail.error())
      messages.push_back(error.message);
  return messages;
}

const Mails& shipped_mails(Language language = Language::english) {
  static const Wording wording =
      Wording::load(std::filesystem::path(POSTBAG_SOURCE_FOLDER) / "templates").value();
  return wording.mails(language);
}

MailFields mail_fields() {
  return {"Example Group",
          "Support & \"care\"",
          "https://letters.example.org/me/def456",
          "Baggy Shanker",
          "https://letters.example.org/confirm/abc123",
          "5 days"};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_mails)

BOOST_AUTO_TEST_CASE(a_mail_needs_a_subject_of_plain_names_and_an_empty_line) {
  const std::string rule =
      "a.txt.mustache:1:1: a mail begins with a line \"Subject: …\" and an empty line";
  for (const std::string source : {"Hello", "Subject: x", "Subject: x\n", "Subject: x\nHello"})
    BOOST_TEST_CONTEXT(source) {
      const auto found = problems(source);
      BOOST_REQUIRE_EQUAL(found.size(), 1U);
      BOOST_TEST(found.front() == rule);
    }
  BOOST_TEST(problems("Subject: {{#title}}x\n\n{{/title}}").size() == 1U);
}

BOOST_AUTO_TEST_CASE(every_problem_of_a_mail_is_told_at_once_with_its_place) {
  const std::vector<std::string> expected = {
      "a.txt.mustache:3:3: unknown name \"titel\"; did you mean \"title\"?",
      "a.txt.mustache:1:1: a mail begins with a line \"Subject: …\" and an empty line"};
  BOOST_TEST(problems("Subject:\n\na {{titel}}") == expected, boost::test_tools::per_element());
  BOOST_TEST(problems("Subject: {{\n\ntitle}}").size() == 1U);
  const testing::TemporaryFolder empty;
  const auto missing = Mails::load(empty.path(), Strings{Language::english, {}});
  BOOST_REQUIRE(!missing.has_value());
  BOOST_TEST(missing.error().size() == 4U);
  BOOST_TEST(missing.error().front().field == "confirm.txt.mustache");
}

BOOST_AUTO_TEST_CASE(a_value_cannot_add_a_line_to_the_subject) {
  const auto mail = load("Subject: To {{title}}\n\nBody");
  BOOST_REQUIRE(mail.has_value());
  const std::array<std::string_view, 1> values{"x\r\nBcc: y@example.org"};
  BOOST_TEST(mail->render(values).subject == "To x  Bcc: y@example.org");
  BOOST_TEST(mail->render(values).body == "Body");
}

BOOST_AUTO_TEST_CASE(the_confirmation_says_who_asks_what_and_for_how_long) {
  const Mail mail = shipped_mails().confirmation(mail_fields());
  BOOST_TEST(mail.subject == "Please confirm your letter to Baggy Shanker");
  for (const std::string part :
       {"Hello,\n", "Support & \"care\"", "Example Group",
        "\n\nhttps://letters.example.org/confirm/abc123\n\n",
        "\n\nhttps://letters.example.org/me/def456\n\n", "The link works for 5 days.",
        "has not been sent", "read it once more", "you can ignore this email"})
    BOOST_TEST_CONTEXT(part) BOOST_TEST(mail.body.find(part) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_mail_to_staff_brings_the_link_and_says_how_long_it_works) {
  const Mail mail =
      shipped_mails().reset({"Postbag", "https://letters.example.org/staff/reset/abc", "2 hours"});
  BOOST_TEST(mail.subject == "Choose a new password for Postbag");
  for (const std::string part :
       {"\n\nhttps://letters.example.org/staff/reset/abc\n\n", "The link works once, for 2 hours."})
    BOOST_TEST_CONTEXT(part) BOOST_TEST(mail.body.find(part) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_mails_are_in_welsh_too) {
  const Mail mail = shipped_mails(Language::welsh).confirmation(mail_fields());
  BOOST_TEST(mail.subject == "Cadarnhewch eich llythyr at Baggy Shanker");
  BOOST_TEST(mail.body.find("\n\nhttps://letters.example.org/confirm/abc123\n\n") !=
             std::string::npos);
  BOOST_TEST(mail.body.find("Hello") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_mail_to_someone_who_already_wrote_leaves_nothing_to_do) {
  const Mail mail = shipped_mails().already_wrote(mail_fields());
  BOOST_TEST(mail.subject == "You have already written to your MP");
  for (const std::string part : {"Hello,\n", "That letter stands", "nothing you need to do"})
    BOOST_TEST_CONTEXT(part) BOOST_TEST(mail.body.find(part) != std::string::npos);
  BOOST_TEST(mail.body.find("\n\nhttps://letters.example.org/me/def456\n\n") != std::string::npos);
  BOOST_TEST(mail.body.find("/confirm/") == std::string::npos);
  // The MP of the new letter may be another than the one they wrote to.
  BOOST_TEST(mail.body.find("Shanker") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
