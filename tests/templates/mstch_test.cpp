// Letters are rendered from checked tokens and not by mstch; these tests hold the two equal.
#include <array>
#include <cstdint>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <mstch/mstch.hpp>

#include "templates/campaign_file.h"
#include "templates/letter.h"
#include "tests/support/temporary_folder.h"

namespace postbag::templates {
namespace {

using Values = std::vector<std::string_view>;

// mstch's own rendering, its process-wide escaping switched off for as long as this lives.
class Reference {
 public:
  Reference() {
    mstch::config::escape = [](const std::string& text) { return text; };
  }
  Reference(const Reference&) = delete;
  Reference& operator=(const Reference&) = delete;
  ~Reference() { mstch::config::escape = before_; }

  [[nodiscard]] std::string render(const Template& source, const Vocabulary& vocabulary,
                                   const Values& values) const {
    mstch::map fields;
    for (std::size_t i = 0; i < values.size(); ++i)
      fields[vocabulary.names[i].name] = std::string(values[i]);
    return mstch::render(source.source(), fields);
  }

 private:
  std::function<std::string(const std::string&)> before_ = mstch::config::escape;
};

// Some of them empty, as the bits of `which` say.
Values letter_values(std::uint32_t which) {
  const std::array<std::string_view, 11> full = {"Baggy Shanker",
                                                 "Baggy Shanker MP",
                                                 "Dear Baggy Shanker",
                                                 "Labour",
                                                 "Derby South",
                                                 "Dr",
                                                 "Jo Bloggs",
                                                 "22 November 2026",
                                                 "1 High Street\nDerby",
                                                 "{{name}}\n\n<i> & me",
                                                 "my daughter"};
  Values values(full.begin(), full.end());
  for (std::size_t i = 0; i < values.size(); ++i)
    if ((which >> i & 1U) != 0) values[i] = {};
  return values;
}

std::string soup(std::mt19937& random) {
  static const std::array<std::string_view, 40> pieces = {"{{",
                                                          "}}",
                                                          "{{{",
                                                          "}}}",
                                                          "{",
                                                          "}",
                                                          "name",
                                                          "{{name}}",
                                                          "{{ story }}",
                                                          "{{#story}}",
                                                          "{{/story}}",
                                                          "{{^story}}",
                                                          "{{#title}}",
                                                          "{{/title}}",
                                                          "{{^ title}}",
                                                          "{{/ title }}",
                                                          "\n",
                                                          "\r\n",
                                                          " ",
                                                          "  \t",
                                                          "text",
                                                          "– £",
                                                          "{{! note }}",
                                                          "{{!\nlong\n}}",
                                                          "{{=<% %>=}}",
                                                          "{{> x}}",
                                                          "{{&name}}",
                                                          "{{unknown}}",
                                                          "\n\n",
                                                          "{{#story}}\n",
                                                          "{{/story}}\n",
                                                          "\n  {{#title}}",
                                                          "{{/title}}  \n",
                                                          "{{.}}",
                                                          "#",
                                                          "/",
                                                          "^",
                                                          "!",
                                                          "{{date}}",
                                                          "\n{{address}}"};
  std::string text;
  for (std::size_t count = random() % 14; count > 0; --count)
    text += pieces[random() % pieces.size()];
  return text;
}

// Sound templates: any nesting, any white space around the tags.
void write_sound(std::mt19937& random, int depth, std::string& out) {
  static const std::array<std::string_view, 9> gaps = {"",     " ",  "\n", "\n\n", "  \n",
                                                       "\r\n", "\t", "x",  "a b\n"};
  static const std::array<std::string_view, 4> sections = {"story", "title", "party", "address"};
  static const std::array<std::string_view, 5> texts = {"name", "story", "mp_name", "date",
                                                        "title"};
  for (std::size_t count = random() % 5; count > 0; --count) {
    out += gaps[random() % gaps.size()];
    const std::size_t kind = random() % 5;
    if (kind < 2) {
      out.append("{{").append(texts[random() % texts.size()]).append("}}");
    } else if (kind == 2) {
      out += "{{! a note }}";
    } else if (depth < 4) {
      const std::string section(sections[random() % sections.size()]);
      out += (kind == 3 ? "{{#" : "{{^") + section + "}}";
      write_sound(random, depth + 1, out);
      out += "{{/" + section + "}}";
    }
    out += gaps[random() % gaps.size()];
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(templates_mstch)

BOOST_AUTO_TEST_CASE(every_shipped_letter_comes_out_as_mstch_has_it) {
  const Reference reference;
  std::size_t letters = 0;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(POSTBAG_SOURCE_FOLDER) / "templates/campaigns")) {
    const auto campaign =
        parse_campaign(testing::read_file(entry.path()), entry.path().filename().string());
    BOOST_REQUIRE(campaign.has_value());
    for (const Variant& variant : campaign->letters)
      for (std::uint32_t which = 0; which < 1024; which += 31) {
        const Values values = letter_values(which);
        BOOST_TEST(variant.body.render(values) ==
                   reference.render(variant.body, letter_vocabulary(), values));
        for (const Template& subject : variant.subjects)
          BOOST_TEST(subject.render(values) ==
                     reference.render(subject, letter_vocabulary(), values));
        ++letters;
      }
  }
  BOOST_TEST(letters > 100U);
}

BOOST_AUTO_TEST_CASE(generated_templates_come_out_as_mstch_has_them) {
  const Reference reference;
  std::mt19937 random(20261122);
  for (int round = 0; round < 4'000; ++round) {
    std::string source;
    write_sound(random, 0, source);
    const auto parsed = Template::parse("generated", source, letter_vocabulary());
    BOOST_REQUIRE_MESSAGE(parsed.has_value(), source);
    const Values values = letter_values(random() % 1024);
    const std::string ours = parsed->render(values);
    const std::string theirs = reference.render(*parsed, letter_vocabulary(), values);
    BOOST_REQUIRE_MESSAGE(ours == theirs,
                          "«" << source << "» ours «" << ours << "» mstch «" << theirs << "»");
  }
}

BOOST_AUTO_TEST_CASE(mustache_soup_is_refused_with_reasons_or_comes_out_as_mstch_has_it) {
  const Reference reference;
  std::mt19937 random(1);
  int accepted = 0;
  for (int round = 0; round < 40'000; ++round) {
    const std::string source = soup(random);
    const auto parsed = Template::parse("soup", source, letter_vocabulary());
    if (!parsed) {
      BOOST_REQUIRE(!parsed.error().empty());
      continue;
    }
    ++accepted;
    const Values values = letter_values(random() % 1024);
    const std::string ours = parsed->render(values);
    const std::string theirs = reference.render(*parsed, letter_vocabulary(), values);
    BOOST_REQUIRE_MESSAGE(ours == theirs,
                          "«" << source << "» ours «" << ours << "» mstch «" << theirs << "»");
  }
  BOOST_TEST(accepted > 2'000);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace postbag::templates
