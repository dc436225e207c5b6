#include "server/campaign/correspondence.h"

#include <boost/test/unit_test.hpp>

#include "server/campaign/recipient.h"
#include "tests/campaign/desk.h"

namespace {

using postbag::campaign::Submission;
using postbag::campaign::SubmissionFields;
using postbag::mailer::Job;
using postbag::testing::Desk;
using postbag::testing::kSource;

BOOST_FIXTURE_TEST_SUITE(correspondence, Desk)

BOOST_AUTO_TEST_CASE(a_postcode_becomes_a_confirmed_letter_to_its_mp) {
  const auto status = desk.submit(*campaign, submission(fields()), "");
  BOOST_REQUIRE(status.has_value());
  const std::string token = token_in_mail();
  const auto pending = desk.pending(token);
  BOOST_REQUIRE(pending.has_value());
  BOOST_TEST(pending->constituency->name == "Derby South");
  BOOST_TEST(pending->member->name == "Baggy Shanker");
  BOOST_TEST(pending->from_name.text() == "Jo Example");
  BOOST_TEST(!pending->subject.empty());
  BOOST_TEST(pending->body.text().find("I waited seven months.") != std::string::npos);
  BOOST_TEST(pending->campaign->file.slug.text() == "back-to-work");
  BOOST_TEST((desk.letter(status->public_id)->state ==
              postbag::campaign::LetterState::awaiting_confirmation));
  const auto confirmed = desk.confirm(token);
  BOOST_REQUIRE(confirmed.has_value());
  BOOST_TEST((desk.letter(status->public_id)->state == postbag::campaign::LetterState::queued));
  BOOST_TEST(desk.pending(token)->body.empty());
  BOOST_TEST(claim().empty());
  clock.advance(std::chrono::minutes{10});
  const auto jobs = claim();
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs[0].body.text().find("I waited seven months.") != std::string::npos);
  BOOST_TEST(jobs[0].body.text().find("DE1 1AA") != std::string::npos);
  const auto recipient = postbag::campaign::address(jobs[0], *data_set, false);
  BOOST_REQUIRE(recipient.has_value());
  BOOST_TEST(recipient->address.text() == data_set->find("E14001194")->member->email->text());
}

