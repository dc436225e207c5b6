// Which version of a campaign supporters see, and its stage.
#include <boost/test/unit_test.hpp>

#include "server/store/office_store.h"
#include "tests/store/world.h"

namespace {

using postbag::EmailAddress;
using postbag::Line;
using postbag::Prose;
using postbag::campaign::Stage;
using postbag::office::kNew;
using postbag::office::RecordKind;
using postbag::staff::Actor;
using postbag::staff::AuditEntry;
using postbag::testing::StoreWorld;

struct World : StoreWorld {
  AuditEntry entry(const std::string& action) {
    return {clock.now(), Actor::command_line(), action, "sanctions"};
  }
  std::int64_t save(std::int64_t expected, const std::string& body,
                    const std::string& slug = "sanctions") {
    return office.save(RecordKind::campaign, slug, expected, body, entry("campaign.saved")).value();
  }
  std::int64_t lines_of_audit() { return std::stoll(value("SELECT count(*) FROM audit")); }

  postbag::store::SqlOfficeStore office{*database};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(store_office_campaigns, World)

BOOST_AUTO_TEST_CASE(a_version_is_seen_once_it_is_published_and_not_before) {
  const std::int64_t revision = store.campaigns_revision();
  BOOST_TEST(save(1, "title = 'Draft'") == 2);
  BOOST_TEST(store.campaigns().front().source == "title = 'Sanctions'");
  BOOST_TEST(office.publish_campaign("sanctions", 2, 1, entry("campaign.published")).has_value());
  const auto shown = store.campaigns().front();
  BOOST_TEST(shown.source == "title = 'Draft'");
  BOOST_TEST(shown.version == 2);
  BOOST_TEST((shown.stage == Stage::live));
  BOOST_TEST(store.campaigns_revision() > revision);
  BOOST_TEST(value("SELECT action FROM audit ORDER BY id DESC LIMIT 1") == "campaign.published");
}

BOOST_AUTO_TEST_CASE(a_new_campaign_appears_when_it_is_published_first) {
  save(kNew, "title = 'Other'", "other");
  BOOST_TEST(store.campaigns().size() == 1U);
  BOOST_TEST(office.publish_campaign("other", 1, kNew, entry("campaign.published")).has_value());
  BOOST_TEST(store.campaigns().size() == 2U);
  BOOST_TEST(office.publish_campaign("other", 1, kNew, entry("campaign.published")).error().code ==
             "edited_meanwhile");
}

BOOST_AUTO_TEST_CASE(nothing_is_published_over_what_somebody_else_published) {
  save(1, "title = 'Two'");
  save(2, "title = 'Three'");
  BOOST_TEST(office.publish_campaign("sanctions", 2, 1, entry("a")).has_value());
  const std::int64_t lines = lines_of_audit();
  BOOST_TEST(office.publish_campaign("sanctions", 3, 1, entry("b")).error().code ==
             "edited_meanwhile");
  BOOST_TEST(office.publish_campaign("sanctions", 4, 2, entry("c")).error().code ==
             "unknown_version");
  BOOST_TEST(store.campaigns().front().version == 2);
  BOOST_TEST(lines_of_audit() == lines);
}

BOOST_AUTO_TEST_CASE(a_stage_changes_from_the_one_that_was_seen) {
  BOOST_TEST(office.set_stage("sanctions", Stage::live, Stage::paused, entry("a")).has_value());
  BOOST_TEST((store.campaigns().front().stage == Stage::paused));
  const std::int64_t lines = lines_of_audit();
  BOOST_TEST(office.set_stage("sanctions", Stage::live, Stage::ended, entry("b")).error().code ==
             "edited_meanwhile");
  BOOST_TEST(!office.set_stage("unknown", Stage::live, Stage::ended, entry("c")).has_value());
  BOOST_TEST(lines_of_audit() == lines);
  // What is imported again keeps its stage.
  store.import_campaign(postbag::Slug::parse("sanctions").value(), "title = 'New'");
  BOOST_TEST((store.campaigns().front().stage == Stage::paused));
}

BOOST_AUTO_TEST_CASE(letters_are_counted_by_the_version_they_were_written_with) {
  for (const auto& [email, version] :
       {std::pair{"a@example.org", 1}, {"b@example.org", 2}, {"c@example.org", 2}}) {
    auto letter = this->letter(email);
    letter.campaign_version = version;
    BOOST_TEST(store.submit(letter).has_value());
  }
  execute("UPDATE letters SET campaign_version = NULL WHERE campaign_version = 1");
  const auto letters = office.letters_by_version("sanctions");
  BOOST_TEST(letters.size() == 1U);
  BOOST_TEST(letters.at(2) == 2);
  BOOST_TEST(office.letters_by_version("unknown").empty());
}

BOOST_AUTO_TEST_CASE(a_mail_to_staff_waits_in_the_queue_and_belongs_to_no_letter) {
  const auto recipient = EmailAddress::parse("ada@example.org").value();
  office.mail_oneself("public",
                      {"id@example.org", Line::parse("Test", {"subject", "s"}).value(),
                       Prose::parse("Hello", {"body", "b"}).value()},
                      recipient, entry("campaign.tested"));
  BOOST_TEST(value("SELECT action FROM audit ORDER BY id DESC LIMIT 1") == "campaign.tested");
  deliver_all(postbag::mailer::Decision::Next::sent);
  BOOST_TEST(value("SELECT state FROM service_mails") == "sent");
  BOOST_TEST(value("SELECT count(*) FROM letters") == "0");
}

BOOST_AUTO_TEST_SUITE_END()
