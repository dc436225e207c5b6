#include "server/http/pages/view.h"

#include "server/http/pages/form_fields.h"
#include "server/http/pages/letter_form.h"
#include "templates/wording.h"

namespace postbag::http::pages {
namespace {

std::string query_for(Language language) {
  return "?lang=" + std::string{code_of(language)};
}

}  // namespace

View::View(const Service& service, Language language)
    : service_(service), strings_(service.correspondence.wording().strings(language)) {}

View::View(const Service& service, const Request& request) : View(service, request.language()) {
  if (request.chosen_language()) query_ = query_for(language());
  if (request.method != "GET") return;
  switched_ = switched(request.path);
  const auto source = request.query.find("source");
  if (source != request.query.end() && !checked_source(source->second).empty())
    switched_ += "&source=" + source->second;
}

std::string View::date(Instant instant) const {
  return templates::date_text(strings_, instant);
}

const std::string* View::find_text(const Error& error) const {
  const std::string key = "error." + error.code;
  const std::string* const text = strings_.find(key + '-' + error.field);
  return text != nullptr ? text : strings_.find(key);
}

std::string View::text(const Error& error) const {
  const std::string* const text = find_text(error);
  if (text == nullptr) return error.message;
  const FieldLook* const look = find_look(error.field);
  return templates::filled(*text, {{"most", std::to_string(look != nullptr ? look->most : 0)}});
}

std::string View::lang(Language language) const {
  if (language == this->language()) return {};
  return service_.correspondence.wording().strings(language).text("language.tag");
}

std::string View::lang(const Error& error) const {
  return find_text(error) != nullptr ? std::string{} : lang(error.language);
}

const templates::CampaignTexts& View::texts(const campaign::Campaign& campaign) const {
  return campaign.file.texts(language());
}

std::string View::name_of(const data::Constituency& seat) const {
  return language() == Language::welsh && !seat.welsh_name.empty() ? seat.welsh_name : seat.name;
}

std::string View::name_of(data::Nation nation) const {
  switch (nation) {
    case data::Nation::scotland:
      return text("place.scotland");
    case data::Nation::wales:
      return text("place.wales");
    case data::Nation::northern_ireland:
      return text("place.northern_ireland");
    default:
      return text("place.england");
  }
}

std::string View::mp_of(const data::Constituency& seat) const {
  if (seat.member) return seat.member->name + ", " + seat.member->party;
  return text(seat.seat == data::Seat::vacant ? "page.no_mp" : "page.new_mp");
}

std::string View::reached_text(int mps_reached) const {
  return mps_reached == 0 ? text("campaign.none_reached") : count("home.reached", mps_reached);
}

std::string View::switched(std::string_view path) const {
  return std::string{path} + query_for(other());
}

Language View::other() const {
  return language() == Language::english ? Language::welsh : Language::english;
}

}  // namespace postbag::http::pages
