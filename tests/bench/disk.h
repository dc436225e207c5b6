#pragma once

#include <chrono>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "tests/support/temporary_folder.h"

namespace postbag::bench {

/// Seconds that this disk takes to make 4 KB durable in a file of settled size, as SQLite's log is:
/// what every durable figure has to be read against. The mean of 300.
inline double one_fsync() {
  const testing::TemporaryFolder folder;
  const int file = open((folder / "file").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  const std::string block(4096, 'x');
  constexpr int times = 300;
  std::chrono::steady_clock::time_point start;
  for (int round = 0; round < 2; ++round) {  // the first round gives the file its size
    start = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i)
      if (pwrite(file, block.data(), block.size(), off_t{4096} * i) < 0 || fdatasync(file) != 0)
        std::abort();
  }
  const std::chrono::duration<double> all = std::chrono::steady_clock::now() - start;
  close(file);
  return all.count() / times;
}

}  // namespace postbag::bench
