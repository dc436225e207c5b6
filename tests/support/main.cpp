#define BOOST_TEST_MODULE postbag
#include <boost/test/unit_test.hpp>
