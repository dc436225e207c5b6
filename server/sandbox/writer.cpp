#include "server/sandbox/writer.h"

#include <array>
#include <stdexcept>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/time_text.h"
#include "base/token.h"
#include "server/campaign/made.h"
#include "server/campaign/own_letters.h"
#include "server/campaign/recipient.h"
#include "templates/wording.h"

namespace postbag::sandbox {
namespace {

constexpr auto kFirstNames = std::to_array<const char*>(
    {"Jo",    "Amina",  "Rhys",  "Priya", "Tom",   "Niamh", "Kwame", "Megan", "Sara", "Callum",
     "Yusuf", "Eilidh", "Marta", "Owen",  "Grace", "Farah", "Lewis", "Chloe", "Ifan", "Ruth"});
constexpr auto kLastNames = std::to_array<const char*>(
    {"Example", "Sample", "Specimen", "Placeholder", "Pattern", "Model", "Instance", "Muster"});
constexpr auto kSources =
    std::to_array<const char*>({"newsletter", "newsletter", "newsletter", "facebook", "facebook",
                                "instagram", "partner", "poster", "", ""});
constexpr auto kStories = std::to_array<const char*>(
    {"", "", "", "I want to work. What I was offered did not fit how I was at the time.",
     "My appointments were moved three times, and each time I was more unwell.",
     "My brother was helped by one adviser who listened. Everybody should have that.",
     "I was told that I had missed a letter which never came.",
     "With support at my own pace I have now been in a job for half a year."});

/// How many of every twenty chances a seat gets: from its own code, so that it stays.
int popularity(const data::Constituency& seat) {
  const auto first = static_cast<unsigned char>(sha256(seat.code).front());
  if (first % 9 == 0) return 0;
  if (first % 7 == 0) return 1;
  return 3 + first % 17;
}

}  // namespace

Writer::Writer(const data::DataSet& data_set, Rng& rng, Chance& chance, std::string secret)
    : rng_(rng), chance_(chance), secret_(std::move(secret)) {
  for (const data::Constituency& seat : data_set.constituencies())
    if (campaign::reachable(seat)) seats_.insert(seats_.end(), popularity(seat), &seat);
  if (seats_.empty()) throw std::runtime_error("no Member of the data set can be written to");
}

std::optional<Written> Writer::write(const campaign::Campaign& campaign, Instant now) {
  const data::Constituency& seat = *chance_.one_of(seats_);
  const auto chosen = templates::choose(campaign.file, campaign::target_of(seat));
  const auto* const variant = std::get_if<const templates::Variant*>(&chosen);
  if (variant == nullptr) return std::nullopt;
  const std::string secret = random_token(rng_);
  Written written{letter_of(campaign, **variant, seat, now), {}};
  written.letter.confirmation_hash = sha256(secret);
  written.link = {written.letter.public_id, written.letter.confirmation_hash};
  return written;
}

campaign::NewLetter Writer::letter_of(const campaign::Campaign& campaign,
                                      const templates::Variant& variant,
                                      const data::Constituency& seat, Instant now) {
  const std::string first = chance_.one_of(kFirstNames);
  const std::string last = chance_.one_of(kLastNames);
  ++people_;
  templates::LetterFields fields;
  fields.mp_name = seat.member->name;
  fields.mp_title = seat.member->title;
  fields.party = seat.member->party;
  fields.constituency = seat.name;
  fields.name = fmt::format("{} {}", first, last);
  fields.address = fmt::format("{} Example Road\n{}", 1 + people_ % 98, seat.name);
  fields.story = chance_.one_of(kStories);
  fields.date = london_date(now);
  const templates::Letter text =
      templates::render_letter(variant, fields, static_cast<std::size_t>(people_));

  campaign::NewLetter letter;
  letter.public_id = timed_token(now, rng_);
  letter.campaign_id = campaign.id;
  letter.constituency = seat.code;
  letter.member = seat.member->id;
  letter.supporter_name = campaign::made<Line>(fields.name, "name");
  letter.supporter_email =
      EmailAddress::parse(
          fmt::format("{}.{}.{}@example.org", lower_case(first), lower_case(last), people_))
          .value();
  letter.supporter_key = campaign::supporter_key(letter.supporter_email, secret_);
  letter.subject = campaign::made<Line>(text.subject, "subject");
  letter.body = campaign::made<Prose>(text.body, "body");
  letter.language = code_of(variant.language);
  if (chance_.happens(38))
    letter.consent_wording = campaign.file.texts(Language::english).consent.text;
  letter.source = chance_.one_of(kSources);
  const auto mail = [&] {
    return campaign::ServiceMail{random_token(rng_) + "@postbag.example.org",
                                 campaign::made<Line>("Confirm your letter", "subject"),
                                 campaign::made<Prose>("A mail of the made-up year.", "body")};
  };
  letter.message_id = random_token(rng_) + "@postbag.example.org";
  letter.confirmation = mail();
  letter.already_wrote = mail();
  return letter;
}

}  // namespace postbag::sandbox
