#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "server/campaign/correspondence.h"
#include "server/store/sql_store.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/world.h"

namespace postbag::testing {

inline const std::filesystem::path kSource{POSTBAG_SOURCE_FOLDER};

/// A real store, the real data set, the shipped campaigns and mails.
struct Desk {
  Desk() {
    for (const char* name : {"back-to-work.toml", "sanctions.toml"})
      BOOST_REQUIRE(
          postbag::campaign::import_campaign(store, kSource / "templates/campaigns" / name));
    catalogue.refresh();
    campaign = catalogue.find("back-to-work");
  }

  [[nodiscard]] postbag::campaign::SubmissionFields fields() const {
    postbag::campaign::SubmissionFields fields;
    fields.postcode = "DE1 1AA";
    fields.first_name = "Jo";
    fields.last_name = "Example";
    fields.email = "jo@example.org";
    fields.address = "1 Example Street\nDerby";
    fields.story = "I waited seven months.";
    return fields;
  }

  [[nodiscard]] static postbag::campaign::Submission submission(
      const postbag::campaign::SubmissionFields& fields) {
    return postbag::campaign::parse_submission(fields, true).value();
  }

  std::vector<postbag::mailer::Job> claim() {
    return store.claim("test", 10, clock.now() + std::chrono::minutes{6});
  }

  /// The token in the mail that waits to leave.
  std::string token_in_mail() {
    const auto jobs = claim();
    BOOST_REQUIRE(jobs.size() == 1U);
    const std::string& body = jobs[0].body.text();
    const std::size_t at = body.find("/confirm/");
    BOOST_REQUIRE(at != std::string::npos);
    return body.substr(at + 9, 44);
  }

  [[nodiscard]] std::string code_for(const std::string& postcode,
                                     const std::string& chosen = "") const {
    const auto target = desk.target(postbag::data::Postcode::parse(postcode).value(), chosen);
    return target ? "" : target.error().code;
  }

  TemporaryFolder folder;
  ManualClock clock;
  RepeatableRng rng;
  std::unique_ptr<postbag::store::Database> database =
      postbag::store::Database::open(folder / "postbag.db").value();
  postbag::store::SqlStore store{*database, clock, rng, {}};
  postbag::campaign::Catalogue catalogue{store};
  std::shared_ptr<const postbag::data::DataSet> data_set =
      postbag::data::DataSet::load(kSource / "data/set").value();
  std::shared_ptr<const postbag::templates::Wording> wording =
      std::make_shared<const postbag::templates::Wording>(
          postbag::templates::Wording::load(kSource / "templates").value());
  postbag::campaign::Measures measures;
  postbag::campaign::Correspondence desk{
      store,
      catalogue,
      data_set,
      wording,
      clock,
      rng,
      {"https://post.example.org",
       postbag::EmailAddress::parse("letters@postbag.example.org").value(),
       std::chrono::minutes{10}, std::chrono::hours{7 * 24}, std::string(32, 's')},
      measures};
  std::shared_ptr<const postbag::campaign::Campaign> campaign;
};

}  // namespace postbag::testing
