#include "server/http/api/json_text.h"

#include <nlohmann/json.hpp>

#include "base/json_string.h"
#include "base/time_text.h"

namespace postbag::http::api {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

std::string_view seat_word(data::Seat seat) {
  switch (seat) {
    case data::Seat::held:
      return "held";
    case data::Seat::vacant:
      return "vacant";
    case data::Seat::unknown:
      break;
  }
  return "unknown";
}

Json member(const std::optional<data::Member>& mp) {
  if (!mp) return nullptr;
  return {{"id", mp->id},
          {"name", mp->name},
          {"title", mp->title},
          {"party", mp->party},
          {"reachable", mp->email.has_value()}};
}

Json constituency(const data::Constituency& seat) {
  return {{"code", seat.code},
          {"name", seat.name},
          {"nation", data::name_of(seat.nation)},
          {"region", seat.region},
          {"seat", seat_word(seat.seat)},
          {"mp", member(seat.member)}};
}

void append_named(std::string& json, std::string_view before, std::string_view text) {
  json += before;
  append_json_string(json, text);
}

/// The same as constituency(), as one of a list.
void append_seat(std::string& json, const data::Constituency& seat) {
  append_named(json, json.back() == '[' ? "{\"code\":" : ",{\"code\":", seat.code);
  append_named(json, ",\"name\":", seat.name);
  append_named(json, ",\"nation\":", data::name_of(seat.nation));
  append_named(json, ",\"region\":", seat.region);
  append_named(json, ",\"seat\":", seat_word(seat.seat));
  if (!seat.member) {
    json += ",\"mp\":null}";
    return;
  }
  append_named(json, ",\"mp\":{\"id\":", seat.member->id);
  append_named(json, ",\"name\":", seat.member->name);
  append_named(json, ",\"title\":", seat.member->title);
  append_named(json, ",\"party\":", seat.member->party);
  json += seat.member->email ? ",\"reachable\":true}}" : ",\"reachable\":false}}";
}

Json whole_constituency(const data::Constituency& seat) {
  Json json = constituency(seat);
  json["welsh_name"] = seat.welsh_name.empty() ? Json(nullptr) : Json(seat.welsh_name);
  json["hex"] = {{"q", seat.hex_q}, {"r", seat.hex_r}};
  json["neighbours"] = seat.neighbours;
  return json;
}

Json recipients(const std::vector<Recipient>& all) {
  Json list = Json::array();
  for (const Recipient& one : all) {
    Json json = constituency(*one.seat);
    json["welsh_name"] = one.seat->welsh_name.empty() ? Json(nullptr) : Json(one.seat->welsh_name);
    json["obstacle"] = nullptr;
    if (one.obstacle)
      json["obstacle"] = {{"code", one.obstacle->code},
                          {"message", one.obstacle->message},
                          {"language", code_of(one.obstacle->language)}};
    list.push_back(std::move(json));
  }
  return list;
}

Json totals(const campaign::PublicReach& reach) {
  return {{"mps_reached", reach.mps_reached},
          {"mps_total", reach.mps_total},
          {"letters_sent", or_null(reach.letters_sent)},
          {"supporters", or_null(reach.supporters)}};
}

Json groups(const std::vector<campaign::ReachGroup>& reached) {
  Json list = Json::array();
  for (const auto& group : reached)
    list.push_back(
        {{"name", group.name}, {"mps_reached", group.mps_reached}, {"mps_total", group.mps_total}});
  return list;
}

Json field(std::string_view name, std::string_view label, bool required) {
  return {{"name", name},
          {"label", label},
          {"required", required},
          {"longest", campaign::longest(name)}};
}

Json short_questions(const std::vector<templates::ShortQuestion>& questions) {
  Json list = Json::array();
  for (const auto& question : questions)
    list.push_back({{"question", question.question},
                    {"sentence", question.sentence},
                    {"choices", question.choices}});
  return list;
}

Json theme(const templates::CampaignFile& file, const std::string& logo_alt) {
  const templates::Theme& theme = file.theme;
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
  };
  return {{"accent", theme.accent},
          {"accent_dark", theme.accent_dark},
          {"accent_ink", theme.accent_ink},
          {"accent_ink_dark", theme.accent_ink_dark},
          {"link", theme.link},
          {"link_dark", theme.link_dark},
          {"background", theme.background},
          {"background_dark", theme.background_dark},
          {"soft", theme.soft},
          {"soft_dark", theme.soft_dark},
          {"font", text_or_null(theme.font)},
          {"logo", theme.logo ? Json("/c/" + file.slug.text() + "/logo") : Json(nullptr)},
          {"logo_alt", text_or_null(logo_alt)}};
}

Json letter(const campaign::LetterStatus& status) {
  return {{"letter", status.public_id}, {"state", campaign::name_of(status.state)}};
}

Json date_or_null(const std::optional<Instant>& instant) {
  return instant ? Json(rfc3339(*instant)) : Json(nullptr);
}

}  // namespace

std::string problem_json(int status, std::string_view title, std::string_view detail,
                         const std::vector<Error>& errors) {
  Json json{{"type", "about:blank"}, {"title", title}, {"status", status}, {"detail", detail}};
  for (const Error& error : errors)
    json["errors"].push_back({{"field", error.field},
                              {"code", error.code},
                              {"message", error.message},
                              {"language", code_of(error.language)}});
  return text_of(json);
}

