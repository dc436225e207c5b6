#pragma once

#include <optional>
#include <vector>

#include "base/result.h"
#include "data/data_set.h"
#include "mailer/queue.h"
#include "mailer/worker.h"
#include "server/campaign/catalogue.h"

namespace postbag::campaign {

/// A seat as the filters of a campaign see it. It must have a Member.
[[nodiscard]] templates::Target target_of(const data::Constituency& seat);

/// The same seat, when a letter can be sent to its Member. Codes, each with a sentence for its
/// constituents: `vacant_seat`, `unknown_member`, `unreachable_member`.
[[nodiscard]] Result<const data::Constituency*> reachable(const data::Constituency& seat);

/// `excluded`: why there is no letter to a seat, as the campaign tells those of its constituents
/// who read that language.
[[nodiscard]] Error excluded(const templates::Exclusion& exclusion, Language reader);

/// Why no letter of the campaign can go to a seat: an error of reachable(), or excluded(). None
/// when one can.
[[nodiscard]] std::optional<Error> obstacle(const Campaign& campaign,
                                            const data::Constituency& seat, Language reader);

/// Whether somebody whose postcode has that answer may say that they live in `seat`: it is among
/// those of the answer, or a neighbour of one.
[[nodiscard]] bool offers(const data::Answer& answer, const data::Constituency& seat);

/// Whom a claimed mail goes to, from the data set in force: a service mail to its supporter, a
/// letter to the Member who holds the seat. `dissolved`: Parliament is, and nobody holds one. The
/// error's code is the reason a letter is held: `parliament_dissolved`, `seat_vacant`,
/// `member_changed`, `no_address`.
[[nodiscard]] Result<mailer::Recipient> address(const mailer::Job& job,
                                                const data::DataSet& data_set, bool dissolved);

}  // namespace postbag::campaign
