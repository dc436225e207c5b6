#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace postbag::testing {

/// A program that a test starts and that never outlives it. Its stdout and stderr come back through
/// one pipe.
class Process {
 public:
  struct Options {
    std::string folder;                    ///< where it runs; empty for the test's own
    std::vector<std::string> environment;  ///< added to the test's own: `NAME=value`
    std::string input;                     ///< given on stdin, which is then closed; at most 64 KiB
  };

  /// Throws std::runtime_error when it cannot be started.
  explicit Process(const std::vector<std::string>& command) : Process(command, Options{}) {}
  Process(const std::vector<std::string>& command, const Options& options);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// Kills what still runs.
  ~Process();

  /// Reads on until the output holds `text`; all output so far. Throws std::runtime_error when the
  /// program ends or `patience` runs out before.
  const std::string& wait_for_output(std::string_view text,
                                     std::chrono::seconds patience = std::chrono::seconds{30});

  /// Reads to the end; the exit status, or 128 + the signal that ended it.
  int wait();

  void signal(int number) const;
  [[nodiscard]] const std::string& output() const { return output_; }
  [[nodiscard]] pid_t id() const { return id_; }

 private:
  bool read_some(std::chrono::milliseconds patience);

  pid_t id_ = -1;
  int output_pipe_ = -1;
  std::string output_;
  bool reaped_ = false;
  int status_ = 0;
};

/// Runs a program to its end.
struct Finished {
  int status;
  std::string output;
};
[[nodiscard]] Finished run(const std::vector<std::string>& command,
                           const Process::Options& options = {});

/// A TCP port on 127.0.0.1 that was free a moment ago.
[[nodiscard]] int free_port();

/// For a foreign server that says nowhere that it is ready: returns once something accepts
/// connections on 127.0.0.1:`port`. Throws std::runtime_error when `patience` runs out before.
void wait_until_listening(int port, std::chrono::seconds patience = std::chrono::seconds{30});

}  // namespace postbag::testing
