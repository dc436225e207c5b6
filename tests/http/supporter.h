#pragma once

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "tests/http/site.h"

namespace postbag::testing {

[[nodiscard]] inline bool has(const httplib::Result& page, std::string_view text) {
  return page && page->body.find(text) != std::string::npos;
}

/// A supporter at a browser: sends each page's fields back with what they change in them.
class Supporter {
 public:
  inline static const std::string kPath = "/c/back-to-work";

  explicit Supporter(Site& site) : client_(site.client()) {
    page_ = client_.Get(kPath);
    BOOST_REQUIRE(page_);
    BOOST_REQUIRE(page_->status == 200);
  }

  const httplib::Result& press(const std::string& step, const Form& typed = {},
                               const httplib::Headers& headers = {}) {
    Form form = form_of(page_->body);
    for (const auto& [name, value] : typed)
      form[name] = value;
    form["step"] = step;
    page_ = post_form(client_, action(), form, headers);
    BOOST_REQUIRE(page_);
    return page_;
  }

  const httplib::Result& give_details() {
    press("postcode", {{"postcode", "DE1 1AA"}});
    return tell(details());
  }

  /// From the details on to the letter.
  const httplib::Result& tell(const Form& typed = {}) {
    press("details", typed);
    return press("story");
  }

  static Form details() {
    return {{"title", "Dr"},
            {"first_name", "Jo"},
            {"last_name", "O'Example"},
            {"email", "jo@example.org"},
            {"address", "1 Example Street\r\nDerby"},
            {"story", "I waited seven months."}};
  }

  [[nodiscard]] const httplib::Result& page() const { return page_; }
  [[nodiscard]] Form form() const { return form_of(page_->body); }
  /// Where the page's form posts to.
  [[nodiscard]] std::string action() const {
    constexpr std::string_view opening = " action=\"";
    const std::size_t at = page_->body.find(opening, page_->body.find("<form id=\"letter\""));
    BOOST_REQUIRE(at != std::string::npos);
    const std::size_t start = at + opening.size();
    return page_->body.substr(start, page_->body.find('"', start) - start);
  }
  void show(httplib::Result page) { page_ = std::move(page); }
  httplib::Client& client() { return client_; }

 private:
  httplib::Client client_;
  httplib::Result page_{nullptr, httplib::Error::Unknown};
};

}  // namespace postbag::testing
