#include "server/http/pages/vocabulary.h"

#include <array>
#include <initializer_list>
#include <string_view>

namespace postbag::http::pages {
namespace {

using templates::PageRule;

using Names = std::initializer_list<std::string_view>;

// What the partials use, so that every page may include any of them.
constexpr auto kEveryPage = std::to_array<std::string_view>(
    {"page_title",      "icon_href",     "has_errors",    "service_name",   "style_href",
     "theme_href",      "sandbox",       "organisation",  "campaign_title", "campaign_title_lang",
     "campaign_href",   "campaign_path", "form_action",   "summary",        "summary_field",
     "summary_message", "notice",        "form_token",    "hidden",         "hidden_name",
     "hidden_value",    "fields",        "field_name",    "label",          "hint",
     "error",           "field_value",   "lines",         "width",          "input_type",
     "autocomplete",    "input_mode",    "spellcheck",    "described_by",   "most",
     "lang_query",      "switch_href",   "stay",          "switch_action",  "text_lang",
     "logo_href",       "logo_alt",      "logo_alt_lang", "help_needed",    "help_script_href",
     "script_href",     "share_title",   "share_text",    "share_address",  "share_picture",
     "share_alt"});

PageRule rule(std::string page, Names own, Names ready = {}) {
  return templates::page_rule(std::move(page), kEveryPage, own, ready);
}

}  // namespace

std::vector<PageRule> page_rules() {
  return {
      rule("home.html",
           {"campaigns", "href", "name", "name_lang", "by", "by_lang", "text", "count"}),
      rule("campaign.html",
           {"name", "name_lang", "text", "ask", "ask_lang", "count", "has_reach", "reach_href"}),
      rule("choose.html",
           {"options", "option_id", "option_code", "option_name", "option_mp", "chosen", "bill"}),
      rule("details.html", {"mp_name", "mp_party", "constituency_name", "likely_only"}),
      rule("story.html", {"has_prompts", "prompts", "prompts_lang", "prompt", "other_fields",
                          "for_other", "has_questions", "questions", "questions_lang", "question",
                          "answer_name", "has_choices", "choices", "choice"}),
      rule("letter.html", {"mp_name", "has_changed", "changed", "changed_name", "changed_text",
                           "earlier", "as_we_wrote_it", "partly_own", "mostly_own"}),
      rule("preview.html", {"mp_name", "from", "to", "subject", "body", "consent", "consent_lang",
                            "opted_in", "privacy_notice", "privacy_notice_lang", "reply_to",
                            "as_we_wrote_it", "partly_own", "mostly_own"}),
      rule("check-email.html", {"sent"}),
      rule("explain.html", {"heading", "paragraphs", "paragraph", "paragraphs_lang", "may_choose"}),
      rule("try-again.html", {"heading", "paragraphs", "paragraph"}),
      rule("follow-up.html", {"mp_name", "sent_on"}),
      rule("confirm.html", {"name", "name_lang", "mp_name", "constituency_name", "from", "reply_to",
                            "to", "subject", "body"}),
      rule("thanks.html",
           {"heading", "lead", "one_of", "reach_text", "has_reach", "reach_href", "share_links",
            "share_href", "share_name", "share_copy", "leaves", "me_href"}),
      rule(
          "me.html",
          {"letters",    "letter",          "name",         "name_lang", "about",     "heading",
           "text",       "leaves",          "may_withdraw", "has_text",  "agreed",    "agreed_lang",
           "not_agreed", "not_agreed_lang", "more",         "me_href",   "copy_href", "erase_href",
           "from",       "reply_to",        "to",           "subject",   "body"}),
      rule("me-erase.html", {"me_href", "copy_href", "erase_href"}),
      rule("me-withdrawn.html",
           {"mp_name", "may_have_left", "me_href", "from", "reply_to", "to", "subject", "body"}),
      rule("reach.html",
           {"reached",   "total",        "letters",        "supporters",   "as_of",
            "dataset",   "groups",       "group",          "rows",         "row_name",
            "row_href",  "row_reached",  "row_total",      "group_column", "regions",
            "region_id", "region_name",  "region_reached", "seats",        "seat_name",
            "seat_mp",   "seat_reached", "seat_letters",   "legend",       "mark_text",
            "map_href",  "picture_href"},
           {"map", "mark"}),
      rule("privacy.html", {"keep_unconfirmed", "keep_text", "notices", "name", "name_lang", "by",
                            "by_lang", "notice_text", "notice_text_lang"}),
      rule("about-data.html", {"dataset"}),
      rule("widget-help.html", {}),
      rule("widget.html", {"slug", "snippet", "policy", "origins", "origin", "has_origins"}),
      rule("message.html",
           {"typed", "heading", "paragraphs", "paragraph", "link", "link_text", "own_link"}),
      rule("outbox.html",
           {"has_mails", "mails", "mail_href", "mail_subject", "mail_to", "mail_date", "note"}),
      rule("outbox-mail.html",
           {"mail_subject", "mail_from", "mail_to", "mail_reply_to", "mail_date"}, {"body_html"}),
  };
}

}  // namespace postbag::http::pages
