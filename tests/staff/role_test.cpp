#include "server/staff/role.h"

#include <boost/test/unit_test.hpp>

namespace {

using postbag::staff::kRoles;
using postbag::staff::Role;

BOOST_AUTO_TEST_SUITE(role)

BOOST_AUTO_TEST_CASE(every_role_is_read_back_from_its_name_and_no_other_word_is_one) {
  for (const Role each : kRoles)
    BOOST_TEST((postbag::staff::parse_role(name_of(each)) == each));
  for (const char* word : {"", "Admin", "owner", "viewer "})
    BOOST_TEST_CONTEXT(word) BOOST_TEST(!postbag::staff::parse_role(word).has_value());
}

BOOST_AUTO_TEST_CASE(an_admin_may_do_what_an_editor_may_and_an_editor_what_a_viewer_may) {
  BOOST_TEST((Role::viewer < Role::editor));
  BOOST_TEST((Role::editor < Role::admin));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
