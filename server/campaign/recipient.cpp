#include "server/campaign/recipient.h"

#include <algorithm>

#include "server/campaign/made.h"

namespace postbag::campaign {

templates::Target target_of(const data::Constituency& seat) {
  return {seat.member->party, std::string{data::name_of(seat.nation)}, seat.region,
          seat.member->offices};
}

Result<const data::Constituency*> reachable(const data::Constituency& seat) {
  if (seat.seat == data::Seat::vacant)
    return fail("vacant_seat",
                seat.name +
                    " has no MP at the moment. There will be a by-election, in which the people "
                    "who live there choose a new one. You can write here once we know who it is.",
                "postcode");
  if (seat.seat == data::Seat::unknown)
    return fail("unknown_member",
                seat.name +
                    " has a new MP, whose details have not reached us yet. Please come back in a "
                    "few days: then you can write to them here.",
                "postcode");
  if (!seat.member->email)
    return fail("unreachable_member",
                "Parliament publishes no email address for " + seat.member->name +
                    ", so we cannot send your letter. You can write to them by post: House of "
                    "Commons, London, SW1A 0AA.",
                "postcode");
  return &seat;
}

Error excluded(const templates::Exclusion& exclusion, Language reader) {
  const auto& explanation = exclusion.explanation(reader);
  return {"excluded", explanation.text, "postcode", explanation.language};
}

std::optional<Error> obstacle(const Campaign& campaign, const data::Constituency& seat,
                              Language reader) {
  if (auto found = reachable(seat); !found) return std::move(found.error());
  const auto choice = templates::choose(campaign.file, target_of(seat), reader);
  if (const auto* exclusion = std::get_if<const templates::Exclusion*>(&choice))
    return excluded(**exclusion, reader);
  return std::nullopt;
}

bool offers(const data::Answer& answer, const data::Constituency& seat) {
  const auto near = [&](const data::Constituency* offered) {
    return offered == &seat || std::find(offered->neighbours.begin(), offered->neighbours.end(),
                                         seat.code) != offered->neighbours.end();
  };
  return std::any_of(answer.constituencies.begin(), answer.constituencies.end(), near) ||
         std::any_of(answer.nearby.begin(), answer.nearby.end(), near);
}

Result<mailer::Recipient> address(const mailer::Job& job, const data::DataSet& data_set,
                                  bool dissolved) {
  if (job.kind == mailer::MailKind::service) return mailer::Recipient{Line{}, job.recipient};
  if (dissolved)
    return fail("parliament_dissolved", "Parliament is dissolved, so there are no MPs.");
  const data::Constituency* seat = data_set.find(job.constituency);
  if (seat == nullptr || seat->seat == data::Seat::vacant)
    return fail("seat_vacant", "The seat has no MP.");
  if (!seat->member || seat->member->id != job.member)
    return fail("member_changed", "The seat has another MP than the letter names.");
  if (!seat->member->email) return fail("no_address", "The MP has no published address.");
  return mailer::Recipient{made<Line>(seat->member->title, "title"), *seat->member->email};
}

}  // namespace postbag::campaign
