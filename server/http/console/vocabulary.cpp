#include "server/http/console/vocabulary.h"

#include <array>
#include <initializer_list>
#include <string_view>

namespace postbag::http::console {
namespace {

using templates::PageRule;
using Names = std::initializer_list<std::string_view>;

/// What the partials use.
constexpr auto kEveryPage = std::to_array<std::string_view>({"page_title",
                                                             "icon_href",
                                                             "has_errors",
                                                             "service_name",
                                                             "style_href",
                                                             "sandbox",
                                                             "summary",
                                                             "summary_field",
                                                             "summary_message",
                                                             "notice",
                                                             "form_token",
                                                             "fields",
                                                             "field_name",
                                                             "label",
                                                             "hint",
                                                             "error",
                                                             "field_value",
                                                             "lines",
                                                             "width",
                                                             "input_type",
                                                             "most",
                                                             "autocomplete",
                                                             "input_mode",
                                                             "spellcheck",
                                                             "described_by",
                                                             "lang_query",
                                                             "switch_href",
                                                             "who",
                                                             "is_admin",
                                                             "is_editor",
                                                             "staff_style_href"});

PageRule rule(std::string page, Names own, Names ready = {}) {
  return templates::page_rule(std::move(page), kEveryPage, own, ready);
}

/// What every page of a campaign uses besides: its name, the way to its pages, what two editors
/// see.
constexpr auto kCampaign = std::to_array<std::string_view>(
    {"campaign_name", "campaign_base", "version", "conflict", "conflict_href", "difference",
     "line_text", "is_removed", "is_added", "is_gap"});

PageRule campaign_rule(std::string page, Names own, Names ready = {}) {
  std::vector<std::string_view> shared{kEveryPage.begin(), kEveryPage.end()};
  shared.insert(shared.end(), kCampaign.begin(), kCampaign.end());
  return templates::page_rule(std::move(page), shared, own, ready);
}

/// What partials/staff-report-fields.html uses besides.
constexpr auto kReport = std::to_array<std::string_view>(
    {"report_action", "presets", "preset_href", "preset_name", "is_select", "options",
     "option_code", "option_name", "is_chosen"});

PageRule report_rule(std::string page, Names own) {
  std::vector<std::string_view> shared{kEveryPage.begin(), kEveryPage.end()};
  shared.insert(shared.end(), kReport.begin(), kReport.end());
  return templates::page_rule(std::move(page), shared, own);
}

}  // namespace

std::vector<PageRule> page_rules() {
  return {
      rule("staff-sign-in.html", {"next"}),
      rule("staff-code.html", {"next", "ticket"}),
      rule("staff-forgotten.html", {}),
      rule("staff-reset.html", {"email", "reset_href"}),
      rule("staff-home.html", {"campaigns", "is_shown",     "name",
                               "name_lang",     "href",
                               "reach_href",    "open",
                               "reached",       "total",
                               "has_states",    "states",
                               "state",         "count",
                               "as_of",         "has_reminders",
                               "reminders",     "reminder_href",
                               "reminder",      "reminder_whom",
                               "reminder_next", "reminder_day",
                               "reminder_due",  "reminder_version",
                               "may_finish"}),
      rule("staff-account.html",
           {"role", "password_fields", "others", "sessions", "began", "seen", "is_this", "has_totp",
            "setting_up", "totp_secret", "totp_typed", "code_fields", "present_fields"},
           {"qr"}),
      rule("staff-users.html",
           {"link", "link_for", "new_roles", "users", "user", "email", "state", "since",
            "is_enabled", "has_totp", "roles", "role_code", "role_name", "chosen"}),
      rule("staff-new.html", {"options", "option_value", "option_name", "chosen", "toml_fields"}),
      campaign_rule("staff-campaign.html",
                    {"standing", "newest", "has_changes", "is_shown", "shown_version", "is_live",
                     "is_ended", "public_href", "reached", "total", "as_of"}),
      campaign_rule("staff-publish.html",
                    {"is_ready", "mistakes", "mistake", "mistake_href", "mistake_place",
                     "has_changes", "is_shown", "shown_version", "opens"}),
      campaign_rule("staff-edit.html", {"welsh_fields", "plain_fields", "origin_fields",
                                        "address_required", "by_hand"}),
      campaign_rule("staff-campaign-letters.html",
                    {"letters", "exclusions", "number", "part_filter", "part_text", "part_language",
                     "is_wrong", "is_first", "is_last"}),
      campaign_rule("staff-part.html", {"heading", "number", "part_action", "for_fields",
                                        "not_fields", "not_open", "is_letter", "in_welsh"}),
      campaign_rule("staff-source.html", {"mistakes", "mistake", "mistake_place"}),
      campaign_rule("staff-preview.html",
                    {"seats",    "option_value", "option_name",  "chosen",        "in_welsh",
                     "mistakes", "mistake",      "mistake_href", "mistake_place", "reason",
                     "mp",       "explanation",  "from",         "reply_to",      "to",
                     "subject",  "body",         "text_lang",    "postcode",      "constituency",
                     "language"}),
      campaign_rule("staff-versions.html",
                    {"number", "at", "author", "count", "is_shown", "as_of"}),
      campaign_rule("staff-version.html",
                    {"number", "at", "author", "is_shown", "is_newest", "earlier", "letters",
                     "part_filter", "text_lang", "subjects", "part_text", "body"}),
      campaign_rule("staff-share.html", {"is_shown", "public_href", "snippet"}, {"qr"}),
      rule("staff-engagements.html", {"is_select",
                                      "options",
                                      "option_code",
                                      "option_name",
                                      "is_chosen",
                                      "sums",
                                      "sentence",
                                      "as_of",
                                      "data_set",
                                      "has_rows",
                                      "rows",
                                      "href",
                                      "day",
                                      "is_plan",
                                      "kind",
                                      "whom",
                                      "campaign",
                                      "next",
                                      "more",
                                      "export_href",
                                      "has_reminders",
                                      "reminders",
                                      "reminder_href",
                                      "reminder",
                                      "reminder_whom",
                                      "reminder_next",
                                      "reminder_day",
                                      "reminder_due",
                                      "reminder_version",
                                      "may_finish"}),
      rule("staff-engagement.html",
           {"is_select", "options", "option_code", "option_name", "is_chosen", "heading", "saved",
            "may_edit", "is_new", "action", "version", "contested", "their_text", "facts",
            "fact_name", "fact"}),
      rule("staff-import.html",
           {"is_select", "options", "option_code", "option_name", "is_chosen", "has_rows",
            "known_text", "save_text", "rows", "day", "kind", "whom", "known", "csv", "header"}),
      report_rule("staff-reports.html", {"is_start"}),
      report_rule("staff-report.html", {"about_report", "button", "has_report", "report_as_of",
                                        "markdown", "html", "file_href"}),
      report_rule("staff-funder.html", {"has_report", "report_as_of", "file_href", "file_name"}),
      rule("staff-audit.html", {"at", "actor", "deed", "subject", "detail", "older_href"}),
      rule("staff-delivery.html",
           {"as_of", "paused", "figures", "what", "count", "figure_href", "oldest_text",
            "waits_long", "groups", "group_title", "group_text", "group_count", "group_href",
            "has_tallies", "tallies", "reason", "code", "list_href", "mail_figures",
            "oldest_mail_text"}),
      rule("staff-letters.html",
           {"as_of", "list_title", "list_text", "because", "states", "campaigns", "option",
            "option_name", "chosen", "has_rows", "rows", "letter", "letter_href", "mp", "seat",
            "campaign", "since", "reason", "attempts", "older_href", "may_move", "state",
            "has_reason", "tried", "steps", "step", "all_label", "step_label"}),
      rule("staff-letters-confirm.html",
           {"question", "consequence", "because", "list_title", "campaign", "state", "has_reason",
            "reason", "tried", "by", "step", "step_label", "back_href"}),
      rule("staff-letter.html",
           {"letter", "letter_href", "list_href", "campaign", "mp", "seat", "state", "since",
            "reason", "written", "due", "attempts", "message_id", "text_kept", "history", "at",
            "from", "to", "is_attempt", "answer", "may_move", "steps", "step", "step_label",
            "all_label"}),
      rule("staff-parliament.html",
           {"standing", "version", "can_sit", "dissolution_fields", "vacancy_fields",
            "has_vacancies", "vacancies", "seat_code", "seat", "from", "until", "advice",
            "can_fill", "data_set"}),
      rule("staff-addresses.html",
           {"as_of", "has_failing", "failing", "address_href", "mp", "seat", "count", "since",
            "is_mended", "has_without", "without", "has_mended", "mended_list", "email",
            "published", "why", "has_changed", "data_set"}),
      rule("staff-address.html",
           {"mp", "seat", "published", "address_href", "is_mended", "mended", "mended_by",
            "mended_at", "has_changed", "version", "data_set"}),
      rule("staff-people.html", {}),
      rule("staff-person.html",
           {"email", "as_of", "found", "mails", "more", "has_letters", "letters", "letter",
            "letter_href", "campaign", "mp", "seat", "state", "since", "agreed", "has_text"}),
      rule("staff-erase.html", {"email", "found"}),
      rule("staff-opted-in.html",
           {"has_campaigns", "campaigns", "campaign_error", "option", "option_name", "chosen"}),
  };
}

}  // namespace postbag::http::console
