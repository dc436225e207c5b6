#include "base/measure.h"

#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/current.h"

using namespace postbag;

BOOST_AUTO_TEST_SUITE(measure)

BOOST_AUTO_TEST_CASE(counts_from_several_threads_add_up) {
  Count count;
  Spread spread{1, 2};
  {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (int n = 0; n < 1000; ++n) {
          count.add();
          spread.add(0.5);
        }
      });
  }
  BOOST_TEST(count.value() == 4000U);
  BOOST_TEST(spread.value(0) == 4000U);
  BOOST_TEST(spread.sum() == 2000.0);
}

BOOST_AUTO_TEST_CASE(a_value_counts_in_the_first_range_that_holds_it) {
  Spread spread{1, 2.5};
  for (const double value : {0.0, 1.0, 1.1, 2.5, 2.6, 100.0})
    spread.add(value);
  BOOST_TEST(spread.value(0) == 2U);
  BOOST_TEST(spread.value(1) == 2U);
  BOOST_TEST(spread.value(2) == 2U);
  BOOST_TEST(spread.sum() == 107.2, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_name_that_the_code_does_not_know_is_counted_as_other) {
  NamedCounts counts{"exact", "area"};
  counts.add("area");
  counts.add("whatever somebody sent");
  counts.add("other");
  BOOST_TEST(counts.value("exact") == 0U);
  BOOST_TEST(counts.value("area") == 1U);
  BOOST_TEST(counts.value("other") == 2U);
  BOOST_TEST(counts.names().size() == 3U);
}

BOOST_AUTO_TEST_CASE(who_got_a_whole_keeps_it_when_it_is_replaced) {
  Current<const int> current{std::make_shared<const int>(1)};
  const auto kept = current.get();
  current.replace(std::make_shared<const int>(2));
  BOOST_TEST(*kept == 1);
  BOOST_TEST(*current.get() == 2);
}

BOOST_AUTO_TEST_SUITE_END()
