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
      rule("staff-audit.html", {"at", "actor", "deed", "subject", "detail", "older_href"}),
  };
}

}  // namespace postbag::http::console
