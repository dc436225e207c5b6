#include "server/http/campaign_access.h"

#include "templates/wording.h"

namespace postbag::http {
namespace {

std::string english_text(const Service& service, const campaign::Closed& closed) {
  const auto& english = service.correspondence.wording().strings(Language::english);
  const std::string date =
      closed.letters_from ? templates::date_text(english, *closed.letters_from) : std::string{};
  if (closed.code == "unopened_campaign") return "This campaign opens on " + date + ".";
  if (closed.code == "paused_campaign")
    return "This campaign is paused. It takes no letters at the moment.";
  if (closed.code == "closed_campaign")
    return "This campaign has closed. It takes no more letters.";
  return "Parliament is dissolved for a general election, so there are no MPs. Letters are taken "
         "again " +
         (date.empty() ? "once the new MPs are known." : "from " + date + ".");
}

}  // namespace

Error unknown_campaign() {
  return {"unknown_campaign", "There is no campaign of that name.", ""};
}

Result<std::shared_ptr<const campaign::Campaign>> open_campaign(Service& service,
                                                                std::string_view slug) {
  auto found = service.catalogue.find(slug);
  if (!found) return tl::unexpected(unknown_campaign());
  if (const auto closed = service.correspondence.closed(*found))
    return tl::unexpected(Error{std::string{closed->code}, english_text(service, *closed), ""});
  return found;
}

}  // namespace postbag::http
