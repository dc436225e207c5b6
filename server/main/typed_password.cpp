#include "server/main/typed_password.h"

#include <iostream>
#include <optional>

#include <termios.h>
#include <unistd.h>

namespace postbag {
namespace {

/// What is typed is not shown.
class Unseen {
 public:
  Unseen() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios unseen = before_;
    unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen) == 0;
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;
  ~Unseen() {
    if (changed_) tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }

 private:
  termios before_{};
  bool changed_ = false;
};

std::optional<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line) || line.empty()) return std::nullopt;
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

std::optional<std::string> ask(const char* question) {
  // Before the question: what is typed earlier is thrown away.
  const Unseen unseen;
  std::cerr << question << std::flush;
  auto line = read_line();
  std::cerr << '\n';
  return line;
}

}  // namespace

Result<std::string> read_typed_password() {
  const bool on_terminal = isatty(STDIN_FILENO) == 1;
  auto password = on_terminal ? ask("New password (it is not shown): ") : read_line();
  if (!password)
    return fail("no_password", "No password came. Type it on a terminal, or give it on stdin.");
  if (on_terminal && ask("The same again: ") != password)
    return fail("different_passwords", "The two passwords differ; nothing was changed.");
  return std::move(*password);
}

}  // namespace postbag
