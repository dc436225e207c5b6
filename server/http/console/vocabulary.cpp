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

}  // namespace

std::vector<PageRule> page_rules() {
  return {
      rule("staff-sign-in.html", {"next"}),
      rule("staff-code.html", {"next", "ticket"}),
      rule("staff-forgotten.html", {}),
      rule("staff-reset.html", {"email", "reset_href"}),
      rule(
          "staff-home.html",
          {"campaigns",     "name",           "name_lang",      "href",          "reach_href",
           "open",          "reached",        "total",          "has_states",    "states",
           "state",         "count",          "as_of",          "has_reminders", "reminders",
           "timeline_href", "timeline_state", "follow_up_href", "reminder_href", "reminder",
           "reminder_whom", "reminder_next",  "reminder_day",   "reminder_due",  "reminder_version",
           "may_finish"}),
      rule("staff-account.html",
           {"role", "password_fields", "others", "sessions", "began", "seen", "is_this", "has_totp",
            "setting_up", "totp_secret", "totp_typed", "code_fields", "present_fields"},
           {"qr"}),
      rule("staff-users.html",
           {"link", "link_for", "new_roles", "users", "user", "email", "state", "since",
            "is_enabled", "has_totp", "roles", "role_code", "role_name", "chosen"}),
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
      rule("staff-timeline.html",
           {"is_select", "options", "option_code", "option_name", "is_chosen", "campaign", "action",
            "state", "entries", "entry", "version", "step", "day", "what", "who_did", "votes",
            "taken_back", "may_take_back", "may_delete"}),
      rule("staff-follow-up.html", {"campaign", "action", "is_on", "state"}),
      rule("staff-audit.html", {"at", "actor", "deed", "subject", "detail", "older_href"}),
  };
}

}  // namespace postbag::http::console
