#include "server/http/form_body.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::http::read_form;
using postbag::http::Request;

Request form(const std::string& content_type, const std::string& body) {
  Request request;
  request.method = "POST";
  request.content_type = content_type;
  request.body = body;
  return request;
}

std::string parts(int count, const std::string& boundary) {
  std::string body;
  for (int i = 0; i < count; ++i)
    body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"f" + std::to_string(i) +
            "\"\r\n\r\nvalue\r\n";
  return body + "--" + boundary + "--\r\n";
}

std::string pairs(int count) {
  std::string body = "f0=value";
  for (int i = 1; i < count; ++i)
    body += "&f" + std::to_string(i) + "=value";
  return body;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(form_bodies)

BOOST_AUTO_TEST_CASE(a_form_is_known_however_its_type_is_written) {
  for (const char* type :
       {"multipart/form-data; boundary=Ab-1", "Multipart/Form-Data; Boundary=Ab-1",
        "MULTIPART/FORM-DATA; charset=utf-8; boundary=\"Ab-1\"",
        "multipart/form-data;boundary=Ab-1; charset=utf-8"}) {
    Request request = form(type, parts(2, "Ab-1"));
    BOOST_TEST_CONTEXT(type) {
      BOOST_TEST(read_form(request));
      BOOST_TEST(request.field("f1") == "value");
    }
  }
  Request plain = form("Application/X-WWW-Form-URLEncoded; charset=utf-8", "a=1+2&b=%26");
  BOOST_TEST(read_form(plain));
  BOOST_TEST(plain.field("a") == "1 2");
  BOOST_TEST(plain.field("b") == "&");
}

BOOST_AUTO_TEST_CASE(a_multipart_form_without_a_boundary_that_can_be_one_is_refused) {
  const std::vector<std::string> types{
      "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
      "multipart/form-data; boundary=a\"b",
      "multipart/form-data; boundary=" + std::string(71, 'a')};
  for (const std::string& type : types) {
    Request request = form(type, parts(1, "a\"b"));
    BOOST_TEST_CONTEXT(type) BOOST_TEST(!read_form(request));
  }
}

BOOST_AUTO_TEST_CASE(a_form_of_more_fields_than_any_of_ours_is_refused_before_it_is_taken_apart) {
  const std::string multipart = "multipart/form-data; boundary=b0";
  const std::string urlencoded = "application/x-www-form-urlencoded";
  Request most_parts = form(multipart, parts(64, "b0"));
  Request more_parts = form(multipart, parts(65, "b0"));
  Request most_pairs = form(urlencoded, pairs(64));
  Request more_pairs = form(urlencoded, pairs(65));
  BOOST_TEST(read_form(most_parts));
  BOOST_TEST(most_parts.form.size() == 64U);
  BOOST_TEST(!read_form(more_parts));
  BOOST_TEST(more_parts.form.empty());
  BOOST_TEST(read_form(most_pairs));
  BOOST_TEST(most_pairs.form.size() == 64U);
  BOOST_TEST(!read_form(more_pairs));
  BOOST_TEST(more_pairs.form.empty());
}

BOOST_AUTO_TEST_SUITE_END()
