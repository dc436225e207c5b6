#include "mailer/compose.h"

#include <stdexcept>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "mailer/flowed.h"
#include "tests/support/mail_samples.h"
#include "tests/support/process.h"

namespace {

using namespace postbag::testing;
using nlohmann::json;
using postbag::mailer::compose;
using postbag::mailer::flowed;
using postbag::mailer::Message;

/// What another implementation reads in the message.
json read_back(const std::string& bytes) {
  const auto finished =
      run({"/usr/bin/python3", POSTBAG_SOURCE_FOLDER "/tests/mailer/read_message.py"},
          {{}, {"PYTHONIOENCODING=utf-8"}, bytes});
  if (finished.status != 0) throw std::runtime_error(finished.output + bytes);
  return json::parse(finished.output);
}

/// What must hold for the bytes of every message.
void check_bytes(const std::string& bytes) {
  BOOST_TEST(bytes.ends_with("\r\n"));
  std::size_t start = 0;
  while (start < bytes.size()) {
    const std::size_t end = bytes.find("\r\n", start);
    const std::string_view text = std::string_view{bytes}.substr(start, end - start);
    BOOST_TEST(text.size() <= 78U, text);
    const bool printable = std::all_of(text.begin(), text.end(),
                                       [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
    BOOST_TEST(printable, text);
    BOOST_TEST((text.empty() || text.back() != ' '), text);
    start = end + 2;
  }
}

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += text;
  return all;
}

BOOST_AUTO_TEST_SUITE(composing)

BOOST_AUTO_TEST_CASE(a_letter_is_read_back_with_every_part_as_it_was) {
  const std::string bytes = compose(sample_message());
  check_bytes(bytes);
  const json read = read_back(bytes);
  BOOST_TEST(read["from"] == json({"Jo Bloggs", "letters@example.org"}));
  BOOST_TEST(read["sender"] == json({"", "bounce+iYvTjMq5Q0a2x1yZ3bC4dE@bounces.example.org"}));
  BOOST_TEST(read["reply_to"] == json({"Jo Bloggs", "jo@example.org"}));
  BOOST_TEST(read["to"] == json({"The Member", "member@example.org"}));
  BOOST_TEST(read["subject"] == "Back-to-work schemes");
  BOOST_TEST(read["message_id"] == "<iYvTjMq5Q0a2x1yZ3bC4dE@letters.example.org>");
  BOOST_TEST(read["date"] == "2026-11-22T09:30:00+00:00");
  BOOST_TEST(read["language"] == "en");
  BOOST_TEST(read["encoding"] == "quoted-printable");
  BOOST_TEST(read["text"] == "Dear Member,\n\nPlease write to the minister.\n\nJo Bloggs");
}

BOOST_AUTO_TEST_CASE(a_letter_bears_the_headers_it_needs_and_no_others) {
  BOOST_TEST(
      read_back(compose(sample_message()))["headers"] ==
      json({"From", "Sender", "Reply-To", "To", "Subject", "Date", "Message-ID", "MIME-Version",
            "Content-Type", "Content-Transfer-Encoding", "Content-Language"}));
}

BOOST_AUTO_TEST_CASE(sender_and_reply_to_are_left_out_when_they_would_say_nothing_new) {
  Message message = sample_message();
  message.envelope_sender = message.from;
  message.reply_to = {};
  const json read = read_back(compose(message));
  BOOST_TEST(read["sender"].is_null());
  BOOST_TEST(read["reply_to"].is_null());
}

BOOST_AUTO_TEST_CASE(a_service_mail_says_that_it_is_automatic_and_a_letter_does_not) {
  Message message = sample_message();
  BOOST_TEST(read_back(compose(message))["automatic"].is_null());
  message.automatic = true;
  BOOST_TEST(read_back(compose(message))["automatic"] == "auto-generated");
}

BOOST_AUTO_TEST_CASE(the_same_message_makes_the_same_bytes) {
  BOOST_TEST(compose(sample_message()) == compose(sample_message()));
}

BOOST_AUTO_TEST_CASE(no_name_or_subject_comes_out_otherwise_or_adds_a_header) {
  for (const std::string& nasty : {std::string{"Bloggs, Jo"},
                                   std::string{R"(Jo "The Pen" Bloggs)"},
                                   std::string{R"(Jo \ "x)"},
                                   std::string{"jo@example.com"},
                                   std::string{"<evil@example.com>"},
                                   std::string{"Jo <evil@example.com>, x"},
                                   std::string{"Friends: Jo; Sam"},
                                   std::string{"Jo (who writes) Bloggs"},
                                   std::string{"=?utf-8?q?Prime_Minister?="},
                                   std::string{"=?utf-8?b?WA0KQmNjOiB4QGV4YW1wbGUuY29t?="},
                                   std::string{"Jo =?utf-8?q?a=0D=0ABcc:_x?= B"},
                                   std::string{"Si\xC3\xA2n =?utf-8?q?x?= B"},
                                   std::string{"Si\xC3\xA2n ap Gwy\xC5\xB7"},
                                   std::string{"\xC5\xB4yn, \"Ll\xC5\xB7r\""},
                                   std::string{"Jo  B   C"},
                                   std::string{"."},
                                   std::string{"J. R. Bloggs"},
                                   std::string{"O'Neil-Smith"},
                                   std::string{"\\"},
                                   std::string{"\""},
                                   std::string{";"},
                                   std::string(200, 'a'),
                                   repeated("ab ", 66),
                                   repeated("\xF0\x9F\x93\xAE", 200),
                                   repeated("\xC5\xB4\xF0\x9F\x93\xAE ", 60),
                                   repeated("\"\\", 100),
                                   repeated("=?", 100),
                                   std::string{"Bcc: x@example.com"}}) {
    BOOST_TEST_CONTEXT(nasty) {
      Message message = sample_message();
      message.from_name = message.reply_to_name = message.to_name = line(nasty);
      message.subject = line(nasty);
      const std::string bytes = compose(message);
      check_bytes(bytes);
      const json read = read_back(bytes);
      const std::string expected = line(nasty).text();
      BOOST_TEST(read["from"] == json({expected, "letters@example.org"}));
      BOOST_TEST(read["reply_to"] == json({expected, "jo@example.org"}));
      BOOST_TEST(read["to"] == json({expected, "member@example.org"}));
      BOOST_TEST(read["subject"] == expected);
      BOOST_TEST(read["headers"].size() == 11U);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_text_comes_back_whatever_its_lines_look_like) {
  for (const std::string& body :
       {std::string{"."}, std::string{"a\n.\nb"}, std::string{"a\n..\n...\nb"},
        std::string{"From me to you\n>quoted\n indented"}, std::string{"a\n-- \nJo"},
        std::string{"a\n\n\n\nb"}, std::string{"a\n\tb\t\nc"}, std::string{"a=3D=\nb"},
        std::string{"Annwyl AS,\n\nD\xC5\xB5r a thir. \xE2\x82\xAC"
                    "5 \xF0\x9F\x93\xAE"},
        repeated("word ", 400) + "end", repeated("\xC5\xB5yth ", 300) + "end",
        repeated("a > b From c ", 60) + "end", std::string(2000, 'x'),
        repeated("\xF0\x9F\x93\xAE", 500), "-- " + std::string(100, 'x'),
        repeated("a  ", 100) + "end"}) {
    BOOST_TEST_CONTEXT(body) {
      Message message = sample_message();
      message.body = prose(body);
      const std::string bytes = compose(message);
      check_bytes(bytes);
      BOOST_TEST(read_back(bytes)["text"].get<std::string>() == message.body.text());
    }
  }
}

BOOST_AUTO_TEST_CASE(spaces_at_the_ends_of_lines_go_because_they_would_join_lines) {
  BOOST_TEST(flowed("a  \nb") == "a\nb\n");
  BOOST_TEST(flowed("a\n   \nb") == "a\n\nb\n");
}

BOOST_AUTO_TEST_CASE(a_paragraph_is_broken_within_72_characters_and_marked_as_going_on) {
  const std::string text = flowed(repeated("word ", 30) + "end");
  BOOST_TEST(text == repeated("word ", 14) + "\n" + repeated("word ", 14) + "\n" +
                         repeated("word ", 2) + "end\n");
}

BOOST_AUTO_TEST_CASE(lines_that_a_mail_reader_would_take_for_something_else_are_stuffed) {
  BOOST_TEST(flowed("From me\n> a\n b") == " From me\n > a\n  b\n");
  BOOST_TEST(flowed("-- \nJo") == "-- \nJo\n");
}

BOOST_AUTO_TEST_CASE(a_message_id_or_language_that_is_none_is_refused_as_a_bug) {
  for (const char* bad : {"", "a", "@a", "a@", "a@b\r\nBcc: c@d", "a b@c", "<a@b>"}) {
    Message message = sample_message();
    message.message_id = bad;
    BOOST_CHECK_THROW((void)compose(message), std::invalid_argument);
  }
  for (const char* bad : {"", "en\r\nBcc: a@b", "e n", "en_GB"}) {
    Message message = sample_message();
    message.language = bad;
    BOOST_CHECK_THROW((void)compose(message), std::invalid_argument);
  }
  Message message = sample_message();
  message.to = {};
  BOOST_CHECK_THROW((void)compose(message), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
