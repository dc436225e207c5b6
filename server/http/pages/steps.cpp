#include "server/http/pages/steps.h"

#include <algorithm>

#include "server/http/pages/form_fields.h"
#include "server/http/pages/share.h"

namespace postbag::http::pages {
namespace {

constexpr std::string_view kCampaigns = "/c/";

/// `name`: the value of the button that leads on from this page.
Fields step_fields(const Step& step, std::string_view title, std::string_view name,
                   std::initializer_list<std::string_view> visible) {
  const View& view = step.view;
  Fields fields = page_fields(view, title, &step.campaign);
  const std::string path = campaign_path(step.campaign);
  fields["form_action"] = view.link(next_path(path, step.form));
  fields["stay"] = std::string{kStay} + std::string{name};
  if (view.switched().empty())
    fields["switch_action"] =
        next_path(path, step.form) + "?lang=" + std::string{code_of(view.other())};
  fields["form_token"] = view.service().form_tokens.make(form_purpose(step.campaign));
  fields["hidden"] = hidden_fields(step.form, visible);
  fields["notice"] = step.notice;
  add_errors(view, fields, step.errors);
  return fields;
}

std::string error_of(const Step& step, std::string_view field) {
  const auto found = std::find_if(step.errors.begin(), step.errors.end(),
                                  [&](const Error& error) { return error.field == field; });
  return found == step.errors.end() ? std::string{} : step.view.text(*found);
}

List options(const View& view, const std::vector<const data::Constituency*>& seats,
             std::string_view chosen) {
  List list;
  list.reserve(seats.size());
  for (const auto* seat : seats)
    list.emplace_back(Fields{
        // The first bears the field's own name: the error summary links to it.
        {"option_id", list.empty() ? std::string{"constituency"} : "constituency-" + seat->code},
        {"option_code", seat->code},
        {"option_name", view.name_of(*seat)},
        {"option_mp", view.mp_of(*seat)},
        {"chosen", seat->code == chosen}});
  return list;
}

/// Whether the only thing that speaks for this seat is what lies around the postcode.
bool is_likely_only(const Step& step) {
  if (!step.form.fields.constituency.empty()) return false;
  const auto postcode = data::Postcode::parse(step.form.fields.postcode);
  if (!postcode) return false;
  const auto answer = step.view.service().correspondence.data_set().lookup(*postcode);
  return answer && answer->match == data::Match::area;
}

/// Offers help beside what speaks of suicide or self-harm. Nothing but the page knows.
void offer_help(Fields& fields, const Step& step, std::initializer_list<std::string_view> texts) {
  const templates::HelpWords& words = step.view.service().help_words;
  fields["help_needed"] = std::any_of(texts.begin(), texts.end(),
                                      [&](std::string_view text) { return words.speak_in(text); });
}

/// Says gently how much of the letter is the supporter's own.
void tell_likeness(Fields& fields, const templates::Likeness& likeness) {
  const std::string_view own = templates::own_words(likeness);
  fields["as_we_wrote_it"] = own == "none";
  fields["partly_own"] = own == "part";
  fields["mostly_own"] = own == "most";
}

List questions(const std::vector<templates::ShortQuestion>& all) {
  List list;
  for (const templates::ShortQuestion& question : all)
    list.emplace_back(Fields{{"answer_name", answer_name(list.size() + 1)},
                             {"question", question.question},
                             {"has_choices", !question.choices.empty()},
                             {"choices", texts("choice", question.choices)}});
  return list;
}

}  // namespace

std::string form_purpose(const campaign::Campaign& campaign) {
  return "letter:" + campaign.file.slug.text();
}

Response show_postcode(const Step& step) {
  const View& view = step.view;
  const auto& words = view.texts(step.campaign);
  Fields fields = step_fields(step, words.title.text, "postcode", {"postcode", "constituency"});
  fields["campaign_title"] = "";  // the heading says it
  put(fields, view, "name", words.title);
  put(fields, view, "text", words.summary);
  put(fields, view, "ask", words.ask);
  const auto reach = view.service().correspondence.reach(step.campaign);
  add_share_card(fields, view, step.campaign, reach, "");
  fields["count"] = view.reached_text(reach.mps_reached);
  fields["has_reach"] = reach.mps_reached > 0;
  fields["reach_href"] = view.link(campaign_path(step.campaign) + "/reach");
  fields["fields"] = List{field(view, "postcode", step.form.fields.postcode, step.errors)};
  return show(view, step.status, "campaign.html", fields);
}

Response show_choice(const Step& step, const data::Answer& answer) {
  const View& view = step.view;
  Fields fields = step_fields(step, view.text("choose.title"), "choose", {"constituency"});
  const bool pays_rates = answer.constituencies.front()->nation == data::Nation::northern_ireland;
  fields["bill"] = view.text(pays_rates ? "choose.rates" : "choose.council_tax");
  fields["error"] = error_of(step, "constituency");
  std::vector<const data::Constituency*> seats{answer.constituencies.begin(),
                                               answer.constituencies.end()};
  const bool only_one = seats.size() == 1;
  // Of several candidates most people find theirs: the seats around them are for who does not.
  if (only_one || step.form.step == "not-mine") {
    const auto others = view.service().correspondence.others(answer);
    seats.insert(seats.end(), others.begin(), others.end());
  }
  fields["hint"] = view.text(seats.size() == 1 ? "choose.alone"
                             : only_one        ? "choose.near"
                                               : "choose.several");
  fields["options"] = options(view, seats, step.form.fields.constituency);
  return show(view, step.status, "choose.html", fields);
}

Response show_details(const Step& step, const data::Constituency& seat) {
  const View& view = step.view;
  Fields fields = step_fields(step, view.text("details.heading"), "details",
                              {"title", "first_name", "last_name", "email", "address"});
  const auto& given = step.form.fields;
  fields["mp_name"] = seat.member->name;
  fields["mp_party"] = seat.member->party;
  fields["likely_only"] = is_likely_only(step);
  fields["constituency_name"] = view.name_of(seat);
  fields["fields"] =
      List{field(view, "title", given.title, step.errors),
           field(view, "first_name", given.first_name, step.errors),
           field(view, "last_name", given.last_name, step.errors),
           field(view, "email", given.email, step.errors),
           field(view, "address", given.address, step.errors,
                 step.campaign.file.address_required ? "field.address" : "field.address_optional")};
  return show(view, step.status, "details.html", fields);
}

Response show_story(const Step& step) {
  const View& view = step.view;
  Fields fields =
      step_fields(step, view.text("details.story_heading"), "story", {"story", "on_behalf_of"});
  const auto& given = step.form.fields;
  const auto& words = view.texts(step.campaign);
  fields["has_prompts"] = !words.story_prompts.text.empty();
  fields["prompts"] = texts("prompt", words.story_prompts.text);
  fields["prompts_lang"] = view.lang(words.story_prompts.language);
  fields["fields"] = List{field(view, "story", given.story, step.errors)};
  fields["other_fields"] = List{field(view, "on_behalf_of", given.on_behalf_of, step.errors)};
  fields["for_other"] = !given.on_behalf_of.empty();
  fields["has_questions"] = !words.short_questions.text.empty();
  fields["questions"] = questions(words.short_questions.text);
  fields["questions_lang"] = view.lang(words.short_questions.language);
  offer_help(fields, step, {given.story, given.on_behalf_of});
  return show(view, step.status, "story.html", fields);
}

Response show_letter(const Step& step, const campaign::Draft& draft,
                     const std::vector<ChangedText>& changed, const templates::Likeness& likeness) {
  const View& view = step.view;
  Fields fields = step_fields(step, view.text("letter.title"), "letter", {"subject", "body"});
  const auto& given = step.form.fields;
  fields["mp_name"] = draft.constituency->member->name;
  fields["fields"] =
      List{field(view, "subject", given.subject.empty() ? draft.subject.text() : given.subject,
                 step.errors),
           field(view, "body", given.body.empty() ? draft.body.text() : given.body, step.errors)};
  List texts_to_copy;
  for (const ChangedText& text : changed)
    if (!text.text.empty())
      texts_to_copy.emplace_back(Fields{{"changed_name", text.name}, {"changed_text", text.text}});
  fields["has_changed"] = !texts_to_copy.empty();
  fields["changed"] = std::move(texts_to_copy);
  fields["earlier"] = step.form.earlier;
  tell_likeness(fields, likeness);
  offer_help(fields, step, {given.body.empty() ? draft.body.text() : given.body, given.subject});
  return show(view, step.status, "letter.html", fields);
}

Response show_preview(const Step& step, const campaign::Draft& draft,
                      const templates::Likeness& likeness) {
  const View& view = step.view;
  Fields fields =
      step_fields(step, view.text("preview.title"), "send", {"opt_in", "consent_wording"});
  const auto& words = view.texts(step.campaign);
  const data::Member& mp = *draft.constituency->member;
  fields["mp_name"] = mp.name;
  fields["from"] = from_text(view.service(), draft.from_name);
  fields["reply_to"] = draft.reply_to.text();
  fields["to"] = mp.title;
  fields["subject"] = draft.subject.text();
  fields["text_lang"] = view.lang(draft.language);
  fields["body"] = draft.body.text();
  put(fields, view, "consent", words.consent);
  fields["opted_in"] = step.form.fields.opt_in;
  fields["error"] = error_of(step, "opt_in");
  put(fields, view, "privacy_notice", words.privacy_notice);
  tell_likeness(fields, likeness);
  offer_help(fields, step, {draft.body.text(), draft.subject.text()});
  return show(view, step.status, "preview.html", fields);
}

Response show_check_email(const View& view, const campaign::Campaign& campaign, bool sent) {
  Fields fields = page_fields(view, view.text("check_email.title"), &campaign);
  fields["sent"] = sent;
  fields["switch_href"] = view.switched(campaign_path(campaign) + "/check-email");
  return show(view, 200, "check-email.html", fields);
}

Response show_explanation(const Step& step, std::string_view heading, const Error& explanation,
                          bool may_choose) {
  const View& view = step.view;
  Fields fields = step_fields(step, heading, "explain", {});
  fields["heading"] = heading;
  fields["paragraphs"] = texts("paragraph", {view.text(explanation)});
  fields["paragraphs_lang"] = view.lang(explanation);
  fields["may_choose"] = may_choose;
  return show(view, step.status, "explain.html", fields);
}

Response show_try_again(const View& view, const Request& request, int status,
                        std::string_view heading, const std::vector<std::string>& paragraphs) {
  Fields fields = page_fields(view, heading);
  fields["heading"] = heading;
  fields["paragraphs"] = texts("paragraph", paragraphs);
  const LetterForm form = read_letter_form(request, view.language());
  fields["form_action"] =
      view.link(next_path(request.path.substr(0, request.path.find('/', kCampaigns.size())), form));
  fields["stay"] = "";
  fields["form_token"] = request.field("form_token");
  List kept = hidden_fields(form, {});
  kept.emplace_back(Fields{{"hidden_name", "step"}, {"hidden_value", form.step}});
  fields["hidden"] = std::move(kept);
  return show(view, status, "try-again.html", fields);
}

}  // namespace postbag::http::pages
