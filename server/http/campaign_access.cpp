#include "server/http/campaign_access.h"

#include "templates/wording.h"

namespace postbag::http {

Error unknown_campaign() {
  return {"unknown_campaign", "There is no campaign of that name.", ""};
}

Result<std::shared_ptr<const campaign::Campaign>> open_campaign(Service& service,
                                                                std::string_view slug) {
  auto found = service.catalogue.find(slug);
  if (!found) return tl::unexpected(unknown_campaign());
  const auto& file = found->file;
  const Instant now = service.clock.now();
  if (file.is_open(now)) return found;
  if (!file.opens || now >= *file.opens)
    return fail("closed_campaign", "This campaign has closed. It takes no more letters.");
  const auto& english = service.correspondence.wording().strings(Language::english);
  return fail("unopened_campaign",
              "This campaign opens on " + templates::date_text(english, *file.opens) + ".");
}

}  // namespace postbag::http