BOOST_AUTO_TEST_CASE(a_welsh_letter_is_dated_and_greets_in_welsh) {
  using postbag::templates::Template;
  postbag::campaign::Campaign made = *campaign;
  made.file.letters.insert(
      made.file.letters.begin(),
      {{},
       postbag::Language::welsh,
       {Template::parse("s", "Pwnc", postbag::templates::subject_vocabulary()).value()},
       Template::parse("b", "{{date}}: {{greeting}}, {{story}}",
                       postbag::templates::letter_vocabulary())
           .value()});
  SubmissionFields typed = fields();
  typed.language = "cy";
  typed.on_behalf_of = "fy merch.";
  const auto draft = desk.draft(made, submission(typed));
  BOOST_REQUIRE(draft.has_value());
  BOOST_TEST((draft->language == postbag::Language::welsh));
  const std::string body = draft->body.text();
  BOOST_TEST(body.find(": Annwyl Baggy Shanker, ") != std::string::npos, body);
  BOOST_TEST(body.find("Rwy’n ysgrifennu hwn ar ran fy merch.") != std::string::npos, body);
  typed.language = "en";
  BOOST_TEST(desk.draft(made, submission(typed))->body.text().find("Annwyl") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(words_of_consent_are_kept_as_they_were_read_in_whichever_language) {
  const auto& english = campaign->file.texts(postbag::Language::english).consent.text;
  const auto& welsh = campaign->file.texts(postbag::Language::welsh).consent.text;
  BOOST_REQUIRE(english != welsh);
  int written = 0;
  const auto kept = [&](const std::string& language, const std::string& shown) {
    SubmissionFields typed = fields();
    typed.email = "jo" + std::to_string(++written) + "@example.org";
    typed.language = language;
    typed.opt_in = true;
    typed.consent_wording = shown;
    const auto status = desk.submit(*campaign, submission(typed), "");
    if (!status) return status.error().front().code;
    const auto key =
        postbag::campaign::supporter_key(submission(typed).email, std::string(32, 's'));
    return store.person(key, 1).letters.front().consent_wording;
  };
  BOOST_TEST(kept("cy", welsh) == welsh);
  BOOST_TEST(kept("en", english) == english);
  // A page may have been switched after the words were read.
  BOOST_TEST(kept("cy", english) == english);
  BOOST_TEST(kept("en", welsh) == welsh);
  // Who does not say what they read gets the words of their language.
  BOOST_TEST(kept("cy", "") == welsh);
  BOOST_TEST(kept("en", "") == english);
  BOOST_TEST(kept("cy", "Ie, anfonwch bopeth ataf.") == "changed_consent");
}

BOOST_AUTO_TEST_CASE(without_welsh_words_of_consent_readers_of_welsh_agree_to_the_english_ones) {
  postbag::campaign::Campaign made = *campaign;
  auto& texts = made.file.all_texts;
  texts.back().consent = texts.front().consent;
  SubmissionFields typed = fields();
  typed.language = "cy";
  typed.opt_in = true;
  BOOST_REQUIRE(desk.submit(made, submission(typed), "").has_value());
  const auto key = postbag::campaign::supporter_key(submission(typed).email, std::string(32, 's'));
  BOOST_TEST(store.person(key, 1).letters.front().consent_wording == texts.front().consent.text);
  typed.consent_wording = campaign->file.texts(postbag::Language::welsh).consent.text;
  BOOST_TEST(desk.submit(made, submission(typed), "").error().front().code == "changed_consent");
}

BOOST_AUTO_TEST_CASE(mails_name_the_campaign_in_the_language_they_are_in) {
  const auto mail_in = [&](const std::string& language) {
    SubmissionFields typed = fields();
    typed.language = language;
    BOOST_REQUIRE(desk.submit(*campaign, submission(typed), "").has_value());
    const auto jobs = claim();
    BOOST_REQUIRE(jobs.size() == 1U);
    return jobs.front().body.text();
  };
  for (const auto language : postbag::kLanguages) {
    const auto& texts = campaign->file.texts(language);
    const std::string body = mail_in(std::string{postbag::code_of(language)});
    BOOST_TEST(body.find(texts.title.text) != std::string::npos, body);
    BOOST_TEST(body.find(texts.organisation.text) != std::string::npos, body);
  }
}

BOOST_AUTO_TEST_CASE(constituents_are_told_why_there_is_no_letter_in_their_language) {
  postbag::campaign::Campaign made = *campaign;
  postbag::templates::Filter filter;
  filter.nation = {"England"};
  made.file.exclusions = {
      {filter, postbag::templates::for_readers<std::string>("Not here.", "Nid yma.")}};
  const auto* seat = data_set->find("E14001194");
  const auto told = [&](postbag::Language reader) {
    return postbag::campaign::obstacle(made, *seat, reader).value();
  };
  BOOST_TEST(told(postbag::Language::welsh).message == "Nid yma.");
  BOOST_TEST((told(postbag::Language::welsh).language == postbag::Language::welsh));
  BOOST_TEST(told(postbag::Language::english).message == "Not here.");
  SubmissionFields typed = fields();
  typed.language = "cy";
  BOOST_TEST(desk.draft(made, submission(typed)).error().front().message == "Nid yma.");
  made.file.exclusions.front().explanations =
      postbag::templates::for_readers<std::string>("Not here.", "");
  BOOST_TEST(told(postbag::Language::welsh).message == "Not here.");
  BOOST_TEST((told(postbag::Language::welsh).language == postbag::Language::english));
}

BOOST_AUTO_TEST_CASE(the_draft_is_what_is_stored_to_the_letter) {
  const auto draft = desk.draft(*campaign, submission(fields()));
  BOOST_REQUIRE(draft.has_value());
  BOOST_REQUIRE(desk.submit(*campaign, submission(fields()), "").has_value());
  BOOST_REQUIRE(desk.confirm(token_in_mail()).has_value());
  clock.advance(std::chrono::minutes{10});
  const auto jobs = claim();
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs[0].subject.text() == draft->subject.text());
  BOOST_TEST(jobs[0].body.text() == draft->body.text());
  BOOST_TEST(jobs[0].supporter_name.text() == "Jo Example");
}

BOOST_AUTO_TEST_CASE(what_a_supporter_types_is_text_and_never_template) {
  SubmissionFields sly = fields();
  sly.story = "{{mp_name}} {{#story}} {{{address}}} {{> header}} <b>&amp;</b>";
  sly.first_name = "{{date}}";
  const auto draft = desk.draft(*campaign, submission(sly));
  BOOST_REQUIRE(draft.has_value());
  BOOST_TEST(draft->body.text().find(sly.story) != std::string::npos);
  BOOST_TEST(draft->body.text().find("{{date}} Example") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_letter_that_comes_out_empty_is_neither_shown_nor_stored) {
  using postbag::templates::Template;
  const auto with = [&](const char* subject, const char* body) {
    postbag::campaign::Campaign made = *campaign;
    made.file.letters = {
        {{},
         postbag::Language::english,
         {Template::parse("s", subject, postbag::templates::subject_vocabulary()).value()},
         Template::parse("b", body, postbag::templates::letter_vocabulary()).value()}};
    return made;
  };
  SubmissionFields bare = fields();
  bare.story.clear();
  for (const auto& faulty : {with("{{#title}}x{{/title}}", "x"), with("x", "{{story}}")}) {
    const auto draft = desk.draft(faulty, submission(bare));
    BOOST_REQUIRE(!draft.has_value());
    BOOST_TEST(draft.error().front().code == "empty_letter");
    BOOST_TEST(!desk.submit(faulty, submission(bare), "").has_value());
  }
  BOOST_TEST(claim().empty());
  bare.subject = "Mine";
  BOOST_TEST(desk.draft(with("{{#title}}x{{/title}}", "x"), submission(bare)).has_value());
}

BOOST_AUTO_TEST_CASE(a_letter_of_the_supporters_own_gets_their_address_when_it_lacks_it) {
  SubmissionFields own = fields();
  own.subject = "My own subject";
  own.body = "Dear MP, please help.";
  auto draft = desk.draft(*campaign, submission(own));
  BOOST_TEST(draft->subject.text() == "My own subject");
  BOOST_TEST(draft->body.text() ==
             "Dear MP, please help.\n\nJo Example\n1 Example Street\nDerby\nDE1 1AA");
  own.body = "Dear MP, please help. Jo, DE1 1AA";
  draft = desk.draft(*campaign, submission(own));
  BOOST_TEST(draft->body.text() == own.body);
}

BOOST_AUTO_TEST_CASE(a_seat_that_cannot_be_written_to_says_why) {
  const auto code_of = [&](std::string_view constituency) {
    for (const auto& seat : data_set->constituencies()) {
      if (seat.code != constituency) continue;
      return code_for("DE1 1AA", std::string{constituency});
    }
    return std::string{"not in the data"};
  };
  BOOST_TEST(code_of("E14001290") == "distant_constituency");
  BOOST_TEST(code_for("DE1 1AA", "E14999999") == "unknown_constituency");
  BOOST_TEST(code_for("BT7 1NN") == "choose_constituency");
  BOOST_TEST(code_for("WC1N 3AX") == "unknown_member");
}

BOOST_AUTO_TEST_CASE(a_neighbouring_constituency_may_be_chosen) {
  const auto* seat = data_set->find("E14001194");
  BOOST_REQUIRE(!seat->neighbours.empty());
  BOOST_TEST(code_for("DE1 1AA", seat->neighbours.front()) == "");
}

BOOST_AUTO_TEST_CASE(someone_who_already_wrote_gets_the_same_answer_and_another_mail) {
  BOOST_REQUIRE(desk.submit(*campaign, submission(fields()), "").has_value());
  BOOST_REQUIRE(desk.confirm(token_in_mail()).has_value());
  SubmissionFields again = fields();
  again.email = "JO@EXAMPLE.org";
  const auto second = desk.submit(*campaign, submission(again), "");
  BOOST_REQUIRE(second.has_value());
  BOOST_TEST((second->state == postbag::campaign::LetterState::awaiting_confirmation));
  const auto jobs = claim();
  BOOST_REQUIRE(jobs.size() == 1U);
  BOOST_TEST(jobs[0].body.text().find("/confirm/") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_mail_brings_a_strangers_words_to_the_owner_of_an_address) {
  SubmissionFields sly = fields();
  sly.first_name = "Win a prize at evil.example.org";
  sly.story = "Call 01632 960000 now.";
  sly.subject = "A prize for you";
  const auto check = [&] {
    const auto jobs = claim();
    BOOST_TEST(jobs.size() == 1U);
    for (const Job& job : jobs) {
      for (const char* words : {"prize", "01632"}) {
        BOOST_TEST(job.subject.text().find(words) == std::string::npos);
        BOOST_TEST(job.body.text().find(words) == std::string::npos);
      }
      BOOST_TEST(store.give_back({&job, 1}, "test") == 1U);
    }
  };
  BOOST_REQUIRE(desk.submit(*campaign, submission(sly), "").has_value());
  check();
  BOOST_REQUIRE(desk.confirm(token_in_mail()).has_value());
  BOOST_REQUIRE(desk.submit(*campaign, submission(sly), "").has_value());
  check();
}

BOOST_AUTO_TEST_CASE(the_same_key_and_letter_twice_is_one_letter_and_with_another_letter_an_error) {
  const auto first = desk.submit(*campaign, submission(fields()), "key");
  const auto second = desk.submit(*campaign, submission(fields()), "key");
  BOOST_TEST(first->public_id == second->public_id);
  SubmissionFields other = fields();
  other.story = "Something else.";
  BOOST_TEST(desk.submit(*campaign, submission(other), "key").error().front().code ==
             "idempotency_conflict");
}

BOOST_AUTO_TEST_CASE(a_letter_is_held_when_its_mp_is_no_longer_the_one_it_names) {
  Job job;
  job.constituency = "E14001194";
  job.member = "1";
  BOOST_TEST(postbag::campaign::address(job, *data_set, false).error().code == "member_changed");
  job.constituency = "E14001290";
  BOOST_TEST(postbag::campaign::address(job, *data_set, false).error().code == "member_changed");
  job.constituency = "E14000000";
  BOOST_TEST(postbag::campaign::address(job, *data_set, false).error().code == "seat_vacant");
}

BOOST_AUTO_TEST_CASE(while_parliament_is_dissolved_letters_are_held_and_other_mails_leave) {
  BOOST_REQUIRE(desk.submit(*campaign, submission(fields()), "").has_value());
  const auto mails = claim();
  BOOST_REQUIRE(mails.size() == 1U);
  BOOST_TEST(postbag::campaign::address(mails[0], *data_set, true).has_value());
  Job letter;
  letter.constituency = "E14001194";
  letter.member = data_set->find("E14001194")->member->id;
  BOOST_TEST(postbag::campaign::address(letter, *data_set, false).has_value());
  BOOST_TEST(postbag::campaign::address(letter, *data_set, true).error().code ==
             "parliament_dissolved");
}

BOOST_AUTO_TEST_CASE(a_dissolution_begins_and_ends_at_its_instants_and_may_have_no_end_yet) {
  using postbag::campaign::Dissolution;
  const auto now = clock.now();
  const postbag::Duration tick{1};
  BOOST_TEST(!Dissolution{}.covers(now));
  BOOST_TEST((Dissolution{now, {}}.covers(now)));
  BOOST_TEST((!Dissolution{now + tick, {}}.covers(now)));
  BOOST_TEST((Dissolution{now, now + tick}.covers(now)));
  BOOST_TEST((!Dissolution{now - tick, now}.covers(now)));
}

BOOST_AUTO_TEST_CASE(
    every_seat_with_a_reachable_mp_has_a_letter_or_an_explanation_in_both_campaigns) {
  int drafted = 0;
  for (const char* slug : {"back-to-work", "sanctions"}) {
    const auto chosen = catalogue.find(slug);
    for (const auto& seat : data_set->constituencies()) {
      if (!seat.member || !seat.member->email) continue;
      const postbag::templates::Target target{seat.member->party,
                                              std::string{postbag::data::name_of(seat.nation)},
                                              seat.region, seat.member->offices};
      const auto choice = postbag::templates::choose(chosen->file, target);
      if (const auto* exclusion = std::get_if<const postbag::templates::Exclusion*>(&choice)) {
        for (const auto& explanation : (*exclusion)->explanations)
          BOOST_TEST(!explanation.text.empty());
        continue;
      }
      auto letter_fields = postbag::templates::sample_fields();
      letter_fields.mp_name = seat.member->name;
      letter_fields.constituency = seat.name;
      const auto letter = postbag::templates::render_letter(
          *std::get<const postbag::templates::Variant*>(choice), letter_fields, 0);
      BOOST_TEST(letter.body.find(seat.member->name) != std::string::npos);
      BOOST_TEST(letter.body.find("{{") == std::string::npos);
      ++drafted;
    }
  }
  BOOST_TEST(drafted > 1200);
}

BOOST_AUTO_TEST_CASE(a_campaign_imported_by_another_process_shows_without_a_restart) {
  const std::string source =
      postbag::testing::read_file(kSource / "templates/campaigns/sanctions.toml");
  std::string renamed = source;
  const std::size_t at = renamed.find("title = \"");
  BOOST_REQUIRE(at != std::string::npos);
  renamed.insert(at + 9, "New: ");
  BOOST_REQUIRE(postbag::campaign::import_campaign(store, folder.write("sanctions.toml", renamed))
                    .has_value());
  BOOST_TEST(!catalogue.find("sanctions")
                  ->file.texts(postbag::Language::english)
                  .title.text.starts_with("New: "));
  catalogue.refresh();
  BOOST_TEST(catalogue.find("sanctions")
                 ->file.texts(postbag::Language::english)
                 .title.text.starts_with("New: "));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
