#include <stdexcept>

#include <nlohmann/json.hpp>

#include "server/office/engagement.h"

namespace postbag::office {
namespace {

using nlohmann::json;

Day day_of(const json& text) {
  return Day::parse(text.get<std::string>(), "day").value();
}

MetMember member_of(const json& member) {
  return {member.at("id").get<std::string>(), member.at("name").get<std::string>(),
          member.at("constituency").get<std::string>(), member.at("seat").get<std::string>()};
}

Engagement read(const json& body) {
  Engagement engagement{.kind = parse_engagement_kind(body.at("kind").get<std::string>()).value(),
                        .day = day_of(body.at("day"))};
  engagement.campaign = body.at("campaign").get<std::string>();
  for (const json& member : body.at("members"))
    engagement.members.push_back(member_of(member));
  for (const json& party : body.at("others"))
    engagement.others.push_back(
        {party.at("name").get<std::string>(), party.at("people").get<std::int64_t>()});
  engagement.asked = body.at("asked").get<std::string>();
  engagement.promised = body.at("promised").get<std::string>();
  engagement.next = body.at("next").get<std::string>();
  if (body.contains("remind_on")) engagement.remind_on = day_of(body.at("remind_on"));
  if (body.contains("reply"))
    engagement.reply = body.at("reply") == name_of(ReplyKind::holding) ? ReplyKind::holding
                                                                       : ReplyKind::substantial;
  return engagement;
}

}  // namespace

std::string body_of(const Engagement& engagement) {
  json body{{"kind", name_of(engagement.kind)}, {"day", engagement.day.text()},
            {"campaign", engagement.campaign},  {"members", json::array()},
            {"others", json::array()},          {"asked", engagement.asked},
            {"promised", engagement.promised},  {"next", engagement.next}};
  for (const MetMember& member : engagement.members)
    body["members"].push_back({{"id", member.id},
                               {"name", member.name},
                               {"constituency", member.constituency},
                               {"seat", member.seat}});
  for (const Party& party : engagement.others)
    body["others"].push_back({{"name", party.name}, {"people", party.people}});
  if (engagement.remind_on) body["remind_on"] = engagement.remind_on->text();
  if (engagement.reply) body["reply"] = name_of(*engagement.reply);
  return body.dump();
}

Engagement engagement_of(std::string_view body) {
  try {
    return read(json::parse(body));
  } catch (const std::exception&) {
    throw std::runtime_error("the database holds an engagement that was never recorded");
  }
}

}  // namespace postbag::office
