#include <iostream>

#include "server/campaign/catalogue.h"
#include "server/http/report_pictures.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/main/material.h"
#include "server/office/digest.h"
#include "server/office/funder_report.h"
#include "server/office/newsletter.h"

namespace postbag {
namespace {

/// What a command has to write its report.
struct Desk {
  office::ReportSources sources;
  office::ReportStyle style;
  office::ReportScope scope;
  office::ReportPeriod period;
};

/// Opens what a report is made of, asks `write` for its bytes, and prints them.
int print_report(const ConfigFile& file, const ReportOrder& order,
                 const std::function<Result<std::string>(const Desk&)>& write) {
  return with_ledger(file, [&](Ledger& ledger, const config::Config& config) {
    const auto period = office::parse({order.from, order.to, order.as_of}, ledger.clock.now());
    if (!period) {
      complain(period.error());
      return kBadUsage;
    }
    const auto material = Material::load(config);
    if (!material) {
      complain(material.error());
      return kFailed;
    }
    const auto& strings = material->wording->strings(Language::english);
    const auto templates =
        office::ReportTemplates::load(config.templates.folder / "reports", strings);
    if (!templates) {
      complain(templates.error());
      return kFailed;
    }
    const campaign::Catalogue catalogue{ledger.store};
    const auto campaigns = catalogue.all();
    const auto text = write(
        {{ledger.office, campaigns, material->data_set->published()},
         {*templates, strings, config.server.base_url.text, config.server.service_name.text()},
         {order.slug, order.organisation},
         *period});
    if (!text) {
      complain(text.error());
      return kFailed;
    }
    std::cout << *text << std::flush;
    return std::cout.good() ? kDone : kFailed;
  });
}

std::string in_form(const office::PastedReport& report, const Desk& desk, bool html) {
  return html ? office::html_document(desk.style, report.title, report.html) : report.markdown;
}

}  // namespace

int print_newsletter(const ConfigFile& config, const ReportOrder& order) {
  return print_report(config, order, [&](const Desk& desk) {
    return office::gather(desk.sources, desk.scope, desk.period)
        .map([&](const office::ReportMaterial& material) {
          return in_form(office::newsletter(material, desk.style), desk, order.html);
        });
  });
}

int print_funder_report(const ConfigFile& config, const ReportOrder& order) {
  return print_report(config, order, [](const Desk& desk) {
    return office::gather(desk.sources, desk.scope, desk.period)
        .map([&](const office::ReportMaterial& material) {
          return office::funder_report(
              material, http::report_pictures(material, desk.sources.data_set, desk.style.strings),
              desk.style);
        });
  });
}

int print_digest(const ConfigFile& config, const ReportOrder& order) {
  return print_report(config, order, [&](const Desk& desk) {
    return office::gather_digest(desk.sources, desk.scope, desk.period, order.member)
        .and_then([&](const office::DigestMaterial& material) {
          return office::digest(material, desk.style);
        })
        .map([&](const office::PastedReport& report) { return in_form(report, desk, order.html); });
  });
}

}  // namespace postbag
