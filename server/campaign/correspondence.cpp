#include "server/campaign/correspondence.h"

#include <algorithm>
#include <charconv>

#include "base/digest.h"
#include "base/time_text.h"
#include "base/token.h"
#include "server/campaign/made.h"
#include "server/campaign/recipient.h"

namespace postbag::campaign {
namespace {

std::string address_with_postcode(const Submission& submission) {
  const std::string& address = submission.address.text();
  const std::string postcode = submission.postcode.text();
  return address.empty() ? postcode : address + '\n' + postcode;
}

/// An MP acts for constituents only, so a letter that does not say where its writer lives gets
/// their name and address below.
std::string signed_body(const Submission& submission) {
  const std::string& body = submission.body.text();
  if (body.find(submission.postcode.text()) != std::string::npos) return body;
  return body + "\n\n" + submission.full_name() + '\n' + address_with_postcode(submission);
}

templates::LetterFields letter_fields(const data::Constituency& seat, const Submission& submission,
                                      const templates::Strings& strings, Instant now) {
  templates::LetterFields fields;
  fields.mp_name = seat.member->name;
  fields.mp_title = seat.member->title;
  fields.party = seat.member->party;
  const bool in_welsh = strings.language() == Language::welsh && !seat.welsh_name.empty();
  fields.constituency = in_welsh ? seat.welsh_name : seat.name;
  fields.title = submission.title.text();
  fields.name = submission.first_name.text() + ' ' + submission.last_name.text();
  fields.address = address_with_postcode(submission);
  fields.story = submission.story.text();
  fields.date = templates::date_text(strings, now);
  fields.greeting = strings.text("letter.greeting", {{"mp", fields.mp_name}});
  // The template's sentence has its own full stop.
  fields.on_behalf_of = submission.on_behalf_of.text();
  while (fields.on_behalf_of.ends_with('.'))
    fields.on_behalf_of.pop_back();
  fields.on_behalf_sentence =
      strings.text("letter.on_behalf_sentence", {{"who", fields.on_behalf_of}});
  return fields;
}

/// Spreads supporters over a campaign's subject lines; the same person always gets the same one.
std::size_t subject_number(std::string_view key) {
  std::size_t number = 0;
  std::from_chars(key.data(), key.data() + 8, number, 16);
  return number;
}

/// Everything a submission says, so that a repeated Idempotency-Key can be told from a misused one.
std::string request_text(const Submission& submission) {
  const std::string postcode = submission.postcode.text();
  std::string text;
  for (const std::string_view part : std::initializer_list<std::string_view>{
           postcode, submission.constituency, submission.title.text(), submission.first_name.text(),
           submission.last_name.text(), submission.email.text(), submission.address.text(),
           submission.subject.text(), submission.body.text(), submission.story.text(),
           submission.on_behalf_of.text(), submission.opt_in ? "1" : "0",
           submission.consent_wording.text(), submission.source, code_of(submission.language)})
    text.append(std::to_string(part.size())).append(1, ':').append(part);
  return text;
}

/// The import of a campaign refuses templates that can come out empty; this is for what it missed.
Error empty_letter(const templates::Letter& letter) {
  const std::string field = letter.subject.empty() ? "subject" : "body";
  return {"empty_letter",
          "The " + field +
              " of this campaign's letter comes out empty. Please tell the organisation that runs "
              "the campaign.",
          field};
}

/// The words that a supporter who ticked the box agreed to: those that they were shown, in
/// whichever language, else those in their own. None where what they were shown is no longer the
/// campaign's.
std::optional<std::string> agreed_words(const Submission& submission, const Campaign& campaign) {
  const std::string& shown = submission.consent_wording.text();
  if (shown.empty()) return campaign.file.texts(submission.language).consent.text;
  for (const Language language : kLanguages)
    if (campaign.file.texts(language).consent.text == shown) return shown;
  return std::nullopt;
}

/// The word in a confirmation link: the letter's id, then the secret.
ConfirmationLink link_of(std::string_view token) {
  const std::string_view id = token.substr(0, kTokenLength);
  return {std::string{id}, sha256(token.substr(id.size()))};
}

std::string_view outcome_of(const Result<LetterStatus>& status) {
  return status ? "accepted" : reason_of(status.error().code);
}

Checked<LetterStatus> checked(Result<LetterStatus> status) {
  if (!status) return tl::unexpected(std::vector<Error>{std::move(status.error())});
  return std::move(*status);
}

}  // namespace

Correspondence::Correspondence(Store& store, Catalogue& catalogue,
                               std::shared_ptr<const data::DataSet> data_set,
                               std::shared_ptr<const templates::Wording> wording,
                               const Clock& clock, Rng& rng, CorrespondenceSettings settings,
                               Measures& measures)
    : store_(store),
      catalogue_(catalogue),
      data_set_(std::move(data_set)),
      wording_(std::move(wording)),
      clock_(clock),
      rng_(rng),
      settings_(std::move(settings)),
      measures_(measures) {}

Error changed_consent() {
  return {"changed_consent",
          "The words about staying in touch have changed. Read them again, and tick the box if you "
          "agree to them.",
          "opt_in"};
}

Result<data::Answer> Correspondence::lookup(std::string_view postcode) const {
  const auto parsed = data::Postcode::parse(postcode);
  if (parsed) return lookup(*parsed);
  measures_.lookups.add(parsed.error().code);
  return tl::unexpected(parsed.error());
}

Result<data::Answer> Correspondence::lookup(const data::Postcode& postcode) const {
  auto answer = data_set_->lookup(postcode);
  measures_.lookups.add(answer ? data::name_of(answer->match)
                               : std::string_view{answer.error().code});
  return answer;
}

Result<const data::Constituency*> Correspondence::target(const data::Postcode& postcode,
                                                         std::string_view chosen) const {
  const auto answer = lookup(postcode);
  if (!answer)
    return tl::unexpected(Error{answer.error().code, answer.error().message, "postcode"});
  if (chosen.empty()) {
    if (answer->constituencies.size() == 1) return reachable(*answer->constituencies.front());
    return fail("choose_constituency",
                "This postcode may be in more than one constituency. Choose yours.",
                "constituency");
  }
  const data::Constituency* seat = data_set_->find(chosen);
  if (seat == nullptr)
    return fail("unknown_constituency", "Choose one of the constituencies offered.",
                "constituency");
  if (!offers(*answer, *seat))
    return fail(
        "distant_constituency",
        seat->name + " is not near this postcode. Check the postcode, or choose one nearer.",
        "constituency");
  return reachable(*seat);
}

Result<const data::Constituency*> Correspondence::recipient(const Campaign& campaign,
                                                            const data::Postcode& postcode,
                                                            std::string_view chosen,
                                                            Language reader) const {
  auto seat = target(postcode, chosen);
  if (!seat) return seat;
  if (auto found = obstacle(campaign, **seat, reader)) return tl::unexpected(std::move(*found));
  return seat;
}

std::optional<Closed> Correspondence::closed(const Campaign& campaign) const {
  const Instant now = clock_.now();
  const auto& file = campaign.file;
  if (campaign.stage == Stage::paused) return Closed{"paused_campaign", std::nullopt};
  if (campaign.stage == Stage::ended) return Closed{"closed_campaign", std::nullopt};
  if (file.opens && now < *file.opens) return Closed{"unopened_campaign", file.opens};
  if (!file.is_open(now)) return Closed{"closed_campaign", std::nullopt};
  if (dissolved()) return Closed{"parliament_dissolved", settings_.dissolution.until};
  return std::nullopt;
}

std::vector<const data::Constituency*> Correspondence::others(const data::Answer& answer) const {
  std::vector<const data::Constituency*> seats;
  const auto add = [&](const data::Constituency* seat) {
    const auto& known = answer.constituencies;
    if (seat != nullptr && std::find(known.begin(), known.end(), seat) == known.end() &&
        std::find(seats.begin(), seats.end(), seat) == seats.end())
      seats.push_back(seat);
  };
  std::for_each(answer.nearby.begin(), answer.nearby.end(), add);
  for (const data::Constituency* candidate : answer.constituencies)
    for (const std::string& code : candidate->neighbours)
      add(data_set_->find(code));
  return seats;
}

Checked<Draft> Correspondence::draft(const Campaign& campaign, const Submission& submission) const {
  const auto problem = [](Error error) {
    return tl::unexpected(std::vector<Error>{std::move(error)});
  };
  const auto seat = target(submission.postcode, submission.constituency);
  if (!seat) return problem(seat.error());
  const auto choice = templates::choose(campaign.file, target_of(**seat), submission.language);
  if (const auto* exclusion = std::get_if<const templates::Exclusion*>(&choice))
    return problem(excluded(**exclusion, submission.language));
  const templates::Variant& variant = *std::get<const templates::Variant*>(choice);
  templates::Letter letter;
  if (submission.subject.empty() || submission.body.empty())
    letter = templates::render_letter(
        variant,
        letter_fields(**seat, submission, wording_->strings(variant.language), clock_.now()),
        subject_number(supporter_key(submission.email, settings_.secret)));
  if (!submission.body.empty()) letter.body = signed_body(submission);
  if (!submission.subject.empty()) letter.subject = submission.subject.text();
  if (letter.subject.empty() || letter.body.empty()) return problem(empty_letter(letter));
  Draft draft;
  draft.constituency = *seat;
  draft.language = variant.language;
  draft.from_name = made<Line>(submission.full_name(), "name");
  draft.reply_to = submission.email;
  draft.subject = made<Line>(letter.subject, "subject");
  draft.body = made<Prose>(letter.body, "body");
  return draft;
}

templates::Likeness Correspondence::likeness(const Campaign& campaign, Submission submission,
                                             std::string_view letter) const {
  submission.subject = {};
  submission.body = {};
  submission.story = {};
  submission.on_behalf_of = {};
  const auto ours = draft(campaign, submission);
  return ours ? templates::likeness(letter, ours->body.text()) : templates::Likeness{};
}

Checked<NewLetter> Correspondence::make_letter(const Campaign& campaign,
                                               const Submission& submission,
                                               std::string_view idempotency_key) const {
  const auto agreed =
      submission.opt_in ? agreed_words(submission, campaign) : std::optional<std::string>{""};
  if (!agreed) return tl::unexpected(std::vector<Error>{changed_consent()});
  auto draft = this->draft(campaign, submission);
  if (!draft) return tl::unexpected(std::move(draft.error()));
  const std::string domain =
      settings_.letters_from.text().substr(settings_.letters_from.text().rfind('@'));
  const std::string public_id = timed_token(clock_.now(), rng_);
  const std::string secret = random_token(rng_);
  const data::Constituency& seat = *draft->constituency;
  const auto message_id = [&] { return random_token(rng_) + domain; };
  const auto mail = [&](const templates::Mail& text) {
    return ServiceMail{message_id(), made<Line>(text.subject, "subject"),
                       made<Prose>(text.body, "body")};
  };
  // A browser that prefers English must not undo what the supporter chose.
  const std::string in_language = submission.language == Language::welsh ? "?lang=cy" : "";
  templates::MailFields fields;
  const templates::CampaignTexts& texts = campaign.file.texts(submission.language);
  fields.organisation = texts.organisation.text;
  fields.campaign_title = texts.title.text;
  fields.mp_name = seat.member->name;
  fields.confirm_url = settings_.base_url + "/confirm/" + public_id + secret + in_language;
  fields.link_lifetime =
      templates::spoken(wording_->strings(submission.language), settings_.unconfirmed_expire_after);
  fields.own_letters_url = settings_.base_url + own_letters_path(public_id) + in_language;

  NewLetter letter;
  letter.public_id = public_id;
  letter.campaign_id = campaign.id;
  letter.campaign_version = campaign.version;
  letter.constituency = seat.code;
  letter.member = seat.member->id;
  letter.supporter_name = draft->from_name;
  letter.supporter_email = submission.email;
  letter.supporter_key = supporter_key(submission.email, settings_.secret);
  letter.subject = draft->subject;
  letter.body = draft->body;
  letter.language = code_of(draft->language);
  letter.mail_language = code_of(submission.language);
  letter.consent_wording = *agreed;
  letter.source = submission.source;
  letter.confirmation_hash = sha256(secret);
  letter.message_id = message_id();
  letter.confirmation = mail(wording_->mails(submission.language).confirmation(fields));
  letter.already_wrote = mail(wording_->mails(submission.language).already_wrote(fields));
  if (!idempotency_key.empty()) {
    letter.idempotency_key =
        hmac_sha256(settings_.secret, "idempotency|" + campaign.file.slug.text() + '|' +
                                          std::string{idempotency_key});
    letter.request_digest = hmac_sha256(settings_.secret, "request|" + request_text(submission));
  }
  return letter;
}

Checked<LetterStatus> Correspondence::submit(const Campaign& campaign, const Submission& submission,
                                             std::string_view idempotency_key) {
  auto letter = make_letter(campaign, submission, idempotency_key);
  if (!letter) {
    measures_.submissions.add(reason_of(letter.error().front().code));
    return tl::unexpected(std::move(letter.error()));
  }
  try {
    auto status = store_.submit(std::move(*letter));
    measures_.submissions.add(outcome_of(status));
    return checked(std::move(status));
  } catch (const std::exception&) {
    measures_.submissions.add("store");
    throw;
  }
}

void Correspondence::start_submit(const Campaign& campaign, const Submission& submission,
                                  std::string_view idempotency_key,
                                  std::function<void(Checked<LetterStatus>)> submitted) {
  auto letter = make_letter(campaign, submission, idempotency_key);
  if (!letter) {
    measures_.submissions.add(reason_of(letter.error().front().code));
    return submitted(tl::unexpected(std::move(letter.error())));
  }
  store_.start_submit(std::move(*letter),
                      [submitted = std::move(submitted),
                       counts = &measures_.submissions](Result<LetterStatus> status) {
                        counts->add(outcome_of(status));
                        submitted(checked(std::move(status)));
                      });
}

std::string Correspondence::own_letters_path(std::string_view public_id) const {
  return "/me/" + own_letters_token(public_id, settings_.secret);
}

OwnLetters Correspondence::own_letters() const {
  return {store_, catalogue_, data_set_, clock_, settings_.secret};
}

Confirmation Correspondence::describe(const PendingLetter& letter) const {
  const data::Constituency* seat = data_set_->find(letter.constituency);
  const bool theirs = seat != nullptr && seat->member && seat->member->id == letter.member;
  return {letter.status,
          catalogue_.find(letter.campaign_id),
          seat,
          theirs ? &*seat->member : nullptr,
          letter.leaves_at,
          own_letters_path(letter.status.public_id),
          parse_language(letter.language).value_or(Language::english),
          letter.supporter_name,
          letter.subject,
          letter.body};
}

Result<Confirmation> Correspondence::pending(std::string_view token) const {
  const auto letter = store_.pending(link_of(token));
  if (!letter)
    return fail("unknown_token",
                "We do not know this link. Copy the whole link from the email, or write your "
                "letter again.");
  return describe(*letter);
}

Result<Confirmation> Correspondence::confirm(std::string_view token) {
  const auto letter = store_.confirm(link_of(token), settings_.cancel_window);
  measures_.confirmations.add(letter ? std::string_view{"confirmed"}
                                     : std::string_view{letter.error().code});
  return letter.map([&](const PendingLetter& confirmed) { return describe(confirmed); });
}

std::optional<LetterStatus> Correspondence::letter(std::string_view public_id) const {
  return store_.letter(public_id);
}

PublicReach Correspondence::reach(const Campaign& campaign) const {
  return publish(store_.reach(campaign.id), *data_set_, clock_.now());
}

}  // namespace postbag::campaign
