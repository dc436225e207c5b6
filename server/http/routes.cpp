#include "server/http/routes.h"

#include <array>

#include "server/http/api/endpoints.h"
#include "server/http/console/endpoints.h"
#include "server/http/pages/endpoints.h"

namespace postbag::http {
namespace {

constexpr bool kKept = true;

using staff::Role;

constexpr std::array kRoutes{
    Route{"GET", "/api/v1/postcodes/{postcode}", "api.postcode", Quick{api::postcode}},
    Route{"GET", "/api/v1/constituencies", "api.constituencies", Waits{api::constituencies}},
    Route{"GET", "/api/v1/constituencies/{code}", "api.constituency", Quick{api::constituency}},
    Route{"GET", "/api/v1/campaigns/{slug}", "api.campaign", Waits{api::campaign}},
    Route{"GET", "/api/v1/campaigns/{slug}/recipients/{postcode}", "api.recipients",
          Quick{api::recipients}},
    Route{"POST", "/api/v1/campaigns/{slug}/preview", "api.preview", Waits{api::preview}},
    Route{"POST", "/api/v1/campaigns/{slug}/letters", "api.letters", Later{api::submit_letter}},
    Route{"GET", "/api/v1/campaigns/{slug}/reach", "api.reach", Waits{api::reach}},
    Route{"GET", "/api/v1/letters/{letter}", "api.letter", Waits{api::letter}},
    Route{"POST", "/api/v1/confirmations", "api.confirmation", Waits{api::confirm}},
    Route{"GET", "/api/v1/openapi.json", "api.openapi", Quick{api::openapi}},
    Route{"GET", "/healthz", "health.alive", Quick{api::alive}},
    Route{"GET", "/readyz", "health.ready", Waits{api::ready}, kKept},
    Route{"GET", "/metrics", "metrics", Waits{api::metrics}, kKept},

    Route{"GET", "/", "page.home", Waits{pages::home}},
    Route{"GET", "/c/{slug}", "page.campaign", Waits{pages::campaign}},
    Route{"POST", "/c/{slug}", "page.campaign_first_step", Waits{pages::campaign_step}},
    Route{"POST", "/c/{slug}/step/{turn}", "page.campaign_step", Waits{pages::campaign_step}},
    Route{"GET", "/c/{slug}/step/{turn}", "page.campaign_again", Quick{pages::campaign_again}},
    Route{"GET", "/c/{slug}/check-email", "page.check_email", Waits{pages::check_email}},
    Route{"GET", "/c/{slug}/reach", "page.reach", Waits{pages::reach}},
    Route{"GET", "/c/{slug}/reach.svg", "page.reach_map", Waits{pages::reach_map}},
    Route{"GET", "/c/{slug}/reach.png", "page.reach_picture", Waits{pages::reach_picture}},
    Route{"GET", "/c/{slug}/widget", "page.widget", Waits{pages::widget_preview}},
    Route{"GET", "/c/{slug}/theme.css", "page.theme", Waits{pages::theme}},
    Route{"GET", "/c/{slug}/logo", "page.logo", Waits{pages::logo}},
    Route{"GET", "/confirm/{token}", "page.confirm", Waits{pages::confirm}, kKept},
    Route{"POST", "/confirm", "page.confirmed", Waits{pages::confirmed}},
    Route{"POST", "/confirm/{token}", "page.confirmed_by_link", Waits{pages::confirmed}},
    Route{"GET", "/me/{token}", "page.me", Waits{pages::me}, kKept},
    Route{"POST", "/me/{token}", "page.me_changed", Waits{pages::me_changed}},
    Route{"GET", "/me/{token}/erase", "page.me_erase", Waits{pages::me_erase}, kKept},
    Route{"POST", "/me/{token}/erase", "page.me_erased", Waits{pages::me_erased}},
    Route{"GET", "/me/{token}/letters.json", "page.me_copy", Waits{pages::me_copy}},
    Route{"GET", "/follow-up/{token}", "page.follow_up", Waits{pages::follow_up}},
    Route{"POST", "/follow-up/{token}", "page.followed_up", Waits{pages::followed_up}},
    Route{"GET", "/privacy", "page.privacy", Waits{pages::privacy}},
    Route{"GET", "/about-the-data", "page.about_the_data", Waits{pages::about_the_data}},
    Route{"GET", "/sandbox/outbox", "page.outbox", Waits{pages::outbox}},
    Route{"GET", "/sandbox/outbox/{file}", "page.outbox_mail", Waits{pages::outbox_mail}},

    Route{"GET", "/staff/sign-in", "staff.sign_in", Waits{console::sign_in}},
    Route{"POST", "/staff/sign-in", "staff.signed_in", Waits{console::signed_in}},
    Route{"GET", "/staff/reset", "staff.ask_reset", Waits{console::ask_reset}},
    Route{"POST", "/staff/reset", "staff.reset_asked", Waits{console::reset_asked}},
    Route{"GET", "/staff/reset/{token}", "staff.reset", Waits{console::reset}},
    Route{"POST", "/staff/reset/{token}", "staff.was_reset", Waits{console::was_reset}},
    Route{"POST", "/staff/sign-out", "staff.sign_out", ForStaff{Role::viewer, console::sign_out}},
    Route{"GET", "/staff", "staff.home", ForStaff{Role::viewer, console::home}},
    Route{"GET", "/staff/account", "staff.account", ForStaff{Role::viewer, console::account}},
    Route{"POST", "/staff/account", "staff.account_changed",
          ForStaff{Role::viewer, console::account_changed}},
    Route{"GET", "/staff/users", "staff.users", ForStaff{Role::admin, console::users}},
    Route{"POST", "/staff/users", "staff.users_changed",
          ForStaff{Role::admin, console::users_changed}},
    Route{"GET", "/staff/audit", "staff.audit", ForStaff{Role::admin, console::audit}},

    Route{"GET", "/staff/campaigns", "staff.campaigns", ForStaff{Role::viewer, console::to_home}},
    Route{"GET", "/staff/campaigns/new", "staff.new_campaign",
          ForStaff{Role::editor, console::new_campaign}},
    Route{"POST", "/staff/campaigns/new", "staff.campaign_made",
          ForStaff{Role::editor, console::campaign_made}},
    Route{"GET", "/staff/campaigns/{slug}", "staff.campaign",
          ForStaff{Role::viewer, console::campaign}},
    Route{"POST", "/staff/campaigns/{slug}", "staff.campaign_changed",
          ForStaff{Role::editor, console::campaign_changed}},
    Route{"GET", "/staff/campaigns/{slug}/edit", "staff.edit_campaign",
          ForStaff{Role::editor, console::edit_campaign}},
    Route{"POST", "/staff/campaigns/{slug}/edit", "staff.campaign_edited",
          ForStaff{Role::editor, console::campaign_edited}},
    Route{"GET", "/staff/campaigns/{slug}/letters", "staff.campaign_letters",
          ForStaff{Role::editor, console::campaign_letters}},
    Route{"POST", "/staff/campaigns/{slug}/letters", "staff.campaign_letters_changed",
          ForStaff{Role::editor, console::campaign_letters_changed}},
    Route{"GET", "/staff/campaigns/{slug}/letters/{number}", "staff.campaign_letter",
          ForStaff{Role::editor, console::campaign_letter}},
    Route{"POST", "/staff/campaigns/{slug}/letters/{number}", "staff.campaign_letter_changed",
          ForStaff{Role::editor, console::campaign_letter_changed}},
    Route{"GET", "/staff/campaigns/{slug}/exclusions/{number}", "staff.exclusion",
          ForStaff{Role::editor, console::exclusion}},
    Route{"POST", "/staff/campaigns/{slug}/exclusions/{number}", "staff.exclusion_changed",
          ForStaff{Role::editor, console::exclusion_changed}},
    Route{"GET", "/staff/campaigns/{slug}/source", "staff.source",
          ForStaff{Role::editor, console::source}},
    Route{"POST", "/staff/campaigns/{slug}/source", "staff.source_changed",
          ForStaff{Role::editor, console::source_changed}},
    Route{"GET", "/staff/campaigns/{slug}/export", "staff.export_campaign",
          ForStaff{Role::viewer, console::export_campaign}},
    Route{"GET", "/staff/campaigns/{slug}/publish", "staff.publish",
          ForStaff{Role::editor, console::publish}},
    Route{"POST", "/staff/campaigns/{slug}/publish", "staff.published",
          ForStaff{Role::editor, console::published}},
    Route{"GET", "/staff/campaigns/{slug}/preview", "staff.preview",
          ForStaff{Role::viewer, console::preview}},
    Route{"POST", "/staff/campaigns/{slug}/preview", "staff.previewed",
          ForStaff{Role::viewer, console::previewed}},
    Route{"GET", "/staff/campaigns/{slug}/versions", "staff.versions",
          ForStaff{Role::viewer, console::versions}},
    Route{"GET", "/staff/campaigns/{slug}/versions/{version}", "staff.version",
          ForStaff{Role::viewer, console::version}},
    Route{"POST", "/staff/campaigns/{slug}/versions/{version}", "staff.version_restored",
          ForStaff{Role::editor, console::version_restored}},
    Route{"GET", "/staff/campaigns/{slug}/share", "staff.share",
          ForStaff{Role::viewer, console::share}},
    Route{"GET", "/staff/campaigns/{slug}/qr.svg", "staff.share_picture",
          ForStaff{Role::viewer, console::share_picture}},
    Route{"GET", "/staff/campaigns/{slug}/timeline", "staff.timeline",
          ForStaff{Role::viewer, console::timeline}},
    Route{"POST", "/staff/campaigns/{slug}/timeline", "staff.timeline_changed",
          ForStaff{Role::editor, console::timeline_changed}},
    Route{"GET", "/staff/campaigns/{slug}/follow-up", "staff.follow_up",
          ForStaff{Role::viewer, console::follow_up}},
    Route{"POST", "/staff/campaigns/{slug}/follow-up", "staff.follow_up_switched",
          ForStaff{Role::editor, console::follow_up_switched}},
    Route{"GET", "/staff/engagements", "staff.engagements",
          ForStaff{Role::viewer, console::engagements}},
    Route{"GET", "/staff/engagements/export", "staff.engagements_export",
          ForStaff{Role::viewer, console::engagements_export}},
    Route{"GET", "/staff/engagements/import", "staff.engagements_import",
          ForStaff{Role::editor, console::engagements_import}},
    Route{"POST", "/staff/engagements/import", "staff.engagements_imported",
          ForStaff{Role::editor, console::engagements_imported}},
    Route{"GET", "/staff/engagements/new", "staff.engagement_new",
          ForStaff{Role::editor, console::engagement_new}},
    Route{"POST", "/staff/engagements/new", "staff.engagement_added",
          ForStaff{Role::editor, console::engagement_added}},
    Route{"GET", "/staff/engagements/{id}", "staff.engagement",
          ForStaff{Role::viewer, console::engagement}},
    Route{"POST", "/staff/engagements/{id}", "staff.engagement_changed",
          ForStaff{Role::editor, console::engagement_changed}},
    Route{"GET", "/staff/delivery", "staff.delivery", ForStaff{Role::viewer, console::delivery}},
    Route{"GET", "/staff/delivery/letters", "staff.letters",
          ForStaff{Role::viewer, console::letters}},
    Route{"POST", "/staff/delivery/letters", "staff.letters_changed",
          ForStaff{Role::editor, console::letters_changed}},
    Route{"GET", "/staff/delivery/letters/{letter}", "staff.letter",
          ForStaff{Role::viewer, console::letter}},
    Route{"POST", "/staff/delivery/letters/{letter}", "staff.letter_changed",
          ForStaff{Role::editor, console::letter_changed}},
    Route{"GET", "/staff/delivery/addresses", "staff.addresses",
          ForStaff{Role::viewer, console::addresses}},
    Route{"GET", "/staff/delivery/addresses/{member}", "staff.address",
          ForStaff{Role::viewer, console::address}},
    Route{"POST", "/staff/delivery/addresses/{member}", "staff.address_changed",
          ForStaff{Role::editor, console::address_changed}},
    Route{"GET", "/staff/delivery/parliament", "staff.parliament",
          ForStaff{Role::viewer, console::parliament}},
    Route{"POST", "/staff/delivery/parliament", "staff.parliament_changed",
          ForStaff{Role::editor, console::parliament_changed}},
    Route{"GET", "/staff/reports", "staff.reports", ForStaff{Role::viewer, console::reports}},
    Route{"GET", "/staff/reports/newsletter", "staff.newsletter",
          ForStaff{Role::viewer, console::newsletter_report}},
    Route{"GET", "/staff/reports/newsletter/file", "staff.newsletter_file",
          ForStaff{Role::viewer, console::newsletter_file}},
    Route{"GET", "/staff/reports/funder", "staff.funder_report",
          ForStaff{Role::viewer, console::funder_report}},
    Route{"GET", "/staff/reports/funder/file", "staff.funder_file",
          ForStaff{Role::viewer, console::funder_file}},
    Route{"GET", "/staff/reports/digest", "staff.digest",
          ForStaff{Role::viewer, console::digest_report}},
    Route{"GET", "/staff/reports/digest/file", "staff.digest_file",
          ForStaff{Role::viewer, console::digest_file}},
    Route{"GET", "/staff/people", "staff.people", ForStaff{Role::admin, console::people}},
    Route{"POST", "/staff/people", "staff.person", ForStaff{Role::admin, console::person}},
    Route{"POST", "/staff/people/export", "staff.person_exported",
          ForStaff{Role::admin, console::person_exported}},
    Route{"POST", "/staff/people/erase", "staff.person_erased",
          ForStaff{Role::admin, console::person_erased}},
    Route{"GET", "/staff/people/opted-in", "staff.opted_in",
          ForStaff{Role::admin, console::opted_in}},
    Route{"POST", "/staff/people/opted-in", "staff.opted_in_list",
          ForStaff{Role::admin, console::opted_in_list}},
    Route{"GET", "/staff/reach", "staff.reach", ForStaff{Role::viewer, console::reach}},
    Route{"GET", "/staff/reach/not-yet", "staff.not_yet", ForStaff{Role::viewer, console::not_yet}},
    Route{"GET", "/staff/reach/table/{name}", "staff.reach_csv",
          ForStaff{Role::viewer, console::reach_csv}},
    Route{"GET", "/staff/reach/groups", "staff.groups", ForStaff{Role::viewer, console::groups}},
    Route{"GET", "/staff/reach/groups/{group}", "staff.group",
          ForStaff{Role::editor, console::group}},
    Route{"POST", "/staff/reach/groups/{group}", "staff.group_changed",
          ForStaff{Role::editor, console::group_changed}},
    Route{"GET", "/staff/mps", "staff.mps", ForStaff{Role::viewer, console::mps}},
    Route{"GET", "/staff/mps/{member}", "staff.mp", ForStaff{Role::viewer, console::mp}},

    Route{"GET", "/assets/icon.svg", "asset.icon", Quick{pages::icon}},
    Route{"GET", "/widget.js", "asset.widget", Quick{pages::widget_script}},
    Route{"GET", "/assets/postbag.css", "asset.style", Quick{pages::style}},
    Route{"GET", "/assets/staff.css", "asset.staff_style", Quick{console::style}},
    Route{"GET", "/assets/staff.js", "asset.staff_script", Quick{console::script}},
    Route{"GET", "/assets/help.js", "asset.help_script", Quick{pages::help_script}},
    Route{"GET", "/assets/help-words.js", "asset.help_module", Quick{pages::help_module}},
    Route{"GET", "/assets/postbag.js", "asset.script", Quick{pages::script}},
};

/// Takes the next `/`-separated segment off the front of `rest`, which begins with its slash.
std::string_view take_segment(std::string_view& rest) {
  rest.remove_prefix(1);
  const std::string_view segment = rest.substr(0, rest.find('/'));
  rest.remove_prefix(segment.size());
  return segment;
}

bool match(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view given = take_segment(path);
    if (wanted.starts_with('{') ? given.empty() : wanted != given) return false;
  }
  return pattern.empty() && path.empty();
}

/// What the braces of a pattern stand for in a path that matches it; false when that cannot be
/// decoded.
bool take_parameters(std::string_view pattern, std::string_view path, NamedTexts& parameters) {
  while (!pattern.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view given = take_segment(path);
    if (!wanted.starts_with('{')) continue;
    std::string& decoded = parameters[std::string{wanted.substr(1, wanted.size() - 2)}];
    if (!percent_decode(given, decoded)) return false;
  }
  return true;
}

}  // namespace

std::optional<Role> least_role(const Route& route) {
  const auto* const for_staff = std::get_if<ForStaff>(&route.work);
  if (for_staff == nullptr) return std::nullopt;
  return for_staff->least;
}

std::span<const Route> routes() {
  return kRoutes;
}

Found find_route(std::string_view method, std::string_view path, std::span<const Route> among) {
  Found found;
  // The service as a whole (RFC 9110 section 9.3.7).
  if (path == "*") found.allowed = "GET, HEAD, POST, OPTIONS";
  if (!path.starts_with('/')) return found;
  for (const Route& route : among) {
    if (!match(route.pattern, path)) continue;
    NamedTexts parameters;
    if (!take_parameters(route.pattern, path, parameters)) continue;
    if (route.method == method) return {&route, std::move(parameters), {}};
    found.allowed.append(route.method).append(route.method == "GET" ? ", HEAD, " : ", ");
  }
  if (!found.allowed.empty()) found.allowed += "OPTIONS";
  return found;
}

}  // namespace postbag::http
