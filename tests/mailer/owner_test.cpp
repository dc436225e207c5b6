#include "mailer/owner.h"

#include <boost/test/unit_test.hpp>
#include <unistd.h>

#include "tests/support/process.h"
#include "tests/support/world.h"

namespace {

using postbag::mailer::is_gone;
using postbag::mailer::make_owner;

/// An owner's name as a worker of process `id` on this machine would bear it.
std::string owner_of(pid_t id) {
  postbag::testing::RepeatableRng rng;
  const std::string own = make_owner(rng);
  const std::size_t at = own.rfind('.', own.rfind(':'));
  return own.substr(0, at + 1) + std::to_string(id) + own.substr(own.find(':', at + 1));
}

BOOST_AUTO_TEST_SUITE(owner)

BOOST_AUTO_TEST_CASE(no_two_owners_are_the_same) {
  postbag::testing::RepeatableRng rng;
  BOOST_TEST(make_owner(rng) != make_owner(rng));
}

BOOST_AUTO_TEST_CASE(an_owner_is_gone_when_its_process_has_ended_and_not_before) {
  postbag::testing::Process process{{"cat"}, {}};
  const std::string living = owner_of(getppid());
  BOOST_TEST(!is_gone(living));
  const std::string ended = owner_of(process.id());
  process.wait();
  BOOST_TEST(is_gone(ended));
}

BOOST_AUTO_TEST_CASE(an_earlier_process_of_our_own_number_is_gone) {
  BOOST_TEST(is_gone(owner_of(getpid())));
}

BOOST_AUTO_TEST_CASE(of_the_processes_of_another_container_nothing_is_assumed) {
  std::string other = owner_of(getpid());
  BOOST_REQUIRE(is_gone(other));
  other.insert(other.rfind('.', other.rfind(':')), "1");
  BOOST_TEST(!is_gone(other));
  BOOST_TEST(postbag::mailer::is_of_this_host(other));
  BOOST_TEST(!postbag::mailer::is_of_this_host("elsewhere.example.org:1.1:token"));
}

BOOST_AUTO_TEST_CASE(of_another_machine_or_an_odd_name_nothing_is_assumed) {
  for (const char* other : {"elsewhere.example.org:1:token", "", ":", "one"})
    BOOST_TEST(!is_gone(other));
  BOOST_TEST(!is_gone(owner_of(0)));
  BOOST_TEST(!is_gone(owner_of(-1)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
