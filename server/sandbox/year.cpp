#include "server/sandbox/year.h"

#include <algorithm>
#include <array>
#include <future>
#include <vector>

#include "server/office/follow_ups.h"
#include "server/sandbox/chance.h"
#include "server/sandbox/diary.h"
#include "server/sandbox/mail_day.h"
#include "server/sandbox/writer.h"

namespace postbag::sandbox {
namespace {

using campaign::LetterStatus;

constexpr Duration kDay = std::chrono::hours{24};
constexpr int kDays = 365;
/// Days before the end of the year since when supporters are asked whether their MP replied.
constexpr int kFollowUpsFrom = 240;
constexpr std::size_t kAtOnce = 32;
constexpr std::int64_t kMostAsked = 1000;
constexpr std::array kManners{office::Manner::helpful, office::Manner::between,
                              office::Manner::unhelpful};

/// Days on which something brought people: a launch, a report, a debate. From then on their number
/// halves every four days.
struct Wave {
  /// Days before the end of the year.
  int days_ago;
  int letters;
};
constexpr std::array<Wave, 4> kWaves{{{350, 90}, {214, 320}, {121, 140}, {26, 110}}};

int letters_on(int days_ago, Chance& chance) {
  int letters = chance.below(4);
  for (const Wave& wave : kWaves) {
    const int since = wave.days_ago - days_ago;
    if (since >= 0 && since < 40) letters += wave.letters >> (since / 4);
  }
  return letters;
}

class Year {
 public:
  explicit Year(const Place& place)
      : place_(place),
        writer_(place.data_set, place.rng, chance_, place.secret),
        mail_(place.queue, place.clock, place.rng, chance_),
        diary_(place.office, place.data_set, place.clock, place.rng, chance_),
        campaigns_(place.catalogue.all()) {}

  void live(int days_ago, Instant noon) {
    place_.clock.set(noon - std::chrono::hours{3});
    confirm(write(letters_on(days_ago, chance_)));
    diary_.write(campaigns_, days_ago);
    if (days_ago == kFollowUpsFrom) switch_on_follow_ups();
    place_.clock.set(noon);
    mail_.deliver();
    ask_supporters();
    if (days_ago % 7 == 3) settle();
    place_.store.tidy(place_.retention);
  }

  /// What lies on the desk this morning: letters that wait, and some that somebody holds.
  void begin_today(Instant now) {
    place_.clock.set(now - std::chrono::minutes{20});
    const Links links = write(14);
    confirm(links);
    for (std::size_t i = 0; i < links.size(); i += 5)
      static_cast<void>(place_.store.move(links[i].public_id, campaign::StaffAction::hold));
  }

  [[nodiscard]] const Lived& lived() const { return lived_; }

 private:
  using Links = std::vector<campaign::ConfirmationLink>;

  Links write(int count) {
    std::vector<std::future<Result<LetterStatus>>> answers;
    Links links;
    for (int i = 0; i < count; ++i) {
      auto written = writer_.write(*chance_.one_of(campaigns_), place_.clock.now());
      if (!written) continue;
      auto answer = std::make_shared<std::promise<Result<LetterStatus>>>();
      answers.push_back(answer->get_future());
      place_.store.start_submit(std::move(written->letter), [answer](Result<LetterStatus> status) {
        answer->set_value(std::move(status));
      });
      links.push_back(std::move(written->link));
    }
    for (auto& answer : answers)
      if (const auto status = answer.get(); !status)
        throw std::runtime_error(status.error().message);
    lived_.letters += static_cast<std::int64_t>(answers.size());
    return links;
  }

  /// Some never press the button, and a few think better of it.
  void confirm(Links links) {
    std::erase_if(links, [&](const auto&) { return !chance_.happens(82); });
    lived_.confirmed += static_cast<std::int64_t>(links.size());
    // Several at once share the database's next write to the disk.
    for (std::size_t first = 0; first < links.size(); first += kAtOnce) {
      std::vector<std::future<void>> together;
      for (std::size_t i = first; i < std::min(first + kAtOnce, links.size()); ++i)
        together.push_back(std::async(std::launch::async, [this, &link = links[i]] {
          if (const auto confirmed = place_.store.confirm(link, Duration{0}); !confirmed)
            throw std::runtime_error(confirmed.error().message);
        }));
      for (std::future<void>& one : together)
        one.get();
    }
    for (const campaign::ConfirmationLink& link : links)
      if (chance_.happens(1)) take_back(link.public_id);
  }

  void take_back(const std::string& public_id) {
    const auto supporter = place_.store.supporter_of(public_id);
    if (!supporter) return;
    if (const auto done = place_.store.withdraw(*supporter, public_id); !done)
      throw std::runtime_error(done.error().message);
  }

  void switch_on_follow_ups() {
    for (const auto& campaign : campaigns_)
      if (const auto done =
              office::switch_follow_ups(place_.office, campaign->file.slug.text(), true,
                                        staff::Actor::command_line(), place_.clock.now());
          !done)
        throw std::runtime_error(done.error().message);
  }

  /// Asks those whose day has come; four in ten answer.
  void ask_supporters() {
    std::vector<office::DueFollowUp> asked;
    const Instant now = place_.clock.now();
    for (const auto& campaign : campaigns_)
      for (int round = 1; round <= 2; ++round)
        for (auto& due : place_.office.due_follow_ups(
                 {campaign->file.slug.text(), round, now - kDay, now, kMostAsked}))
          asked.push_back(std::move(due));
    while (questions_.ask_due() > 0) {
    }
    for (const office::DueFollowUp& one : asked) {
      if (!chance_.happens(40)) continue;
      const int told = chance_.below(10);
      const auto answer = told < 3   ? office::FollowUpAnswer::reply
                          : told < 5 ? office::FollowUpAnswer::holding
                                     : office::FollowUpAnswer::none;
      std::optional<office::Manner> manner;
      if (answer == office::FollowUpAnswer::reply) manner = chance_.one_of(kManners);
      lived_.answers += place_.office.answer(one.key, answer, manner, now) ? 1 : 0;
    }
  }

  /// Once a week somebody looks into the mail server's log and says what became of letters that
  /// may have arrived, where it tells.
  void settle() {
    const auto rows = place_.store.letters({.state = campaign::LetterState::uncertain});
    for (const campaign::LetterRow& row : rows) {
      if (chance_.happens(10)) continue;
      const auto action = chance_.happens(60) ? campaign::StaffAction::resolve_sent
                                              : campaign::StaffAction::resolve_failed;
      if (const auto moved = place_.store.move(row.public_id, action); !moved)
        throw std::runtime_error(moved.error().message);
    }
  }

  const Place& place_;
  Chance chance_;
  Writer writer_;
  MailDay mail_;
  Diary diary_;
  const campaign::Catalogue::Campaigns campaigns_;
  office::FollowUps questions_{place_.office, place_.catalogue, place_.correspondence, place_.clock,
                               place_.rng};
  Lived lived_;
};

}  // namespace

Lived live_a_year(const Place& place, Instant today) {
  Year year{place};
  for (int days_ago = kDays; days_ago > 0; --days_ago)
    year.live(days_ago, today - days_ago * kDay);
  year.begin_today(today);
  place.clock.set(today);
  return year.lived();
}

}  // namespace postbag::sandbox
