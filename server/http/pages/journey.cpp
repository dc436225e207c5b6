#include "server/http/pages/journey.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "server/http/submission_text.h"

namespace postbag::http::pages {
namespace {

constexpr std::array<std::string_view, 5> kDetails{"title", "first_name", "last_name", "email",
                                                   "address"};
constexpr std::array<std::string_view, 2> kStory{"story", "on_behalf_of"};
constexpr std::array<std::string_view, 2> kLetter{"subject", "body"};
constexpr std::array<std::string_view, 2> kPreview{"opt_in", "consent_wording"};

template <std::size_t Count>
std::vector<Error> among(const std::vector<Error>& errors,
                         const std::array<std::string_view, Count>& fields) {
  std::vector<Error> found;
  std::copy_if(errors.begin(), errors.end(), std::back_inserter(found), [&](const Error& error) {
    return std::find(fields.begin(), fields.end(), error.field) != fields.end();
  });
  return found;
}

struct Explanation {
  std::string_view code;
  bool may_choose;
};

/// Postcodes and seats to which no letter can go; the heading is the catalogue's `explain.<code>`.
constexpr std::array kExplanations{
    Explanation{"crown_dependency", false},
    Explanation{"forces_address", false},
    Explanation{"overseas_territory", false},
    Explanation{"vacant_seat", true},
    Explanation{"unknown_member", true},
    Explanation{"unreachable_member", true},
    Explanation{"excluded", true},
    Explanation{"empty_letter", false},
};

const Explanation* explanation_of(std::string_view code) {
  const auto* const found =
      std::find_if(kExplanations.begin(), kExplanations.end(),
                   [code](const Explanation& known) { return known.code == code; });
  return found == kExplanations.end() ? nullptr : found;
}

/// What is kept of earlier versions, in bytes: with the longest letter and story it still fits a
/// request.
constexpr std::size_t kMostEarlier = 50'000;

/// `your name, your address and your own words`.
std::string listed(const View& view, const std::vector<ChangedText>& changed) {
  std::string list;
  for (std::size_t i = 0; i < changed.size(); ++i) {
    if (i > 0) list += i + 1 == changed.size() ? view.text("letter.and") : ", ";
    list += changed[i].name;
  }
  return list;
}

}  // namespace

Response Journey::advance(std::string_view token) {
  if (form_.step.starts_with(kStay)) {
    form_.step.erase(0, kStay.size());
    return stay({});
  }
  std::vector<Error> emptied = form_.step == "letter" ? emptied_fields() : std::vector<Error>{};
  forget_untouched_letter();
  take_answers();
  if (form_.step == "answers") return ask_story();
  if (form_.step == "not-mine") return ask_constituency({});
  if (form_.step == "edit-postcode") return show_postcode(step());
  if (form_.step == "postcode") form_.fields.constituency.clear();
  if (form_.step == "choose" && form_.fields.constituency.empty())
    return ask_constituency(
        {{"choose_constituency", view_.text("choose.missing"), "constituency"}});
  if (form_.step == "details") return leave_details();
  if (form_.step == "story" || form_.step == "edit-letter") return ask_letter();
  if (form_.step == "letter") return emptied.empty() ? preview() : ask_letter(std::move(emptied));
  if (form_.step == "send") return send(token);
  return ask_details();
}

Response Journey::stay(std::string notice) {
  notice_ = std::move(notice);
  forget_untouched_letter();
  take_answers();
  if (form_.step == "choose" || form_.step == "not-mine") return ask_constituency({});
  if (form_.step == "details" || form_.step == "edit-details") return ask_details();
  if (form_.step == "story" || form_.step == "answers") return ask_story();
  if (form_.step == "letter" || form_.step == "edit-letter") return ask_letter();
  if (form_.step == "send") return preview();
  if (form_.step == "explain") return ask_details();
  return show_postcode(step());
}

std::vector<Error> Journey::emptied_fields() const {
  std::vector<Error> errors;
  const auto check = [&](const std::string& text, const std::string& field) {
    if (trimmed(text).empty())
      errors.push_back({"put_back", view_.text("letter." + field + "_was_empty"), field});
  };
  check(form_.fields.subject, "subject");
  check(form_.fields.body, "body");
  return errors;
}

void Journey::forget_untouched_letter() {
  const Drafted drafted{form_.drafted};
  const auto forget = [&](std::string& text, Drafted::Part part) {
    if (trimmed(text).empty() || drafted.is(part, text)) text.clear();
  };
  forget(form_.fields.subject, Drafted::subject);
  forget(form_.fields.body, Drafted::body);
}

Response Journey::send(std::string_view token) {
  const auto submission = campaign::parse_submission(form_.fields, campaign_.file.address_required);
  if (!submission) {
    view_.service().correspondence.measures().submissions.add(
        campaign::reason_of(submission.error().front().code));
    return show_errors(submission.error());
  }
  // Nobody agreed to words that did not stand beside the box.
  if (submission->opt_in && submission->consent_wording.empty())
    return show_errors({campaign::changed_consent()});
  const auto seat = locate();
  if (!seat) return seat.error();
  if (form_.letter_for != addressee(**seat)) return ask_letter();
  // The same button pressed twice, or a page loaded again, is one letter; the same page with other
  // words is another.
  std::string pressed{token};
  for (const SubmissionText& text : kSubmissionTexts)
    pressed.append("\n").append(form_.fields.*(text.member));
  pressed += form_.fields.opt_in ? "\nyes" : "\nno";
  const auto status =
      view_.service().correspondence.submit(campaign_, *submission, sha256(pressed));
  if (!status) return show_errors(status.error());
  Response page = show_check_email(view_, campaign_, true);
  // Who sits down here next must not find the pages with the letter by going back. Looking for them
  // takes a browser with thousands of other pages a second or two.
  if (form_.kept_by_browser) page.headers.emplace_back("Clear-Site-Data", "\"cache\"");
  return page;
}

Response Journey::ask_constituency(std::vector<Error> errors) {
  const auto answer = view_.service().correspondence.lookup(form_.fields.postcode);
  if (!answer) return explain(answer.error());
  return show_choice(step(std::move(errors)), *answer);
}

Response Journey::ask_details(std::vector<Error> errors) {
  const auto seat = locate();
  return seat ? show_details(step(std::move(errors)), **seat) : seat.error();
}

Response Journey::leave_details() {
  const auto submission = campaign::parse_submission(form_.fields, campaign_.file.address_required);
  if (!submission)
    if (auto details = among(submission.error(), kDetails); !details.empty())
      return ask_details(std::move(details));
  return ask_story();
}

Response Journey::ask_story(std::vector<Error> errors) {
  const auto seat = locate();
  return seat ? show_story(step(std::move(errors))) : seat.error();
}

Response Journey::ask_letter(std::vector<Error> errors) {
  const auto fields = without_own_letter();
  const auto ours = draft(fields);
  if (!ours) return ours.error();
  const Drafted drafted{*ours, fields};
  std::vector<ChangedText> changed;
  if (form_.letter_for != addressee(*ours->constituency)) {
    if (set_aside_letter(*ours->constituency)) errors.clear();
  } else if (!form_.fields.body.empty()) {
    changed = tell_changes(*ours, drafted);
  }
  form_.letter_for = addressee(*ours->constituency);
  form_.drafted = drafted.text();
  const std::string& letter = form_.fields.body.empty() ? ours->body.text() : form_.fields.body;
  return show_letter(step(std::move(errors)), *ours, changed, likeness_of(letter));
}

bool Journey::set_aside_letter(const data::Constituency& seat) {
  const bool shown_before = !form_.letter_for.empty();
  std::string version;
  if (!form_.fields.subject.empty())
    version = view_.text("letter.earlier_subject", {{"subject", form_.fields.subject}});
  if (!form_.fields.body.empty())
    version.append(version.empty() ? "" : "\n\n").append(form_.fields.body);
  form_.fields.subject.clear();
  form_.fields.body.clear();
  if (!shown_before && version.empty()) return false;
  add_notice(view_.text(
      trimmed(form_.fields.story).empty() ? "letter.for_another" : "letter.for_another_with_story",
      {{"mp", seat.member->name}, {"constituency", view_.name_of(seat)}}));
  if (version.empty()) return true;
  add_notice(view_.text("letter.set_aside"));
  if (!form_.earlier.empty() && version.size() + form_.earlier.size() < kMostEarlier)
    version += "\n\n* * *\n\n" + form_.earlier;
  form_.earlier = std::move(version);
  return true;
}

std::vector<ChangedText> Journey::tell_changes(const campaign::Draft& ours, const Drafted& now) {
  const Drafted before{form_.drafted};
  std::vector<ChangedText> changed;
  const auto compare = [&](Drafted::Part part, std::string_view name, std::string text) {
    if (!now.same(part, before)) changed.push_back({view_.text(name), std::move(text)});
  };
  compare(Drafted::name, "letter.changed_name", ours.from_name.text());
  compare(Drafted::address, "letter.changed_address", whole_address(form_.fields));
  compare(Drafted::story, "letter.changed_story", std::string{trimmed(form_.fields.story)});
  compare(Drafted::on_behalf_of, "letter.changed_on_behalf_of",
          std::string{trimmed(form_.fields.on_behalf_of)});
  if (!changed.empty()) add_notice(view_.text("letter.stays", {{"list", listed(view_, changed)}}));
  return changed;
}

void Journey::add_notice(std::string_view sentence) {
  notice_.append(notice_.empty() ? "" : " ").append(sentence);
}

void Journey::take_answers() {
  // They were asked in the page's language before a switch to this one.
  const Language asked = parse_language(form_.asked_in).value_or(view_.language());
  const std::string paragraph =
      templates::paragraph_of(campaign_.file.texts(asked).short_questions.text, form_.answers);
  form_.asked_in = code_of(view_.language());
  form_.answers.clear();
  if (paragraph.empty()) return;
  std::string& story = form_.fields.story;
  story = trimmed(story);
  story.append(story.empty() ? "" : "\n\n").append(paragraph);
  if (form_.step == "answers") add_notice(view_.text("details.paragraph_made"));
}

templates::Likeness Journey::likeness_of(std::string_view letter) const {
  campaign::SubmissionFields fields = without_own_letter();
  fields.story.clear();
  fields.on_behalf_of.clear();
  const auto submission = campaign::parse_submission(fields, campaign_.file.address_required);
  if (!submission) return {};
  const auto ours = view_.service().correspondence.draft(campaign_, *submission);
  return ours ? templates::likeness(letter, ours->body.text()) : templates::Likeness{};
}

Response Journey::preview(std::vector<Error> errors) {
  const auto letter = draft(form_.fields);
  if (!letter) return letter.error();
  if (form_.letter_for != addressee(*letter->constituency)) return ask_letter();
  return show_preview(step(std::move(errors)), *letter, likeness_of(letter->body.text()));
}

tl::expected<const data::Constituency*, Response> Journey::locate() {
  const auto postcode = data::Postcode::parse(form_.fields.postcode);
  if (!postcode) return tl::unexpected(explain(postcode.error()));
  const auto seat = view_.service().correspondence.recipient(
      campaign_, *postcode, form_.fields.constituency, view_.language());
  if (seat) return *seat;
  return tl::unexpected(explain(seat.error()));
}

Response Journey::explain(const Error& error) {
  if (const Explanation* kind = explanation_of(error.code))
    return show_explanation(step(), view_.text("explain." + error.code), error, kind->may_choose);
  if (error.code == "choose_constituency") return ask_constituency({});
  if (error.field == "constituency") return ask_constituency({error});
  Error shown = error;
  shown.field = "postcode";
  return show_postcode(step({std::move(shown)}));
}

tl::expected<campaign::Draft, Response> Journey::draft(const campaign::SubmissionFields& fields) {
  if (auto seat = locate(); !seat) return tl::unexpected(std::move(seat.error()));
  const auto submission = campaign::parse_submission(fields, campaign_.file.address_required);
  if (!submission) return tl::unexpected(show_errors(submission.error()));
  auto letter = view_.service().correspondence.draft(campaign_, *submission);
  if (!letter) return tl::unexpected(show_errors(letter.error()));
  return std::move(*letter);
}

Response Journey::show_errors(const std::vector<Error>& errors) {
  // Not for the supporter to mend: showing the letter again would come out empty again.
  if (errors.front().code == "empty_letter") return explain(errors.front());
  if (auto details = among(errors, kDetails); !details.empty())
    return ask_details(std::move(details));
  if (auto story = among(errors, kStory); !story.empty()) return ask_story(std::move(story));
  if (auto letter = among(errors, kLetter); !letter.empty()) return ask_letter(std::move(letter));
  if (auto consent = among(errors, kPreview); !consent.empty()) {
    // The box is to be ticked again, beside the words that count now.
    form_.fields.opt_in = false;
    return preview(std::move(consent));
  }
  return explain(errors.front());
}

campaign::SubmissionFields Journey::without_own_letter() const {
  campaign::SubmissionFields fields = form_.fields;
  fields.subject.clear();
  fields.body.clear();
  return fields;
}

Step Journey::step(std::vector<Error> errors) const {
  const int status = errors.empty() ? 200 : 422;
  return {view_, campaign_, form_, std::move(errors), notice_, status};
}

}  // namespace postbag::http::pages
