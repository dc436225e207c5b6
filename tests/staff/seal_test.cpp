#include "server/staff/seal.h"

#include <boost/test/unit_test.hpp>

#include "tests/support/world.h"

namespace {

using postbag::staff::Seal;
using postbag::testing::RepeatableRng;

const std::string kSecret(32, 's');

struct Sealed {
  RepeatableRng rng;
  Seal seal{kSecret, rng};
};

BOOST_FIXTURE_TEST_SUITE(seal, Sealed)

BOOST_AUTO_TEST_CASE(what_is_sealed_is_opened_again_and_shows_nothing_meanwhile) {
  for (const std::string& text :
       {std::string{"GEZDGNBVGY3TQOJQ"}, std::string{}, std::string(200, 'x')}) {
    const std::string sealed = seal.close(text, "7");
    BOOST_TEST(Seal::is_sealed(sealed));
    BOOST_TEST((text.empty() || sealed.find(text) == std::string::npos));
    BOOST_TEST(seal.open(sealed, "7").value() == text);
  }
}

BOOST_AUTO_TEST_CASE(the_same_text_is_sealed_differently_each_time) {
  BOOST_TEST(seal.close("the same", "7") != seal.close("the same", "7"));
}

BOOST_AUTO_TEST_CASE(nobody_opens_it_with_another_secret_or_for_somebody_else) {
  const std::string sealed = seal.close("mine", "7");
  BOOST_TEST(!seal.open(sealed, "8").has_value());
  BOOST_TEST(!Seal(std::string(32, 't'), rng).open(sealed, "7").has_value());
}

BOOST_AUTO_TEST_CASE(what_was_changed_or_never_sealed_is_not_opened) {
  const std::string sealed = seal.close("mine", "7");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    BOOST_TEST_CONTEXT(changed) BOOST_TEST(!seal.open(changed, "7").has_value());
  }
  for (const char* text : {"", "sealed$", "sealed$AAAA", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"})
    BOOST_TEST_CONTEXT(text) BOOST_TEST(!seal.open(text, "7").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
