#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/process.h"
#include "tests/support/temporary_folder.h"

namespace postbag::testing {

/// tests/support/smtp_server.py in one of its modes, for as long as the object lives.
class SmtpServer {
 public:
  explicit SmtpServer(const std::string& mode = "accept",
                      const std::vector<std::string>& more_arguments = {})
      : process_(command(mode, folder_, more_arguments)) {
    const std::string& output = process_.wait_for_output("listening on ");
    port_ = std::stoi(output.substr(output.find("listening on ") + 13));
  }

  [[nodiscard]] int port() const { return port_; }

  /// The bytes of the n-th message it took, from 1.
  [[nodiscard]] std::string message(int number) const {
    return read_file(folder_ / (std::to_string(number) + ".eml"));
  }

  /// How many messages it took.
  [[nodiscard]] std::size_t messages() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& file : std::filesystem::directory_iterator{folder_.path()})
      ++count;
    return count;
  }

  /// Waits for the event and returns all events so far, one a line.
  const std::string& wait_for(std::string_view event) { return process_.wait_for_output(event); }

  /// Ends the server; what it said, one event a line.
  [[nodiscard]] std::vector<std::string> events() {
    process_.signal(15);
    process_.wait();
    std::vector<std::string> lines;
    std::istringstream stream{process_.output()};
    for (std::string line; std::getline(stream, line);)
      lines.push_back(line);
    return lines;
  }

  /// Ends the server; how many connections were made to it.
  [[nodiscard]] auto connections() {
    const std::vector<std::string> lines = events();
    return std::count(lines.begin(), lines.end(), "connection");
  }

 private:
  static std::vector<std::string> command(const std::string& mode, const TemporaryFolder& folder,
                                          const std::vector<std::string>& more_arguments) {
    std::vector<std::string> words{
        "/usr/bin/python3", POSTBAG_SOURCE_FOLDER "/tests/support/smtp_server.py",
        "--mode",           mode,
        "--folder",         folder.path().string()};
    words.insert(words.end(), more_arguments.begin(), more_arguments.end());
    return words;
  }

  TemporaryFolder folder_;
  Process process_;
  int port_ = 0;
};

}  // namespace postbag::testing
