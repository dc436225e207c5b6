#include "templates/help_words.h"

#include <cstdlib>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/file.h"
#include "templates/plain_words.h"
#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

const std::filesystem::path source{POSTBAG_SOURCE_FOLDER};

const HelpWords& shipped() {
  static const HelpWords words = [] {
    auto loaded = HelpWords::load(source / "templates/help");
    if (!loaded) throw std::runtime_error(loaded.error().front().message);
    return std::move(*loaded);
  }();
  return words;
}

std::string problem_of(const std::string& english) {
  const testing::TemporaryFolder folder;
  static_cast<void>(folder.write("en.toml", english));
  static_cast<void>(folder.write("cy.toml", "phrases = [\"marw\"]\n"));
  const auto loaded = HelpWords::load(folder.path());
  BOOST_REQUIRE(!loaded);
  return loaded.error().front().message;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_help_words)

BOOST_AUTO_TEST_CASE(every_sentence_of_the_table_is_told_rightly) {
  std::ifstream table{source / "tests/templates/help_sentences.txt"};
  BOOST_REQUIRE(table);
  int sentences = 0;
  for (std::string line; std::getline(table, line);) {
    if (line.starts_with('#')) continue;
    const std::size_t bar = line.find('|');
    BOOST_REQUIRE(bar != std::string::npos);
    ++sentences;
    BOOST_TEST_CONTEXT(line)
    BOOST_TEST(shipped().speak_in(line.substr(bar + 1)) == (line.substr(0, bar) == "yes"));
  }
  BOOST_TEST(sentences > 100);
}

BOOST_AUTO_TEST_CASE(it_is_found_anywhere_in_a_long_letter) {
  std::string letter;
  while (letter.size() < 5'000)
    letter += "I have waited for months, and nobody has called. ";
  BOOST_TEST(!shipped().speak_in(letter));
  BOOST_TEST(shipped().speak_in(letter + "I don't want\nto be here any more. " + letter));
}

BOOST_AUTO_TEST_CASE(the_shipped_letters_do_not_speak_of_it) {
  for (const char* name : {"back-to-work.toml", "sanctions.toml"})
    BOOST_TEST(!shipped().speak_in(read_whole(source / "templates/campaigns" / name).value()));
}

BOOST_AUTO_TEST_CASE(the_script_in_the_browser_tells_the_same) {
  if (std::system("node --version >/dev/null 2>&1") != 0) {
    BOOST_TEST_MESSAGE("node is not installed");
    return;
  }
  const testing::TemporaryFolder folder;
  const auto lists = folder.write("lists.json", shipped().json());
  const auto script = source / "tests/templates/help_script_test.mjs";
  BOOST_TEST(std::system(("node " + script.string() + ' ' + lists.string()).c_str()) == 0);
}

BOOST_AUTO_TEST_CASE(any_bytes_can_be_asked_about) {
  std::string bytes;
  for (int i = 0; i < 256; ++i)
    bytes += static_cast<char>(i);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut)
    BOOST_TEST(!shipped().speak_in(std::string_view(bytes).substr(cut)));
  BOOST_TEST(shipped().speak_in(bytes + " suicide " + bytes));
  BOOST_TEST(!shipped().speak_in(std::string(100'000, 'a')));
}

BOOST_AUTO_TEST_CASE(words_are_compared_without_case_accents_and_apostrophes) {
  const std::vector<std::string> words = plain_words("Don’t, DŴR; trên i\u0302 self-harm \xFF end");
  const std::vector<std::string> expected{"dont", "dwr", "tren", "i", "self", "harm", "end"};
  BOOST_TEST(words == expected, boost::test_tools::per_element());
  BOOST_TEST(without_doubles("killlled") == "kiled");
}

BOOST_AUTO_TEST_CASE(a_list_with_a_fault_is_refused_with_its_place) {
  BOOST_TEST(problem_of("phrases = [\"(all) dead\"]").starts_with("en.toml:1:12: phrases has"));
  BOOST_TEST(problem_of("phrases = [\"two  spaces\"]").starts_with("en.toml:1:12: phrases has"));
  BOOST_TEST(problem_of("phrases = [\"... dead\"]").starts_with("en.toml:1:12: phrases has"));
  BOOST_TEST(problem_of("").starts_with("en.toml:1:1: phrases is missing"));
  BOOST_TEST(problem_of("phrases = [\"dead\"]\nsame = 1").starts_with("en.toml:2:8: same must be"));
  BOOST_TEST(problem_of("phrases = [").find("this is not TOML") != std::string::npos);
  const auto missing = HelpWords::load(source / "nowhere");
  BOOST_REQUIRE(!missing);
  BOOST_TEST(missing.error().front().code == "missing_file");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
