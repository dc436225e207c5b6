#pragma once

#include <chrono>
#include <map>
#include <string>

#include "tests/http/site.h"

namespace postbag::testing {

inline constexpr const char* kPassword = "three brown ducks";

/// The value of a cookie that an answer sets; empty when it sets none of that name.
[[nodiscard]] inline std::string value_of_cookie(const httplib::Result& answer,
                                                 const std::string& name) {
  const auto lines = answer->headers.equal_range("Set-Cookie");
  for (auto line = lines.first; line != lines.second; ++line)
    if (line->second.starts_with(name + "="))
      return line->second.substr(name.size() + 1, line->second.find(';') - name.size() - 1);
  return {};
}

/// A site with an account for each role, and a browser that keeps cookies.
struct Console : Site {
  explicit Console(const Adjust& adjust = {}) : Site(adjust) {
    for (const staff::Role role : staff::kRoles)
      ids[role] =
          accounts.add(staff::Actor::command_line(), address(role), role, std::string{kPassword})
              .value();
  }

  static EmailAddress address(staff::Role role) {
    return EmailAddress::parse(std::string{name_of(role)} + "@example.org").value();
  }
  /// The cookie of a new session, made without a page.
  httplib::Headers as(staff::Role role) {
    return {
        {"Cookie", "postbag_staff=" +
                       accounts.sign_in(address(role).text(), kPassword, device_of(role))->token}};
  }
  /// Each role has a browser of its own, so that tests may sign in often.
  std::string device_of(staff::Role role) {
    std::string& device = devices[role];
    clock.advance(std::chrono::minutes{1});
    if (device.empty()) device = accounts.sign_in(address(role).text(), kPassword, {})->device;
    return device;
  }

  httplib::Result get(const std::string& path, const httplib::Headers& headers = {}) {
    return http.Get(path, headers);
  }
  /// Sends a form with the token of a page of that session.
  httplib::Result post(const std::string& path, const httplib::Headers& session, Form form) {
    form["form_token"] = form_of(get("/staff/account", session)->body)["form_token"];
    return post_form(http, path, form, session);
  }
  httplib::Result sign_in(staff::Role role, const std::string& password = kPassword,
                          const httplib::Headers& headers = {}, const std::string& next = {}) {
    Form form = form_of(get("/staff/sign-in")->body);
    form["email"] = address(role).text();
    form["password"] = password;
    if (!next.empty()) form["next"] = next;
    return post_form(http, "/staff/sign-in", form, headers);
  }

  httplib::Client http = client();
  std::map<staff::Role, std::int64_t> ids;
  std::map<staff::Role, std::string> devices;
};

}  // namespace postbag::testing
