// Feeds every file of the corpus, and of what the fuzzer found, to the same checks. No fuzzer
// needed.

#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/fuzz/check_connection.h"
#include "tests/fuzz/check_submission.h"

namespace {

/// How many files were well; -1 when one was not.
int replay(const std::filesystem::path& folder, void (*check)(std::string_view)) {
  int files = 0;
  int wrong = 0;
  for (const auto& entry : std::filesystem::directory_iterator{folder}) {
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    try {
      check(bytes);
    } catch (const std::exception& problem) {
      std::cerr << entry.path().string() << ": " << problem.what() << '\n';
      ++wrong;
    }
    ++files;
  }
  return wrong == 0 ? files : -1;
}

}  // namespace

int main() {
  const std::filesystem::path corpus{POSTBAG_CORPUS};
  const int requests =
      replay(corpus / "connection", postbag::testing::check_connection_at_every_byte);
  const int submissions = replay(corpus / "submission", postbag::testing::check_submission);
  std::cout << requests << " inputs of a connection, " << submissions << " of submissions\n";
  return requests > 0 && submissions > 0 ? 0 : 1;
}