/// The most frequent answer of all: written out, because a document takes thirty times as long to
/// make as the look-up.
std::string answer_json(const data::Postcode& postcode, const data::Answer& answer) {
  std::string json;
  json.reserve(1024);
  append_named(json, "{\"postcode\":", postcode.text());
  append_named(json, ",\"match\":", data::name_of(answer.match));
  json += ",\"constituencies\":[";
  for (const data::Constituency* seat : answer.constituencies)
    append_seat(json, *seat);
  json += "],\"nearby\":[";
  for (const data::Constituency* seat : answer.nearby)
    append_named(json, json.back() == '[' ? "" : ",", seat->code);
  return json += "]}";
}

std::string recipients_json(const data::Postcode& postcode, data::Match match,
                            const std::vector<Recipient>& candidates,
                            const std::vector<Recipient>& others) {
  return text_of({{"postcode", postcode.text()},
                  {"match", data::name_of(match)},
                  {"constituencies", recipients(candidates)},
                  {"nearby", recipients(others)}});
}

std::string constituencies_json(std::span<const data::Constituency> constituencies) {
  Json list = Json::array();
  for (const data::Constituency& seat : constituencies)
    list.push_back(whole_constituency(seat));
  return text_of({{"constituencies", std::move(list)}});
}

std::string constituency_json(const data::Constituency& constituency) {
  return text_of(whole_constituency(constituency));
}

std::string campaign_json(const campaign::Campaign& campaign, Language reader,
                          const std::optional<campaign::Closed>& closed,
                          const campaign::PublicReach& reach) {
  const auto& file = campaign.file;
  const auto& texts = file.texts(reader);
  Json english = Json::array();
  if (reader != Language::english) english = templates::english_texts(texts);
  const auto optional_text = [](const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
  };
  Json fields = Json::array(
      {field("postcode", "Postcode", true), field("title", "Title", false),
       field("first_name", "First name", true), field("last_name", "Last name", true),
       field("email", "Email address", true),
       field("address", "Your address", file.address_required),
       field("story", "Your own words", false), field("on_behalf_of", "Who you write for", false),
       field("subject", "Subject", false), field("body", "Your letter", false)});
  return text_of({{"slug", file.slug.text()},
                  {"language", code_of(reader)},
                  {"english_texts", std::move(english)},
                  {"title", texts.title.text},
                  {"summary", texts.summary.text},
                  {"ask", optional_text(texts.ask.text)},
                  {"organisation", texts.organisation.text},
                  {"open", !closed},
                  {"closed_because", closed ? Json(closed->code) : Json(nullptr)},
                  {"letters_from", closed ? date_or_null(closed->letters_from) : Json(nullptr)},
                  {"opens", date_or_null(file.opens)},
                  {"closes", date_or_null(file.closes)},
                  {"accent_colour", file.theme.accent},
                  {"theme", theme(file, texts.logo_alt.text)},
                  {"fields", std::move(fields)},
                  {"story_prompts", texts.story_prompts.text},
                  {"short_questions", short_questions(texts.short_questions.text)},
                  {"consent", optional_text(texts.consent.text)},
                  {"privacy_notice", texts.privacy_notice.text},
                  {"reach", totals(reach)}});
}

std::string draft_json(const campaign::Draft& draft, const EmailAddress& from,
                       std::string_view own_words, bool offer_help) {
  return text_of({{"from", draft.from_name.text() + " <" + from.text() + ">"},
                  {"reply_to", draft.reply_to.text()},
                  {"to", draft.constituency->member->title},
                  {"subject", draft.subject.text()},
                  {"body", draft.body.text()},
                  {"language", code_of(draft.language)},
                  {"own_words", own_words},
                  {"offer_help", offer_help}});
}

/// The answer to every accepted letter: written out, because a document of two fields takes longer
/// to make than the letter to check.
std::string letter_json(const campaign::LetterStatus& status) {
  std::string json = R"({"letter":)";
  append_json_string(json, status.public_id);
  json += R"(,"state":)";
  append_json_string(json, campaign::name_of(status.state));
  json += '}';
  return json;
}

std::string confirmation_json(const campaign::LetterStatus& status,
                              const campaign::PublicReach& reach) {
  Json json = letter(status);
  json["reach"] = totals(reach);
  return text_of(json);
}

std::string reach_json(const campaign::PublicReach& reach) {
  Json json = totals(reach);
  json["by_party"] = groups(reach.by_party);
  json["by_nation"] = groups(reach.by_nation);
  json["by_region"] = groups(reach.by_region);
  json["constituencies"] = Json::array();
  for (const auto& seat : reach.constituencies)
    json["constituencies"].push_back(
        {{"code", seat.code}, {"reached", seat.reached}, {"letters", or_null(seat.letters)}});
  json["as_of"] = rfc3339(reach.as_of);
  json["dataset"] = reach.data_set;
  return text_of(json);
}

std::string health_json(bool ready, std::string_view detail) {
  return text_of({{"status", ready ? "ok" : "unavailable"}, {"detail", detail}});
}

}  // namespace postbag::http::api
