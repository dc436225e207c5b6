#include "server/http/campaign_access.h"

#include "base/time_text.h"

namespace postbag::http {

Error unknown_campaign() {
  return {"unknown_campaign", "There is no campaign of that name.", ""};
}

Result<std::shared_ptr<const campaign::Campaign>> open_campaign(Service& service,
                                                                std::string_view slug) {
  auto found = service.catalogue.find(slug);
  if (!found) return tl::unexpected(unknown_campaign());
  if (const auto open = check_open(*found, service.clock.now()); !open)
    return tl::unexpected(open.error());
  return found;
}

Result<void> check_open(const campaign::Campaign& campaign, Instant now) {
  const auto& file = campaign.file;
  if (file.is_open(now)) return {};
  if (file.opens && now < *file.opens)
    return fail("unopened_campaign", "This campaign opens on " + london_date(*file.opens) + ".");
  return fail("closed_campaign", "This campaign has closed. It takes no more letters.");
}

}  // namespace postbag::http
