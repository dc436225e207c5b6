#pragma once

#include <array>
#include <string>

#include "base/clock.h"
#include "base/rng.h"
#include "server/campaign/catalogue.h"
#include "server/campaign/correspondence.h"
#include "server/http/assets.h"
#include "server/http/form_token.h"
#include "server/http/rate_limit.h"
#include "server/http/server.h"
#include "server/http/share_pictures.h"
#include "server/office/report_style.h"
#include "server/office/store.h"
#include "server/staff/accounts.h"
#include "templates/help_words.h"
#include "templates/pages.h"

namespace postbag::http {

/// All that the handlers of requests share, of one edition. They keep nothing of their own; any
/// number of threads may use it.
struct Service {
  campaign::Correspondence& correspondence;
  campaign::Catalogue& catalogue;
  const Clock& clock;
  const HttpSettings& settings;
  /// By language.
  const std::array<templates::Pages, kLanguages.size()>& pages;
  const Assets& assets;
  const templates::HelpWords& help_words;
  const FormTokens& form_tokens;
  SharePictures& pictures;
  RateLimit& letter_limit;
  RateLimit& lookup_limit;
  RateLimit& confirmation_limit;
  staff::Accounts& accounts;
  office::OfficeStore& office;
  /// Of what takes a password.
  RateLimit& sign_in_limit;
  const Probes& probes;
  const office::ReportTemplates& reports;
};

}  // namespace postbag::http
