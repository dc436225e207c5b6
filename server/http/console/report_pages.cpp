#include <fmt/format.h>

#include "server/http/console/endpoints.h"
#include "server/http/console/engagement_desk.h"
#include "server/http/console/report_desk.h"
#include "server/http/report_pictures.h"
#include "server/http/security.h"
#include "server/office/digest.h"
#include "server/office/newsletter.h"
#include "server/office/report_words.h"

namespace postbag::http::console {
namespace {

using office::PastedReport;
using Made = Result<PastedReport>;
using Maker = Made (*)(const View&, ReportChoice&);

constexpr std::string_view kNewsletter = "newsletter";
constexpr std::string_view kDigest = "digest";
constexpr std::string_view kFunder = "funder";

std::string path_of(std::string_view report) {
  return std::string{"/staff/reports/"}.append(report);
}

Made make_newsletter(const View& view, ReportChoice& choice) {
  const auto campaigns = view.service().catalogue.all();
  return office::gather(report_sources(view.service(), campaigns), choice.scope, *choice.period)
      .map([&](const office::ReportMaterial& material) {
        return office::newsletter(material, report_style(view));
      });
}

Made make_digest(const View& view, ReportChoice& choice) {
  const auto member = EngagementDesk{view.service()}.members().find(choice.member);
  if (!member) return fail(member.error().code, member.error().message, "member");
  choice.member = member->id;
  const auto campaigns = view.service().catalogue.all();
  return office::gather_digest(report_sources(view.service(), campaigns), choice.scope,
                               *choice.period, member->id)
      .and_then([&](const office::DigestMaterial& material) {
        return office::digest(material, report_style(view));
      });
}

/// Nothing where it could not be made: then the choice says why.
std::optional<PastedReport> made(const View& view, ReportChoice& choice, Maker maker) {
  if (!choice.errors.empty()) return std::nullopt;
  auto report = maker(view, choice);
  if (report) return std::move(*report);
  choice.errors.push_back(std::move(report.error()));
  return std::nullopt;
}

/// Of a newsletter or digest, to be copied.
Response text_page(Service& service, const Request& request, const staff::SignedIn& who,
                   std::string_view report, Maker maker) {
  const View view{service};
  ReportChoice choice = read_report_choice(view, request);
  const bool is_digest = report == kDigest;
  const std::string typed = choice.member;
  // Nobody was asked about yet.
  const bool begins = is_digest && typed.empty();
  const auto text = begins ? std::nullopt : made(view, choice, maker);
  const std::string key = std::string{"staff_reports."}.append(report);
  Fields page = console_fields(view, key, who);
  page["about_report"] = view.text(key + "_text");
  page["button"] = view.text(key + "_button");
  page["has_report"] = text.has_value();
  page["markdown"] = text ? text->markdown : std::string{};
  page["html"] = text ? text->html : std::string{};
  page["report_as_of"] = text ? moment(view, choice.period->as_of) : std::string{};
  page["file_href"] = path_of(report) + "/file" + choice.query(true);
  choice.member = typed;
  add_report_form(view, choice, is_digest, path_of(report), page);
  return pages::show(view, choice.errors.empty() ? 200 : 422, "staff-report.html", page);
}

std::string file_name(std::string_view report, const ReportChoice& choice,
                      std::string_view ending) {
  return fmt::format("{}-{}-{}.{}", report, choice.from, choice.to, ending);
}

/// What a file answers that cannot be made.
Response sent_back(const View& view, const staff::SignedIn& who, std::string_view report,
                   const ReportChoice& choice) {
  Fields page = console_fields(view, "staff_reports.title", who);
  page["is_start"] = false;
  add_report_form(view, choice, report == kDigest, path_of(report), page);
  return pages::show(view, 422, "staff-reports.html", page);
}

Response text_file(Service& service, const Request& request, const staff::SignedIn& who,
                   std::string_view report, Maker maker) {
  const View view{service};
  ReportChoice choice = read_report_choice(view, request);
  const auto text = made(view, choice, maker);
  if (!text) return sent_back(view, who, report, choice);
  const auto format = request.query.find("format");
  const bool as_html = format != request.query.end() && format->second == "html";
  const std::string ending = as_html ? "html" : "md";
  return {
      200,
      as_html ? "text/html; charset=utf-8" : "text/markdown; charset=utf-8",
      as_html ? office::html_document(report_style(view), text->title, text->html) : text->markdown,
      {{"Content-Disposition",
        "attachment; filename=\"" + file_name(report, choice, ending) + "\""}}};
}

}  // namespace

Response reports(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  const ReportChoice choice = read_report_choice(view, request);
  Fields page = console_fields(view, "staff_reports.title", who);
  page["is_start"] = true;
  add_report_form(view, choice, false, "/staff/reports", page);
  return pages::show(view, choice.errors.empty() ? 200 : 422, "staff-reports.html", page);
}

Response newsletter_report(Service& service, const Request& request, const staff::SignedIn& who) {
  return text_page(service, request, who, kNewsletter, make_newsletter);
}

Response newsletter_file(Service& service, const Request& request, const staff::SignedIn& who) {
  return text_file(service, request, who, kNewsletter, make_newsletter);
}

Response digest_report(Service& service, const Request& request, const staff::SignedIn& who) {
  return text_page(service, request, who, kDigest, make_digest);
}

Response digest_file(Service& service, const Request& request, const staff::SignedIn& who) {
  return text_file(service, request, who, kDigest, make_digest);
}

Response funder_report(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  ReportChoice choice = read_report_choice(view, request);
  Fields page = console_fields(view, "staff_reports.funder", who);
  if (choice.errors.empty()) {
    const auto campaigns = service.catalogue.all();
    const auto found = office::campaigns_of(report_sources(service, campaigns), choice.scope,
                                            choice.period->as_of);
    if (!found) choice.errors.push_back(found.error());
  }
  page["has_report"] = choice.errors.empty();
  page["report_as_of"] = choice.errors.empty() ? moment(view, choice.period->as_of) : "";
  page["file_href"] = path_of(kFunder) + "/file" + choice.query(true);
  page["file_name"] = file_name(kFunder, choice, "html");
  add_report_form(view, choice, false, path_of(kFunder), page);
  return pages::show(view, choice.errors.empty() ? 200 : 422, "staff-funder.html", page);
}

Response funder_file(Service& service, const Request& request, const staff::SignedIn& who) {
  const View view{service};
  ReportChoice choice = read_report_choice(view, request);
  if (choice.errors.empty()) {
    const auto campaigns = service.catalogue.all();
    const office::ReportSources sources = report_sources(service, campaigns);
    const auto material = office::gather(sources, choice.scope, *choice.period);
    if (material) {
      Response response{200, "text/html; charset=utf-8",
                        office::funder_report(
                            *material, report_pictures(*material, sources.data_set, view.strings()),
                            report_style(view))};
      response.standing_headers = headers_for_reports();
      return response;
    }
    choice.errors.push_back(material.error());
  }
  return sent_back(view, who, kFunder, choice);
}

}  // namespace postbag::http::console
