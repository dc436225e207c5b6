#include "server/http/console/delivery_desk.h"
#include "server/http/console/endpoints.h"
#include "server/http/console/letter_lists.h"
#include "server/http/console/whole_number.h"

namespace postbag::http::console {
namespace {

using campaign::LetterState;
using office::LetterChoice;

constexpr std::int64_t kLettersOfPage = 50;

std::int64_t sum(const std::vector<office::Tally>& tallies) {
  std::int64_t letters = 0;
  for (const office::Tally& tally : tallies)
    letters += tally.letters;
  return letters;
}

/// Letters in one state, by reason.
Fields group(const View& view, std::string_view name, LetterState state,
             const std::vector<office::Tally>& tallies) {
  List rows;
  const bool tried = state == LetterState::queued;
  for (const office::Tally& tally : tallies)
    rows.emplace_back(
        Fields{{"reason", reason_text(view, tally.reason)},
               {"code", tally.enhanced_code},
               {"count", grouped(tally.letters)},
               {"list_href", list_path({state, {}, tally.reason, tried, std::nullopt})}});
  return {{"group_title", view.text(std::string{"staff_delivery."}.append(name))},
          {"group_text", view.text(std::string{"staff_delivery."}.append(name).append("_text"))},
          {"group_count", grouped(sum(tallies))},
          {"group_href", list_path({state, {}, {}, tried, std::nullopt})},
          {"has_tallies", !rows.empty()},
          {"tallies", std::move(rows)}};
}

Fields figure(const View& view, std::string_view key, std::int64_t count, std::string href = {}) {
  return {{"what", view.text(std::string{"staff_delivery."}.append(key))},
          {"count", grouped(count)},
          {"figure_href", std::move(href)}};
}

List mail_figures(const View& view, const office::Delivery::Mails& mails) {
  return {figure(view, "mails_waiting", mails.waiting),
          figure(view, "mails_sending", mails.sending), figure(view, "mails_sent", mails.sent),
          figure(view, "mails_failed", mails.failed),
          figure(view, "mails_uncertain", mails.uncertain)};
}

std::string since(const View& view, const std::optional<Instant>& due) {
  if (!due) return view.text("staff_delivery.nothing_due");
  return view.text("staff_delivery.oldest", {{"when", moment(view, *due)}});
}

/// The choices of a select, with the chosen one marked.
Fields option(std::string value, std::string name, bool chosen) {
  return {{"option", std::move(value)}, {"option_name", std::move(name)}, {"chosen", chosen}};
}

List state_options(const View& view, LetterState chosen) {
  List options;
  for (const LetterState state :
       {LetterState::queued, LetterState::sending, LetterState::held, LetterState::failed,
        LetterState::bounced, LetterState::uncertain, LetterState::sent})
    options.emplace_back(
        option(std::string{campaign::name_of(state)}, state_text(view, state), state == chosen));
  return options;
}

Fields row_fields(const View& view, const campaign::LetterRow& row) {
  return {{"letter", row.public_id},
          {"letter_href", letter_path(row.public_id)},
          {"mp", member_name(view, row.constituency, row.member)},
          {"seat", seat_name(view, row.constituency)},
          {"campaign", row.campaign},
          {"since", moment(view, row.since)},
          {"reason", reason_text(view, row.reason)},
          {"attempts", std::to_string(row.attempts)}};
}

std::int64_t number_of(const NamedTexts& named, std::string_view name) {
  const auto found = named.find(name);
  return found == named.end() ? 0 : whole_number(found->second);
}

}  // namespace

List campaign_options(const View& view, std::string_view chosen) {
  List options;
  options.emplace_back(option("", view.text("staff_letters.all_campaigns"), chosen.empty()));
  for (const auto& campaign : view.service().catalogue.all()) {
    const std::string& slug = campaign->file.slug.text();
    options.emplace_back(option(slug, view.texts(*campaign).title.text, slug == chosen));
  }
  return options;
}

void add_choice(Fields& page, const LetterChoice& choice) {
  page["state"] = campaign::name_of(choice.state);
  page["campaign"] = choice.campaign;
  page["has_reason"] = choice.reason.has_value();
  page["reason"] = choice.reason.value_or("");
  page["tried"] = choice.tried;
}

Response show_letters(const View& view, const staff::SignedIn& who, const LetterChoice& choice,
                      std::int64_t before, const std::string& notice) {
  auto& office = view.service().office;
  const auto listed = office.letters(choice, before, kLettersOfPage);
  const std::int64_t count = office.count(choice);
  List rows;
  for (const office::ListedLetter& letter : listed)
    rows.emplace_back(row_fields(view, letter.row));
  Fields page = console_fields(view, "staff_letters.title", who);
  page["notice"] = notice;
  add_choice(page, choice);
  page["list_title"] = state_text(view, choice.state);
  page["list_text"] = view.count("staff_letters.count", count);
  page["because"] = choice.reason ? reason_text(view, *choice.reason) : std::string{};
  page["states"] = state_options(view, choice.state);
  page["campaigns"] = campaign_options(view, choice.campaign);
  page["has_rows"] = !rows.empty();
  page["rows"] = std::move(rows);
  const bool more = static_cast<std::int64_t>(listed.size()) == kLettersOfPage;
  page["older_href"] =
      more ? list_path(choice).append("&before=").append(std::to_string(listed.back().number))
           : std::string{};
  List steps = staff_steps(view, choice.state);
  page["may_move"] = who.role >= staff::Role::editor && count > 0 && !steps.empty();
  page["steps"] = std::move(steps);
  page["as_of"] = moment(view, view.service().clock.now());
  return pages::show(view, 200, "staff-letters.html", page);
}

Response delivery(Service& service, const Request&, const staff::SignedIn& who) {
  const View view{service};
  const Instant now = service.clock.now();
  const office::Delivery at = service.office.delivery(now);
  Fields page = console_fields(view, "staff_delivery.title", who);
  page["as_of"] = moment(view, now);
  page["paused"] = service.probes.mailer_pauses().value_or(false);
  page["waits_long"] = at.oldest_due && now - *at.oldest_due > std::chrono::minutes{15};
  page["figures"] = List{figure(view, "waiting", at.waiting, list_path({LetterState::queued})),
                         figure(view, "sending", at.sending, list_path({LetterState::sending}))};
  page["oldest_text"] = since(view, at.oldest_due);
  page["groups"] = List{group(view, "retrying", LetterState::queued, at.retrying),
                        group(view, "held", LetterState::held, at.held),
                        group(view, "failed", LetterState::failed, at.failed),
                        group(view, "bounced", LetterState::bounced, at.bounced),
                        group(view, "uncertain", LetterState::uncertain, at.uncertain)};
  page["mail_figures"] = mail_figures(view, at.service_mails);
  page["oldest_mail_text"] = since(view, at.service_mails.oldest_due);
  return pages::show(view, 200, "staff-delivery.html", page);
}

Response letters(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const LetterChoice choice =
      letter_choice(request.query).value_or(LetterChoice{LetterState::queued});
  return show_letters(view, who, choice, number_of(request.query, "before"), {});
}

}  // namespace postbag::http::console
