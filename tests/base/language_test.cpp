#include "base/language.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::Language;
using postbag::preferred_language;

BOOST_AUTO_TEST_SUITE(language)

BOOST_AUTO_TEST_CASE(a_code_and_a_language_are_each_others_inverse) {
  for (const Language language : postbag::kLanguages)
    BOOST_TEST((postbag::parse_language(postbag::code_of(language)) == language));
  for (const char* other : {"", "EN", "fr", "en-GB"})
    BOOST_TEST(!postbag::parse_language(other).has_value());
}

BOOST_AUTO_TEST_CASE(who_prefers_welsh_gets_it_and_everybody_else_english) {
  for (const char* welsh :
       {"cy", "cy-GB,en;q=0.8", "CY", "fr, cy;q=0.3", "en;q=0.5, cy;q=0.6", "en;q=0, cy ; q=0.1"})
    BOOST_TEST_CONTEXT(welsh) BOOST_TEST((preferred_language(welsh) == Language::welsh));
  for (const char* english : {"", "en-GB,en;q=0.9,cy;q=0.8", "fr", "*", "en, cy", "cy;q=0",
                              "cy;q=x", "cy;q=2", "cym", ",,;;", "cy;q"})
    BOOST_TEST_CONTEXT(english) BOOST_TEST((preferred_language(english) == Language::english));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
