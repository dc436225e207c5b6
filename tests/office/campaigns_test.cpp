// What keeps a campaign from being shown to supporters.
#include "server/office/campaigns.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time_text.h"
#include "templates/campaign_document.h"

namespace {

using postbag::office::obstacles;
using postbag::templates::CampaignDocument;
using postbag::templates::write_document;

const postbag::Instant kNow = postbag::parse_date("2026-11-23", "now").value();

CampaignDocument written() {
  CampaignDocument document = postbag::templates::blank_document();
  document.slug = "rooms";
  document.english.title = "Rooms";
  document.english.organisation = "Example";
  document.english.summary = "Quiet rooms.";
  document.english.privacy_notice = "We keep little.";
  document.letters.front().subjects = {"Rooms"};
  document.letters.front().body =
      "{{greeting}},\n\nPlease ask for quiet rooms.\n\n{{story}}\n\n{{name}}\n{{address}}";
  return document;
}

/// The fields at fault, in the order of the file.
std::string faults(const CampaignDocument& document) {
  std::string all;
  for (const auto& mistake : obstacles(write_document(document), "rooms", kNow))
    all.append(all.empty() ? "" : " ").append(mistake.field);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(office_campaigns)

BOOST_AUTO_TEST_CASE(what_is_written_and_whole_can_be_shown) {
  BOOST_TEST(faults(written()).empty());
}

BOOST_AUTO_TEST_CASE(an_empty_or_unaddressed_letter_cannot_be_shown) {
  CampaignDocument document = written();
  document.letters.front().body.clear();
  BOOST_TEST(faults(document) == "letter.body");
  for (const char* body :
       {"{{date}}\n\n{{story}}", "Please ask for quiet rooms. {{story}} {{name}} {{address}}",
        "{{greeting}}, please ask for quiet rooms. {{story}} {{address}}",
        "{{greeting}}, please ask for quiet rooms. {{story}} {{name}}",
        "{{ greeting }},\n\nPlease!\n\n{{story}}\n\n{{ name }}\n{{ address }}"})
    BOOST_TEST_CONTEXT(body) {
      document.letters.front().body = body;
      BOOST_TEST(faults(document) == "letter.body");
    }
  document.address_required = false;
  document.letters.front().body = "{{greeting}}, please ask for quiet rooms. {{story}} {{name}}";
  BOOST_TEST(faults(document).empty());
  document = written();
  document.letters.front().subjects = {"{{party}}"};
  BOOST_TEST(faults(document) == "letter.subjects");
  document = written();
  document.letters.front().filter.party = {"Labour"};
  BOOST_TEST(faults(document) == "unmatched");
  document.letters.clear();
  BOOST_TEST(faults(document) == "letter");
}

BOOST_AUTO_TEST_CASE(dates_must_be_in_order_and_the_last_day_not_over) {
  CampaignDocument document = written();
  document.closes = "2026-11-22";
  BOOST_TEST(faults(document) == "closes");
  document.closes = "2026-11-23";
  BOOST_TEST(faults(document).empty());
  document.opens = "2026-11-24";
  BOOST_TEST(faults(document) == "closes");
  const auto mistakes = obstacles(write_document(document), "rooms", kNow);
  BOOST_TEST(mistakes.front().line > 1U);
}

BOOST_AUTO_TEST_CASE(what_the_blank_says_and_another_slug_cannot_be_shown) {
  CampaignDocument document = written();
  document.english.summary = postbag::templates::blank_document().english.summary;
  BOOST_TEST(faults(document) == "summary");
  document = written();
  document.slug = "halls";
  BOOST_TEST(faults(document) == "slug");
}

BOOST_AUTO_TEST_SUITE_END()
