#include "mailer/folder_transport.h"

#include <csignal>
#include <stdexcept>

#include <boost/test/unit_test.hpp>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mailer/compose.h"
#include "tests/support/final_dots.h"
#include "tests/support/mail_samples.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/world.h"

namespace {

using namespace postbag::testing;
using postbag::mailer::Attempt;
using postbag::mailer::compose;
using postbag::mailer::make_folder_transport;
using postbag::mailer::Message;
using postbag::mailer::Outcome;

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator{folder})
    names.push_back(file.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

struct Outbox {
  TemporaryFolder place;
  ManualClock clock;
  std::filesystem::path folder = place / "outbox";

  Attempt send(const Message& message = sample_message()) {
    AskedDot final_dot;
    return make_folder_transport(folder, clock)->send(message, final_dot);
  }
};

BOOST_AUTO_TEST_SUITE(folder_transport)

BOOST_AUTO_TEST_CASE(a_message_becomes_one_whole_file_in_a_folder_made_for_it) {
  Outbox outbox;
  outbox.folder = outbox.place / "var/deep/outbox";
  const Attempt attempt = outbox.send();
  BOOST_CHECK(attempt.outcome == Outcome::accepted);
  BOOST_TEST((attempt.started == outbox.clock.now() && attempt.finished == outbox.clock.now()));
  const auto names = names_in(outbox.folder);
  BOOST_REQUIRE(names.size() == 1U);
  BOOST_TEST(names[0] == "20261122T093000000Z-iYvTjMq5Q0a2x1yZ3bC4dE.eml");
  BOOST_TEST(read_file(outbox.folder / names[0]) == compose(sample_message()));
}

BOOST_AUTO_TEST_CASE(only_the_owner_can_read_the_mail) {
  Outbox outbox;
  (void)outbox.send();
  struct stat folder {};
  struct stat file {};
  stat(outbox.folder.c_str(), &folder);
  stat((outbox.folder / names_in(outbox.folder)[0]).c_str(), &file);
  BOOST_TEST((folder.st_mode & 0777U) == 0700U);
  BOOST_TEST((file.st_mode & 0777U) == 0600U);
}

BOOST_AUTO_TEST_CASE(names_sort_by_the_time_of_sending) {
  Outbox outbox;
  Message message = sample_message();
  std::vector<std::string> tokens{"z", "a", "m"};
  for (const std::string& token : tokens) {
    message.message_id = token + "@example.org";
    (void)outbox.send(message);
    outbox.clock.advance(postbag::Duration{1});
  }
  const auto names = names_in(outbox.folder);
  BOOST_REQUIRE(names.size() == 3U);
  for (std::size_t i = 0; i < 3; ++i)
    BOOST_TEST(names[i].ends_with("Z-" + tokens[i] + ".eml"));
}

BOOST_AUTO_TEST_CASE(until_the_final_dot_is_allowed_no_mail_is_there_and_then_the_whole) {
  Outbox outbox;
  std::vector<std::string> seen;
  AskedDot final_dot{[&] {
    seen = names_in(outbox.folder);
    return true;
  }};
  (void)make_folder_transport(outbox.folder, outbox.clock)->send(sample_message(), final_dot);
  BOOST_TEST(final_dot.expected == 1);
  BOOST_REQUIRE(seen.size() == 1U);
  BOOST_TEST(seen[0].starts_with("."));
  BOOST_TEST(names_in(outbox.folder).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_stop_before_the_final_dot_leaves_nothing) {
  Outbox outbox;
  const auto transport = make_folder_transport(outbox.folder, outbox.clock);
  AskedDot final_dot{[] { return false; }};
  const Attempt attempt = transport->send(sample_message(), final_dot);
  BOOST_CHECK(attempt.outcome == Outcome::temporary);
  BOOST_TEST(attempt.text == "stopped before the final dot");
  BOOST_TEST(names_in(outbox.folder).empty());
}

BOOST_AUTO_TEST_CASE(an_exception_before_the_final_dot_passes_on_and_leaves_nothing) {
  Outbox outbox;
  const auto transport = make_folder_transport(outbox.folder, outbox.clock);
  AskedDot explosive{[]() -> bool { throw std::runtime_error("database"); }};
  BOOST_CHECK_THROW((void)transport->send(sample_message(), explosive), std::runtime_error);
  BOOST_TEST(names_in(outbox.folder).empty());
}

BOOST_AUTO_TEST_CASE(a_folder_that_is_a_file_is_ours_to_fix_and_says_so) {
  Outbox outbox;
  outbox.place.write("outbox", "not a folder");
  const Attempt attempt = outbox.send();
  BOOST_CHECK(attempt.outcome == Outcome::ours_to_fix);
  BOOST_TEST(attempt.text == "cannot open the outbox folder: Not a directory");
}

BOOST_AUTO_TEST_CASE(a_folder_below_a_file_is_ours_to_fix) {
  Outbox outbox;
  outbox.place.write("file", "not a folder");
  outbox.folder = outbox.place / "file/outbox";
  BOOST_CHECK(outbox.send().outcome == Outcome::ours_to_fix);
}

/// Runs `send` in a child process that `prepare` has restricted; the outcome and text it came to.
template <class Prepare>
std::string send_in_child(Outbox& outbox, Prepare prepare) {
  std::array<int, 2> ends{};
  BOOST_REQUIRE(pipe(ends.data()) == 0);
  const pid_t child = fork();
  if (child == 0) {
    prepare();
    const Attempt attempt = outbox.send();
    const std::string report =
        std::string{postbag::mailer::name_of(attempt.outcome)} + ": " + attempt.text;
    _exit(write(ends[1], report.data(), report.size()) < 0 ? 1 : 0);
  }
  close(ends[1]);
  std::array<char, 300> report{};
  const ssize_t length = read(ends[0], report.data(), report.size());
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return {report.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

BOOST_AUTO_TEST_CASE(a_folder_that_may_not_be_written_is_ours_to_fix) {
  Outbox outbox;
  std::filesystem::create_directory(outbox.folder);
  chmod(outbox.place.path().c_str(), 0755);
  chmod(outbox.folder.c_str(), 0555);
  constexpr uid_t nobody = 65534;  // root may write anywhere
  const std::string report = send_in_child(outbox, [] {
    if (getuid() == 0 && setuid(nobody) != 0) _exit(2);
  });
  BOOST_TEST(report == "ours_to_fix: cannot make a file in the outbox folder: Permission denied");
  BOOST_TEST(names_in(outbox.folder).empty());
}

BOOST_AUTO_TEST_CASE(a_disk_that_takes_only_part_of_the_file_is_ours_to_fix_and_keeps_no_part) {
  Outbox outbox;
  const std::string report = send_in_child(outbox, [] {
    static_cast<void>(signal(SIGXFSZ, SIG_IGN));
    const rlimit half{300, 300};
    if (setrlimit(RLIMIT_FSIZE, &half) != 0) _exit(2);
  });
  BOOST_TEST(report == "ours_to_fix: cannot write to the outbox folder: File too large");
  BOOST_TEST(names_in(outbox.folder).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
