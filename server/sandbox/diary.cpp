#include "server/sandbox/diary.h"

#include <array>
#include <stdexcept>
#include <string_view>

#include "base/token.h"
#include "server/office/decision.h"
#include "server/office/engagement.h"

namespace postbag::sandbox {
namespace {

using office::EngagementKind;
using office::Step;

struct Entry {
  int days_ago;
  Step step;
  const char* text;
};
constexpr auto kSteps = std::to_array<Entry>(
    {{361, Step::issue, "Members told us what they live through. (Made up.)"},
     {340, Step::evidence,
      "We heard from eleven people and read what has been published. (Made up.)"},
     {333, Step::vote, "Shall we ask our MPs? (Made up.)"},
     {331, Step::action, "We write to every MP, and ask to meet those who answer. (Made up.)"},
     {150, Step::action, "We ask for a debate. (Made up.)"}});

struct Contact {
  int days_ago;
  EngagementKind kind;
  int members;
  /// Of these, so many; 0: none.
  int others;
  std::string_view whom = "Staff of a department that is made up";
};
constexpr auto kContacts =
    std::to_array<Contact>({{322, EngagementKind::meeting, 1, 0},
                            {300, EngagementKind::briefing, 0, 72},
                            {288, EngagementKind::reply, 1, 0},
                            {241, EngagementKind::meeting, 2, 0},
                            {209, EngagementKind::media, 0, 1, "A newspaper that is made up"},
                            {190, EngagementKind::reply, 1, 0},
                            {171, EngagementKind::event, 9, 40},
                            {140, EngagementKind::meeting, 1, 3},
                            {118, EngagementKind::parliamentary_question, 1, 0},
                            {97, EngagementKind::motion, 1, 0},
                            {83, EngagementKind::reply, 1, 0},
                            {60, EngagementKind::meeting, 2, 0},
                            {33, EngagementKind::reply, 1, 0},
                            {24, EngagementKind::meeting, 1, 0},
                            {9, EngagementKind::reply, 1, 0},
                            {5, EngagementKind::meeting, 1, 0}});

constexpr Duration kWeek = std::chrono::hours{7 * 24};

}  // namespace

void Diary::write(const campaign::Catalogue::Campaigns& campaigns, int days_ago) {
  for (const auto& campaign : campaigns)
    decide(campaign->file.slug.text(), days_ago);
  engage(chance_.one_of(campaigns)->file.slug.text(), days_ago);
}

void Diary::decide(const std::string& campaign, int days_ago) {
  for (const Entry& entry : kSteps) {
    if (entry.days_ago != days_ago) continue;
    office::Decision decision{campaign, entry.step, office::Day::of(clock_.now()), entry.text};
    decision.by = "Members' meeting";
    if (entry.step == Step::vote) decision.votes = office::Votes{23, 2, 4};
    save(office::RecordKind::decision, body_of(decision), "decision.added");
  }
}

void Diary::engage(const std::string& campaign, int days_ago) {
  for (const Contact& contact : kContacts) {
    if (contact.days_ago != days_ago) continue;
    office::Engagement engagement{contact.kind, office::Day::of(clock_.now()), campaign};
    while (engagement.members.size() < static_cast<std::size_t>(contact.members)) {
      const data::Constituency& seat = chance_.one_of(data_set_.constituencies());
      if (seat.member)
        engagement.members.push_back({seat.member->id, seat.member->name, seat.code, seat.name});
    }
    if (contact.others > 0)
      engagement.others.push_back({std::string{contact.whom}, contact.others});
    engagement.asked = "Made up, to try out the console.";
    if (contact.kind == EngagementKind::reply)
      engagement.reply =
          chance_.happens(50) ? office::ReplyKind::holding : office::ReplyKind::substantial;
    if (contact.kind == EngagementKind::meeting) {
      engagement.next = "Write again. (Made up.)";
      engagement.remind_on = office::Day::of(clock_.now() + kWeek);
    }
    save(office::RecordKind::engagement, body_of(engagement), "engagement.added");
  }
}

void Diary::save(office::RecordKind kind, const std::string& body, std::string action) {
  const std::string id = random_token(rng_);
  const auto saved =
      store_.save(kind, id, office::kNew, body,
                  {clock_.now(), staff::Actor::command_line(), std::move(action), id});
  if (!saved) throw std::runtime_error(saved.error().message);
}

}  // namespace postbag::sandbox
