#include <boost/test/unit_test.hpp>

#include "server/store/office_store.h"
#include "tests/store/world.h"

namespace {

using postbag::office::kNew;
using postbag::office::RecordKind;
using postbag::staff::Actor;
using postbag::staff::AuditEntry;

struct Office : postbag::testing::StoreWorld {
  AuditEntry by(const std::string& who) {
    return {clock.now(), Actor{std::nullopt, who}, "engagement.saved", "e1"};
  }
  auto save(std::int64_t expected, const std::string& body, const std::string& who = "ada") {
    return office.save(RecordKind::engagement, "e1", expected, body, by(who));
  }

  postbag::store::SqlOfficeStore office{*database};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(records, Office)

BOOST_AUTO_TEST_CASE(each_save_adds_a_version_and_keeps_the_earlier_ones) {
  BOOST_TEST(save(kNew, "first").value() == 1);
  BOOST_TEST(save(1, "second", "bo").value() == 2);
  const auto newest = office.find(RecordKind::engagement, "e1");
  BOOST_TEST(newest->version == 2);
  BOOST_TEST(newest->body == "second");
  BOOST_TEST(newest->author == "bo");
  BOOST_TEST((newest->at == clock.now()));
  const auto all = office.versions(RecordKind::engagement, "e1");
  BOOST_TEST(all.size() == 2U);
  BOOST_TEST(all.back().body == "first");
  BOOST_TEST(office.all(RecordKind::engagement).size() == 1U);
  BOOST_TEST(office.all(RecordKind::decision).empty());
  BOOST_TEST(office.revision(RecordKind::engagement) == 2);
  BOOST_TEST(value("SELECT count(*) FROM audit WHERE action = 'engagement.saved'") == "2");
}

BOOST_AUTO_TEST_CASE(who_saves_over_another_s_version_is_told_and_nothing_is_written) {
  BOOST_TEST(save(kNew, "first").has_value());
  BOOST_TEST(save(kNew, "also first", "bo").error().code == "edited_meanwhile");
  BOOST_TEST(save(7, "later", "bo").error().code == "edited_meanwhile");
  BOOST_TEST(office.versions(RecordKind::engagement, "e1").size() == 1U);
  BOOST_TEST(value("SELECT count(*) FROM audit WHERE action = 'engagement.saved'") == "1");
}

BOOST_AUTO_TEST_CASE(what_is_removed_leaves_no_text_behind_but_who_wrote_it_when) {
  BOOST_TEST(save(kNew, "an official's name").has_value());
  BOOST_TEST((office.remove(RecordKind::engagement, "e1", 2, by("bo")).error().code ==
              "edited_meanwhile"));
  BOOST_TEST(office.remove(RecordKind::engagement, "e1", 1, by("bo")).has_value());
  BOOST_TEST(office.find(RecordKind::engagement, "e1")->removed());
  BOOST_TEST(office.all(RecordKind::engagement).empty());
  BOOST_TEST(office.versions(RecordKind::engagement, "e1").size() == 2U);
  BOOST_TEST(value("SELECT count(*) FROM records WHERE body LIKE '%official%'") == "0");
}

BOOST_AUTO_TEST_CASE(the_database_refuses_to_change_delete_or_replace_a_version) {
  BOOST_TEST(save(kNew, "first").has_value());
  for (const char* sql : {"UPDATE records SET body = 'other' WHERE kind = 'engagement'",
                          "UPDATE records SET author = 'eve', body = '' WHERE kind = 'engagement'",
                          "DELETE FROM records WHERE kind = 'engagement'"})
    BOOST_TEST_CONTEXT(sql)
  BOOST_CHECK_THROW(execute(sql), std::runtime_error);
  if (std::holds_alternative<std::filesystem::path>(place)) {
    BOOST_CHECK_THROW(
        execute("REPLACE INTO records VALUES ('engagement', 'e1', 1, 0, 'eve', 'other')"),
        std::runtime_error);
    BOOST_CHECK_THROW(execute("REPLACE INTO audit SELECT id, at, user_id, 'eve', action, subject, "
                              "detail FROM audit"),
                      std::runtime_error);
  }
  BOOST_TEST(office.find(RecordKind::engagement, "e1")->body == "first");
}

BOOST_AUTO_TEST_CASE(an_imported_campaign_is_a_version_by_the_command_line) {
  const auto versions = office.versions(RecordKind::campaign, value("SELECT slug FROM campaigns"));
  BOOST_TEST(versions.size() == 1U);
  BOOST_TEST(versions.front().author == "command line");
  BOOST_TEST(versions.front().body == value("SELECT source FROM campaigns"));
}

BOOST_AUTO_TEST_SUITE_END()
