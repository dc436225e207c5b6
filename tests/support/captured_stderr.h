#pragma once

#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

namespace postbag::testing {

/// What the process writes to stderr while this lives goes into a file.
class CapturedStderr {
 public:
  explicit CapturedStderr(const std::filesystem::path& file) : kept_(dup(STDERR_FILENO)) {
    const int opened = open(file.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    dup2(opened, STDERR_FILENO);
    close(opened);
  }
  CapturedStderr(const CapturedStderr&) = delete;
  CapturedStderr& operator=(const CapturedStderr&) = delete;
  ~CapturedStderr() {
    dup2(kept_, STDERR_FILENO);
    close(kept_);
  }

 private:
  int kept_;
};

}  // namespace postbag::testing
