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
                                                             "staff_style_href",
                                                             "table",
                                                             "table_name",
                                                             "caption",
                                                             "columns",
                                                             "column",
                                                             "column_is_number",
                                                             "column_href",
                                                             "column_order",
                                                             "rows",
                                                             "row_name",
                                                             "row_href",
                                                             "cells",
                                                             "cell",
                                                             "cell_href",
                                                             "cell_is_number",
                                                             "csv_href"});

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
      rule("staff-home.html",
           {"campaigns", "name", "name_lang", "href", "reach_href", "open", "reached", "total",
            "has_states", "states", "state", "count", "as_of"}),
      rule("staff-account.html",
           {"role", "password_fields", "others", "sessions", "began", "seen", "is_this", "has_totp",
            "setting_up", "totp_secret", "totp_typed", "code_fields", "present_fields"},
           {"qr"}),
      rule("staff-users.html",
           {"link", "link_for", "new_roles", "users", "user", "email", "state", "since",
            "is_enabled", "has_totp", "roles", "role_code", "role_name", "chosen"}),
      rule("staff-audit.html", {"at", "actor", "deed", "subject", "detail", "older_href"}),
      rule("staff-reach.html", {"campaigns",    "organisations",  "has_organisations",
                                "groups",       "group_kind",     "group_options",
                                "option",       "option_text",    "chosen",
                                "day_fields",   "campaigns_name", "mps_name",
                                "as_of",        "reached",        "total",
                                "not_yet_href", "not_yet",        "mps_href",
                                "figures",      "legend",         "mark_text",
                                "has_days",     "over_time",      "sorted",
                                "states",       "sources",        "former"},
           {"map", "mark", "mps_chart", "letters_chart"}),
      rule("staff-not-yet.html",
           {"campaigns", "organisations", "has_organisations", "groups", "group_kind",
            "group_options", "option", "option_text", "chosen", "day_fields", "campaigns_name",
            "mps_name", "as_of", "how_many", "is_empty", "reach_href"}),
      rule("staff-mps.html",
           {"campaigns", "organisations", "has_organisations", "groups", "group_kind",
            "group_options", "option", "option_text", "chosen", "day_fields", "campaigns_name",
            "mps_name", "as_of", "reached_options", "found", "is_empty"}),
      rule("staff-mp.html",
           {"name", "is_mp", "full_title", "party", "seat", "region", "reachable", "offices",
            "post", "as_of", "letters", "last_sent", "problems", "contacts", "contact_day",
            "contact_kind", "contact_asked", "contact_promised", "contact_href"}),
      rule("staff-groups.html", {"all", "name", "size", "saved_by", "reach_href", "edit_href"}),
      rule("staff-group.html", {"heading", "action", "version", "is_new", "theirs", "theirs_by"}),
  };
}

}  // namespace postbag::http::console
