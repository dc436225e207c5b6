#include "data/postcode.h"

#include <boost/test/unit_test.hpp>

using postbag::data::Postcode;

namespace {

/// What a person's typing is read as, or the error's code.
std::string read(std::string_view raw) {
  const auto postcode = Postcode::parse(raw);
  return postcode ? postcode->text() : postcode.error().code;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(postcode)

BOOST_AUTO_TEST_CASE(every_shape_of_a_uk_postcode_is_read) {
  for (const std::string_view text :
       {"M1 1AE", "B33 8TH", "W1A 1HQ", "CR2 6XH", "DN55 1PT", "EC1A 1BB"})
    BOOST_TEST(read(text) == text);
}

BOOST_AUTO_TEST_CASE(case_spaces_hyphens_and_dots_do_not_matter) {
  for (const std::string_view text : {"de11aa", "De1 1Aa", "  DE1   1AA  ", "DE1\t1AA", "DE1-1AA",
                                      "DE1.1AA.", "D E 1 1 A A", "DE1\u00A01AA"})
    BOOST_TEST(read(text) == "DE1 1AA");
}

BOOST_AUTO_TEST_CASE(a_slip_is_forgiven_where_the_shape_leaves_one_meaning) {
  BOOST_TEST(read("DEI 1AA") == "DE1 1AA");
  BOOST_TEST(read("DEl IAA") == "DE1 1AA");
  BOOST_TEST(read("P01 2AB") == "PO1 2AB");
  BOOST_TEST(read("S015 1AA") == "SO15 1AA");
  BOOST_TEST(read("OX1O 1AA") == "OX10 1AA");
  BOOST_TEST(read("SW1A OAA") == "SW1A 0AA");
  BOOST_TEST(read("M1 11E") == "M1 1LE");
  BOOST_TEST(read("BI1 1AA") == "B11 1AA");
  BOOST_TEST(read("KY11 IAA") == "KY11 1AA");
}

BOOST_AUTO_TEST_CASE(what_is_right_as_typed_is_never_changed) {
  BOOST_TEST(read("BL1 1AA") == "BL1 1AA");
  BOOST_TEST(read("BO1 1AA") == "BO1 1AA");
  BOOST_TEST(read("L1 1AA") == "L1 1AA");
}

BOOST_AUTO_TEST_CASE(a_slip_with_two_meanings_is_refused) {
  // BLL could be BL1 or B11.
  BOOST_TEST(read("BLL 1AA") == "malformed_postcode");
  // 1G could be IG or LG to the shape.
  BOOST_TEST(read("1G1 1AA") == "malformed_postcode");
}

BOOST_AUTO_TEST_CASE(what_is_no_postcode_is_refused_without_repeating_it) {
  for (const std::string_view text :
       {"hello", "DE1", "DE1 1A", "DE1 1AAA", "DE1 AAA", "DE1 1CA", "DE1 1AV", "1AA DE1", "DE1,1AA",
        "DE1\n1AA", "DE1 1AA\r\nBcc: x@example.org", "AB01 1AA", "<script>", "DE1 1A\xC3\x81",
        "\xFF\xFE"}) {
    const auto refused = Postcode::parse(text);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().code == "malformed_postcode");
    BOOST_TEST(refused.error().message.ends_with("like DE1 1AA."));
    BOOST_TEST(refused.error().field == "postcode");
  }
  BOOST_TEST(Postcode::parse("DE1").error().message == "Enter a full postcode, like DE1 1AA.");
  BOOST_TEST(Postcode::parse("DE1 1CA").error().message.starts_with("Check the postcode:"));
  BOOST_TEST(read(std::string(8'000'000, 'A')) == "malformed_postcode");
  BOOST_TEST(read(std::string_view{"DE1 1AA\0", 8}) == "malformed_postcode");
}

BOOST_AUTO_TEST_CASE(nothing_but_space_is_a_missing_field) {
  for (const std::string_view text : {"", "   ", "\t", " - "})
    BOOST_TEST(read(text) == "missing_field");
}

BOOST_AUTO_TEST_CASE(forces_and_overseas_addresses_are_known_for_what_they_are) {
  BOOST_TEST(read("BFPO 57") == "forces_address");
  BOOST_TEST(read("bfpo1234") == "forces_address");
  BOOST_TEST(read("BFPO") == "forces_address");
  for (const std::string_view text :
       {"FIQQ 1ZZ", "ascn 1zz", "SIQQ 1ZZ", "STHL1ZZ", "TDCU 1ZZ", "BBND 1ZZ", "BIQQ 1ZZ",
        "PCRN 1ZZ", "TKCA 1ZZ", "AI-2640", "MSR 1110", "VG1110", "KY1-1001"})
    BOOST_TEST(read(text) == "overseas_territory");
  BOOST_TEST(read("GIR 0AA") == "no_such_area");
}

BOOST_AUTO_TEST_CASE(a_postcode_knows_its_parts) {
  const auto parsed = Postcode::parse("sw1a2zz");
  BOOST_REQUIRE(parsed);
  BOOST_TEST(parsed->district() == "SW1A");
  BOOST_TEST(parsed->sector() == "SW1A 2");
  BOOST_TEST(parsed->unit() == 399);
  BOOST_TEST(Postcode::parse("SW1A 2AA")->unit() == 0);
  BOOST_TEST(postbag::data::district_text(parsed->sector_key() / 10) == "SW1A");
}

BOOST_AUTO_TEST_CASE(sector_keys_sort_as_the_text_does) {
  std::uint32_t last = 0;
  for (const std::string_view text : {"AB1 0AA", "AB1 9AA", "AB10 1AA", "B1 1AA", "B10 1AA",
                                      "BA1 1AA", "SW1 1AA", "SW10 1AA", "SW1A 1AA", "ZE3 9ZZ"}) {
    const std::uint32_t key = Postcode::parse(text)->sector_key();
    BOOST_TEST(key > last);
    last = key;
  }
}

BOOST_AUTO_TEST_SUITE_END()
