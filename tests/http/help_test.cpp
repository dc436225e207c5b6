#include <sstream>

#include <boost/test/unit_test.hpp>

#include "server/store/connection.h"
#include "tests/http/supporter.h"
#include "tests/support/captured_stderr.h"

namespace {

using postbag::testing::CapturedStderr;
using postbag::testing::Form;
using postbag::testing::has;
using postbag::testing::read_file;
using postbag::testing::Site;
using postbag::testing::Supporter;
using postbag::testing::TemporaryFolder;

/// Told from each other by what they say and by nothing else: as many letters, as many words.
const std::string distressed = "Some days I want to die.";
const std::string calm_story = "Some days I want to nap.";

bool offers_help(const httplib::Result& page) {
  return has(page, "data-help aria-labelledby=\"help-box-title\">");
}

bool holds_help_back(const httplib::Result& page) {
  return has(page, "data-help aria-labelledby=\"help-box-title\" hidden>");
}

std::string without(std::string text, const std::string& what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.replace(at, what.size(), "STORY");
  return text;
}

/// Every row of every table, as SQL would write it.
std::string ledger_of(const std::filesystem::path& file) {
  postbag::store::Connection connection{file};
  const auto texts = [&](const std::string& sql) {
    std::vector<std::string> all;
    std::string text;
    auto query = connection.query(sql);
    query.into(text);
    while (query.next())
      all.push_back(text);
    return all;
  };
  std::string ledger;
  for (const std::string& table :
       texts("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")) {
    std::string row = "''";
    for (const std::string& column : texts("SELECT name FROM pragma_table_info('" + table + "')"))
      // A digest of all that was sent, so that pressing a button twice is one letter.
      if (column != "idempotency_key" && column != "request_digest")
        row += " || ' ' || quote(" + column + ")";
    for (const std::string& line : texts("SELECT " + row + " FROM " + table))
      ledger += table + line + '\n';
  }
  return ledger;
}

/// Lines of a log without what differs from run to run: times, ports and the ids of requests.
std::string without_chance(const std::string& log) {
  std::istringstream lines{log};
  std::string kept;
  for (std::string line; std::getline(lines, line);) {
    auto event = nlohmann::json::parse(line);
    for (const char* key : {"at", "milliseconds", "request", "id", "port", "address"})
      event.erase(key);
    kept += event.dump() + '\n';
  }
  return kept;
}

struct Trace {
  std::string ledger;
  std::string log;
  std::vector<std::uint64_t> counts;
};

template <class Counts>
void append_counts(std::vector<std::uint64_t>& all, const Counts& counts) {
  for (std::size_t place = 0; place < counts.names().size(); ++place)
    all.push_back(counts.value(place));
}

/// What a whole journey with these words leaves behind.
Trace trace_of(const std::string& story) {
  const TemporaryFolder folder;
  Trace trace;
  {
    const CapturedStderr captured{folder / "log"};
    Site site;
    Supporter jo{site};
    Form typed = Supporter::details();
    typed["story"] = story;
    jo.press("postcode", {{"postcode", "DE1 1AA"}});
    jo.tell(typed);
    jo.press("edit-details");
    jo.tell();
    jo.press("letter");
    BOOST_TEST(has(jo.press("send"), "Check your email"));
    for (const auto& route : site.measures.routes())
      for (const auto& answers : route.answers)
        trace.counts.push_back(answers.value());
    append_counts(trace.counts, site.letter_measures.lookups);
    append_counts(trace.counts, site.letter_measures.submissions);
    append_counts(trace.counts, site.letter_measures.confirmations);
    trace.ledger = without(ledger_of(site.folder / "postbag.db"), story);
  }
  trace.log = without_chance(read_file(folder / "log"));
  return trace;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(help, Site)

BOOST_AUTO_TEST_CASE(help_is_offered_beside_words_that_speak_of_suicide_and_the_letter_goes_on) {
  Supporter jo{*this};
  Form typed = Supporter::details();
  typed["story"] = distressed;
  jo.press("postcode", {{"postcode", "DE1 1AA"}});
  BOOST_TEST(holds_help_back(jo.press("details", Supporter::details())));
  BOOST_TEST(offers_help(jo.press("story", typed)));
  BOOST_TEST(jo.page()->status == 200);
  jo.press("edit-details");
  BOOST_TEST(offers_help(jo.press("details")));
  jo.press("story");
  BOOST_TEST(offers_help(jo.press("letter")));
  BOOST_TEST(has(jo.page(), distressed));
  BOOST_TEST(has(jo.page(), "tel:116123"));
  BOOST_TEST(has(jo.press("send"), "Check your email"));
}

BOOST_AUTO_TEST_CASE(words_put_into_the_letter_itself_are_seen_too) {
  Supporter jo{*this};
  jo.give_details();
  BOOST_TEST(holds_help_back(jo.page()));
  const std::string body = jo.form().at("body");
  jo.press("letter", {{"body", body + "\nDw i eisiau marw."}});
  BOOST_TEST(offers_help(jo.page()));
  jo.press("edit-letter");
  BOOST_TEST(offers_help(jo.page()));
  jo.press("letter", {{"body", body}});
  BOOST_TEST(holds_help_back(jo.page()));
}

BOOST_AUTO_TEST_CASE(the_lines_are_on_every_page) {
  auto http = client();
  for (const char* path : {"/", "/c/back-to-work", "/privacy", "/about-the-data", "/nothing"})
    BOOST_TEST_CONTEXT(path) {
      const auto page = http.Get(path);
      for (const char* line : {"tel:116123", "sms:85258", "tel:111\"", "tel:999"})
        BOOST_TEST(has(page, line));
    }
}

BOOST_AUTO_TEST_CASE(the_script_carries_the_lists) {
  const auto script = client().Get("/assets/help.js");
  BOOST_REQUIRE(script);
  BOOST_TEST(script->get_header_value("Content-Type") == "text/javascript; charset=utf-8");
  BOOST_TEST(script->body.starts_with("const helpWords = {\"same\":[["));
  BOOST_TEST(has(script, "hunanladiad"));
  BOOST_TEST(!has(script, "fetch("));
  BOOST_TEST(!has(script, "localStorage"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(that_help_was_offered_leaves_no_trace) {
  const Trace calm = trace_of(calm_story);
  const Trace hard = trace_of(distressed);
  BOOST_TEST(calm.ledger.find("STORY") != std::string::npos);
  BOOST_TEST(hard.ledger == calm.ledger);
  BOOST_TEST(calm.log.find("http.request") != std::string::npos);
  BOOST_TEST(hard.log == calm.log);
  BOOST_TEST(hard.counts == calm.counts, boost::test_tools::per_element());
}
