#include "server/office/follow_ups.h"

#include <algorithm>

#include "base/digest.h"
#include "base/token.h"
#include "server/campaign/made.h"

namespace postbag::office {
namespace {

/// Characters of a keyed digest that make a link: 128 bits.
constexpr std::size_t kDigestLength = 32;

constexpr std::string_view kOn = R"({"asks":true})";
constexpr std::string_view kOff = R"({"asks":false})";

std::string id_of(std::string_view campaign) {
  return std::string{"follow-up:"}.append(campaign);
}

}  // namespace

FollowUpSwitch follow_up_switch(OfficeStore& store, std::string_view campaign) {
  const auto record = store.find(RecordKind::settings, id_of(campaign));
  if (!record) return {};
  return {record->body == kOn, record->at, record->version};
}

Result<void> switch_follow_ups(OfficeStore& store, std::string_view campaign, bool on,
                               const staff::Actor& actor, Instant now) {
  const FollowUpSwitch was = follow_up_switch(store, campaign);
  if (was.on == on) return {};
  return store
      .save(RecordKind::settings, id_of(campaign), was.version, on ? kOn : kOff,
            {now, actor, on ? "follow_up.on" : "follow_up.off", std::string{campaign}})
      .map([](std::int64_t) {});
}

std::string follow_up_token(const FollowUpKey& key, std::string_view secret) {
  std::string token = key.public_id;
  token.append(std::to_string(key.round));
  return token + hmac_sha256(secret, "follow-up|" + token).substr(0, kDigestLength);
}

std::optional<FollowUpKey> read_follow_up_token(std::string_view token, std::string_view secret) {
  if (token.size() != kTokenLength + 1 + kDigestLength) return std::nullopt;
  const FollowUpKey key{std::string{token.substr(0, kTokenLength)}, token[kTokenLength] - '0'};
  const bool ours = equal_secrets(follow_up_token(key, secret), token);
  return ours && (key.round == 1 || key.round == 2) ? std::optional{key} : std::nullopt;
}

std::int64_t FollowUps::ask_due() {
  std::int64_t asked = 0;
  for (const auto& campaign : catalogue_.all()) {
    const std::string slug = campaign->file.slug.text();
    const FollowUpSwitch asks = follow_up_switch(store_, slug);
    if (!asks.on) continue;
    const Instant now = clock_.now();
    for (const int round : {1, 2})
      for (const DueFollowUp& due : store_.due_follow_ups(
               {slug, round, std::max(*asks.since, now - kFollowUpMayBeLate), now}))
        if (store_.ask(due.key, mail(*campaign, due), now)) ++asked;
  }
  return asked;
}

FollowUpMail FollowUps::mail(const campaign::Campaign& campaign, const DueFollowUp& due) const {
  const campaign::CorrespondenceSettings& settings = correspondence_.settings();
  const Language language = parse_language(due.language).value_or(Language::english);
  const templates::Strings& strings = correspondence_.wording().strings(language);
  const templates::CampaignTexts& texts = campaign.file.texts(language);
  const data::Constituency* const seat = correspondence_.data_set().find(due.constituency);
  const bool theirs = seat != nullptr && seat->member && seat->member->id == due.member;
  templates::FollowUpFields fields;
  fields.organisation = texts.organisation.text;
  fields.campaign_title = texts.title.text;
  fields.mp_name = theirs ? seat->member->name : strings.text("page.your_mp");
  fields.sent_on = templates::date_text(strings, due.sent_at);
  fields.follow_up_url = settings.base_url + "/follow-up/" +
                         follow_up_token(due.key, settings.secret) +
                         (language == Language::welsh ? "?lang=cy" : "");
  fields.is_last = due.key.round == 2;
  const templates::Mail text = correspondence_.wording().mails(language).follow_up(fields);
  const std::string& from = settings.letters_from.text();
  return {random_token(rng_) + from.substr(from.rfind('@')), random_token(rng_),
          campaign::made<Line>(text.subject, "subject"), campaign::made<Prose>(text.body, "body")};
}

}  // namespace postbag::office
