#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include <httplib.h>
#include <nlohmann/json.hpp>

#include "server/http/server.h"
#include "server/store/office_store.h"
#include "server/store/sql_store.h"
#include "server/store/staff_store.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/world.h"

namespace postbag::testing {

/// The whole service on a free port of 127.0.0.1: real sockets, a real store, the real data set,
/// the shipped campaigns, pages and mails; a clock moved by hand.
class Site {
 public:
  using Adjust = std::function<void(http::HttpSettings&)>;

  explicit Site(const Adjust& adjust = {}, http::Probes probes = {},
                Duration cancel_window = Duration{0});
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;
  ~Site();

  /// Takes these settings while it runs. Throws std::runtime_error when the templates are bad.
  void reload(const Adjust& adjust);

  /// Goes on with Parliament dissolved at these times.
  void dissolve(const campaign::Dissolution& dissolution);
  /// Goes on with what staff say of Parliament by now.
  void take_over_parliament();

  [[nodiscard]] http::HttpServer& server() { return *server_; }
  [[nodiscard]] int port() const { return server_->port(); }
  [[nodiscard]] httplib::Client client() const;

  /// Sends bytes and reads until the other side closes. Empty when nothing came.
  [[nodiscard]] std::string raw(std::string_view bytes) const;

  /// Stores a campaign made from back-to-work.toml with texts replaced.
  void import(const std::vector<std::pair<std::string, std::string>>& replaced = {});

  /// The token in the newest mail that waits to leave.
  [[nodiscard]] std::string token_in_mail();
  /// The body of each waiting mail.
  [[nodiscard]] std::vector<std::string> waiting_mails();
  /// Marks everything that waits as sent.
  void deliver();

  /// Makes the database fail for real, until mend().
  void break_store();
  void mend_store();

  TemporaryFolder folder;
  ManualClock clock;
  RepeatableRng rng;
  std::unique_ptr<store::Database> database;
  store::SqlStore store;
  store::SqlStaffStore staff_store;
  store::SqlOfficeStore office;
  staff::Accounts accounts;
  campaign::Catalogue catalogue;
  campaign::Measures letter_measures;
  std::shared_ptr<campaign::Correspondence> correspondence;
  http::Measures measures;

 private:
  void execute(const std::string& sql);

  std::unique_ptr<http::HttpServer> server_;
  std::jthread thread_;
};

/// A form as a browser would send it: multipart, in any order.
using Form = std::map<std::string, std::string>;
[[nodiscard]] httplib::Result post_form(httplib::Client& client, const std::string& path,
                                        const Form& form, const httplib::Headers& headers = {});

/// Every hidden field and visible value of the page's forms, as a browser would send them back.
[[nodiscard]] Form form_of(const std::string& html);

/// A body for the API that is right.
[[nodiscard]] nlohmann::json letter_json();

/// The title, status, detail and content type of a problem are there; its first error's field.
[[nodiscard]] std::string problem_field(const httplib::Result& result);

/// Headers of a client that has this answer already. The connection ends with the reply:
/// cpp-httplib's client waits for the body that a 304 never has (RFC 9110 section 15.4.5).
[[nodiscard]] httplib::Headers unless_changed(const httplib::Response& known);

}  // namespace postbag::testing
