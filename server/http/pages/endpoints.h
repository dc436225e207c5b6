#pragma once

#include "server/http/exchange.h"
#include "server/http/service.h"

/// The pages, one function for each route. None needs JavaScript or a cookie.
namespace postbag::http::pages {

Response home(Service& service, const Request& request);
Response campaign(Service& service, const Request& request);
Response campaign_step(Service& service, const Request& request);
/// For who comes back to the address of an answer to a form.
Response campaign_again(Service& service, const Request& request);
/// What stands after a letter was sent, for who reads it in the other language.
Response check_email(Service& service, const Request& request);
Response reach(Service& service, const Request& request);
Response reach_map(Service& service, const Request& request);
Response reach_picture(Service& service, const Request& request);
Response theme(Service& service, const Request& request);
Response logo(Service& service, const Request& request);
Response confirm(Service& service, const Request& request);
Response confirmed(Service& service, const Request& request);
Response follow_up(Service& service, const Request& request);
Response followed_up(Service& service, const Request& request);
Response me(Service& service, const Request& request);
Response me_changed(Service& service, const Request& request);
Response me_erase(Service& service, const Request& request);
Response me_erased(Service& service, const Request& request);
Response me_copy(Service& service, const Request& request);
Response privacy(Service& service, const Request& request);
Response about_the_data(Service& service, const Request& request);
Response outbox(Service& service, const Request& request);
Response outbox_mail(Service& service, const Request& request);
Response icon(Service& service, const Request& request);
Response style(Service& service, const Request& request);
Response help_script(Service& service, const Request& request);
/// The widget itself, for pages of other websites.
Response widget_script(Service& service, const Request& request);
/// What the widget loads to offer help as one types.
Response help_module(Service& service, const Request& request);
/// What to paste into them, and the widget at work.
Response widget_preview(Service& service, const Request& request);
Response script(Service& service, const Request& request);

}  // namespace postbag::http::pages
