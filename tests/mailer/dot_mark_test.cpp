#include "mailer/dot_mark.h"

#include <csignal>

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace {

using postbag::mailer::DotMark;
using postbag::testing::read_file;
using postbag::testing::TemporaryFolder;

BOOST_AUTO_TEST_SUITE(dot_mark)

/// What a session marks before it is killed.
void mark_and_be_killed(const std::filesystem::path& folder, std::initializer_list<int> letters) {
  const pid_t child = fork();
  if (child == 0) {
    DotMark mark{folder, "dead"};
    for (const int letter : letters)
      mark.set(letter);
    static_cast<void>(raise(SIGKILL));
  }
  int status = 0;
  waitpid(child, &status, 0);
  BOOST_REQUIRE(WIFSIGNALED(status));
}

BOOST_AUTO_TEST_CASE(after_a_kill_the_last_two_letters_are_in_doubt_and_no_other) {
  const TemporaryFolder folder;
  mark_and_be_killed(folder / "marks", {1, 2, 3});
  BOOST_TEST(DotMark::may_have_gone_out(folder / "marks", "dead", 3));
  BOOST_TEST(DotMark::may_have_gone_out(folder / "marks", "dead", 2));
  BOOST_TEST(!DotMark::may_have_gone_out(folder / "marks", "dead", 1));
  BOOST_TEST(!DotMark::may_have_gone_out(folder / "marks", "dead", 4));
}

BOOST_AUTO_TEST_CASE(a_session_killed_before_its_first_letter_has_none_in_doubt) {
  const TemporaryFolder folder;
  mark_and_be_killed(folder.path(), {});
  BOOST_TEST(!DotMark::may_have_gone_out(folder.path(), "dead", 1));
}

BOOST_AUTO_TEST_CASE(without_a_file_or_from_before_the_machine_started_all_are_in_doubt) {
  const TemporaryFolder folder;
  BOOST_TEST(DotMark::may_have_gone_out(folder.path(), "dead", 1));
  mark_and_be_killed(folder.path(), {1});
  std::string content = read_file(folder / "dead");
  content[0] = content[0] == 'x' ? 'y' : 'x';
  folder.write("dead", content);
  BOOST_TEST(DotMark::may_have_gone_out(folder.path(), "dead", 2));
  folder.write("dead", "short");
  BOOST_TEST(DotMark::may_have_gone_out(folder.path(), "dead", 2));
}

BOOST_AUTO_TEST_CASE(a_session_holds_its_file_until_it_ends) {
  const TemporaryFolder folder;
  const DotMark living{folder.path(), "living"};
  mark_and_be_killed(folder.path(), {1});
  BOOST_TEST(!DotMark::is_let_go(folder.path(), "living"));
  BOOST_TEST(DotMark::is_let_go(folder.path(), "dead"));
  BOOST_TEST(!DotMark::is_let_go(folder.path(), "unknown"));
}

BOOST_AUTO_TEST_CASE(files_of_the_dead_are_swept_and_those_of_the_living_left) {
  const TemporaryFolder folder;
  const DotMark living{folder.path(), "living"};
  mark_and_be_killed(folder.path(), {1});
  DotMark::sweep(folder.path(), [](std::string_view owner) { return owner == "dead"; });
  BOOST_TEST(!std::filesystem::exists(folder / "dead"));
  BOOST_TEST(std::filesystem::exists(folder / "living"));
  DotMark::sweep(folder / "nowhere", [](std::string_view) { return true; });
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_made_is_an_error) {
  const TemporaryFolder folder;
  folder.write("taken", "");
  BOOST_CHECK_THROW((DotMark{folder / "taken", "owner"}), std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
