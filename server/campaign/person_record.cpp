#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "server/campaign/own_letters.h"

namespace postbag::campaign {
namespace {

using nlohmann::ordered_json;

/// More letters than one person writes; a flood in their name is cut off here, and the record says
/// so.
constexpr std::int64_t kRecorded = 1'000;

ordered_json text_or_null(const std::string& text) {
  return text.empty() ? ordered_json{} : ordered_json(text);
}

ordered_json time_or_null(const std::optional<Instant>& instant) {
  return instant ? ordered_json(rfc3339(*instant)) : ordered_json{};
}

ordered_json json_of(const LetterMove& move) {
  return {{"at", rfc3339(move.at)},
          {"from", name_of(move.from)},
          {"to", name_of(move.to)},
          {"reason", text_or_null(move.reason)},
          {"mail_server_said", text_or_null(move.reply)}};
}

ordered_json json_of(const OwnQuestion& question) {
  return {{"number", question.round},
          {"asked_at", rfc3339(question.asked_at)},
          {"answered_at", time_or_null(question.answered_at)},
          {"answer", text_or_null(question.answer)},
          {"how_it_was", text_or_null(question.manner)}};
}

ordered_json json_of(const OwnLetter& letter, const Catalogue& catalogue,
                     const data::DataSet& data_set, Language reader) {
  const auto campaign = catalogue.find(letter.campaign_id);
  const auto* const texts = campaign ? &campaign->file.texts(reader) : nullptr;
  const data::Constituency* seat = data_set.find(letter.constituency);
  const bool theirs = seat != nullptr && seat->member && seat->member->id == letter.member;
  ordered_json moves = ordered_json::array();
  for (const LetterMove& move : letter.moves)
    moves.push_back(json_of(move));
  ordered_json questions = ordered_json::array();
  for (const OwnQuestion& question : letter.questions)
    questions.push_back(json_of(question));
  ordered_json consent;
  if (!letter.consent_wording.empty() || letter.consent_at)
    consent = {{"agreed_to", text_or_null(letter.consent_wording)},
               {"changed_at", time_or_null(letter.consent_at)}};
  return {{"letter", letter.public_id},
          {"campaign",
           {{"name", letter.campaign},
            {"title", texts ? ordered_json(texts->title.text) : ordered_json{}},
            {"organisation", texts ? ordered_json(texts->organisation.text) : ordered_json{}}}},
          {"constituency",
           {{"code", letter.constituency},
            {"name", seat != nullptr ? ordered_json(seat->name) : ordered_json{}}}},
          {"mp",
           {{"id", letter.member},
            {"name", theirs ? ordered_json(seat->member->name) : ordered_json{}}}},
          {"state", name_of(letter.state)},
          {"since", rfc3339(letter.since)},
          {"reason", text_or_null(letter.reason)},
          {"written_at", rfc3339(letter.written_at)},
          {"confirmed_at", time_or_null(letter.confirmed_at)},
          {"leaves_at", time_or_null(letter.leaves_at)},
          {"repeated", letter.repeated},
          {"name", text_or_null(letter.name.text())},
          {"email", text_or_null(letter.email.text())},
          {"subject", text_or_null(letter.subject.text())},
          {"body", text_or_null(letter.body.text())},
          {"consent", consent},
          {"language", letter.language},
          {"came_from", text_or_null(letter.source)},
          {"message_id", letter.message_id},
          {"history", moves},
          {"whether_your_mp_replied", questions}};
}

/// The mail without what confirms a letter: whoever reads this may not be its owner for ever.
std::string without_secret(std::string body) {
  constexpr std::string_view kPath = "/confirm/";
  const std::size_t at = body.find(kPath);
  if (at == std::string::npos) return body;
  const std::size_t from = at + kPath.size();
  const std::size_t end = std::min(body.find_first_of(" \r\n", from), body.size());
  return body.replace(from, end - from, "…");
}

ordered_json json_of(const OwnMail& mail) {
  return {{"made_at", rfc3339(mail.made_at)},
          {"leaves_at", rfc3339(mail.leaves_at)},
          {"state", mail.state},
          {"to", text_or_null(mail.recipient)},
          {"subject", text_or_null(mail.subject)},
          {"body", text_or_null(without_secret(mail.body))}};
}

}  // namespace

std::string OwnLetters::record_text(const Person& person, Language reader) const {
  ordered_json letters = ordered_json::array();
  for (const OwnLetter& letter : person.letters)
    letters.push_back(json_of(letter, catalogue_, *data_set_, reader));
  ordered_json mails = ordered_json::array();
  for (const OwnMail& mail : person.mails)
    mails.push_back(json_of(mail));
  const ordered_json record{
      {"about",
       "Everything this service holds about the owner of one email address. Times are in UTC. What "
       "is null was never given or has been deleted."},
      {"made_at", rfc3339(clock_.now())},
      {"complete", !person.more},
      {"digest_of_email_address", person.key},
      {"letters", letters},
      {"emails_to_you", mails},
      {"no_questions_since", time_or_null(person.no_questions_since)}};
  return record.dump(2, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

Result<std::string> OwnLetters::record(std::string_view token, Language reader) const {
  return key_of(token).map(
      [&](const std::string& key) { return record_text(store_.person(key, kRecorded), reader); });
}

std::string OwnLetters::record_of(const EmailAddress& email) const {
  return record_text(store_.person(supporter_key(email, secret_), kRecorded), Language::english);
}

}  // namespace postbag::campaign
