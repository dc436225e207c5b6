#include "server/http/console/campaign_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/follow_up_figures.h"
#include "server/office/follow_ups.h"

namespace postbag::http::console {
namespace {

using office::FollowUpCounts;

Response show(const View& view, const staff::SignedIn& who, const CampaignDesk& campaign,
              std::string_view notice = {}) {
  const auto asks = office::follow_up_switch(view.service().office, campaign.slug);
  Fields page = campaign_fields(view, "staff_follow_up.title", who, campaign);
  page["notice"] = notice;
  page["action"] = campaign_place(campaign.slug, "follow-up");
  page["is_on"] = asks.on;
  page["state"] = asks.on ? view.text("staff_follow_up.on", {{"at", moment(view, *asks.since)}})
                          : view.text("staff_follow_up.off");
  return pages::show(view, 200, "staff-follow-up.html", page);
}

}  // namespace

List follow_up_sentences(const View& view, const FollowUpCounts& counts) {
  List sentences;
  const auto add = [&](std::string text) {
    sentences.emplace_back(Fields{{"sentence", std::move(text)}});
  };
  if (counts.asked == 0) {
    add(view.text("staff_follow_up.none"));
    return sentences;
  }
  add(view.count("staff_follow_up.asked_all", counts.asked));
  if (counts.answered == 0) return sentences;
  const auto share = counts.share();
  const std::string answered = grouped(counts.answered);
  const std::string replies = grouped(counts.replies);
  const std::string holding = grouped(counts.holding);
  if (share) {
    const std::string in_hundred = view.text(
        "staff_follow_up.share",
        {{"low", std::to_string(share->lowest)}, {"high", std::to_string(share->highest)}});
    add(view.text("staff_follow_up.answered_text", {{"answered", answered},
                                                    {"replies", replies},
                                                    {"holding", holding},
                                                    {"share", in_hundred}}));
  } else {
    add(view.text("staff_follow_up.answered_few",
                  {{"answered", answered}, {"replies", replies}, {"holding", holding}}));
  }
  if (counts.helpful + counts.between + counts.unhelpful > 0)
    add(view.text("staff_follow_up.manner", {{"helpful", grouped(counts.helpful)},
                                             {"between", grouped(counts.between)},
                                             {"unhelpful", grouped(counts.unhelpful)}}));
  return sentences;
}

Response follow_up(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto campaign = find_campaign(service, request);
  if (!campaign) return no_campaign(view);
  return show(view, who, *campaign);
}

Response follow_up_switched(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const auto campaign = find_campaign(service, request);
  if (!campaign) return no_campaign(view);
  const std::string_view step = request.field("step");
  if (step != "on" && step != "off") return show(view, who, *campaign);
  const bool on = step == "on";
  const auto done = office::switch_follow_ups(service.office, campaign->slug, on, who.actor(),
                                              service.clock.now());
  if (!done) return show(view, who, *campaign, done.error().message);
  return show(view, who, *campaign,
              view.text(on ? "staff_follow_up.turned_on" : "staff_follow_up.turned_off"));
}

}  // namespace postbag::http::console
