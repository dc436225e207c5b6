#include "tests/support/process.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace postbag::testing {
namespace {

[[noreturn]] void become(const std::vector<std::string>& command, const Process::Options& options,
                         int in, int out) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  if (!options.folder.empty() && chdir(options.folder.c_str()) != 0) _exit(126);
  for (const std::string& entry : options.environment) {
    const std::size_t equals = entry.find('=');
    setenv(entry.substr(0, equals).c_str(), entry.substr(equals + 1).c_str(), 1);
  }
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  _exit(127);
}

sockaddr_in loopback(int port, in_addr_t host = INADDR_LOOPBACK) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(host);
  address.sin_port = htons(static_cast<in_port_t>(port));
  return address;
}

/// From 127.0.0.2: Linux lets a socket of 127.0.0.1 meet itself on a free port.
bool accepts(int port) {
  const sockaddr_in here = loopback(0, INADDR_LOOPBACK + 1);
  const sockaddr_in there = loopback(port);
  const int peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool accepted = bind(peer, reinterpret_cast<const sockaddr*>(&here), sizeof here) == 0 &&
                        connect(peer, reinterpret_cast<const sockaddr*>(&there), sizeof there) == 0;
  close(peer);
  return accepted;
}

}  // namespace

Process::Process(const std::vector<std::string>& command, const Options& options) {
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0)
    throw std::runtime_error("cannot make a pipe");
  id_ = fork();
  if (id_ < 0) throw std::runtime_error("cannot fork");
  if (id_ == 0) become(command, options, in[0], out[1]);
  close(in[0]);
  close(out[1]);
  output_pipe_ = out[0];
  const ssize_t written = write(in[1], options.input.data(), options.input.size());
  close(in[1]);
  if (written != static_cast<ssize_t>(options.input.size()) && errno != EPIPE)
    throw std::runtime_error("cannot write its stdin");
}

Process::~Process() {
  if (!reaped_) {
    kill(id_, SIGKILL);
    waitpid(id_, &status_, 0);
  }
  close(output_pipe_);
}

bool Process::read_some(std::chrono::milliseconds patience) {
  pollfd ready{output_pipe_, POLLIN, 0};
  if (poll(&ready, 1, static_cast<int>(patience.count())) <= 0)
    throw std::runtime_error("no more output in time; so far: " + output_);
  std::array<char, 4096> buffer{};
  const ssize_t got = read(output_pipe_, buffer.data(), buffer.size());
  if (got > 0) output_.append(buffer.data(), static_cast<std::size_t>(got));
  return got > 0;
}

const std::string& Process::wait_for_output(std::string_view text, std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (output_.find(text) == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    if (left.count() <= 0)
      throw std::runtime_error("no " + std::string{text} + " in time; so far: " + output_);
    if (!read_some(left))
      throw std::runtime_error("the program ended without " + std::string{text} + ": " + output_);
  }
  return output_;
}

int Process::wait() {
  while (read_some(std::chrono::seconds{120})) {
  }
  if (!reaped_) {
    waitpid(id_, &status_, 0);
    reaped_ = true;
  }
  return WIFEXITED(status_) ? WEXITSTATUS(status_) : 128 + WTERMSIG(status_);
}

void Process::signal(int number) const {
  kill(id_, number);
}

Finished run(const std::vector<std::string>& command, const Process::Options& options) {
  Process process{command, options};
  const int status = process.wait();
  return {status, process.output()};
}

int free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  const bool bound = bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(listener);
  if (!bound) throw std::runtime_error("no free port");
  return ntohs(address.sin_port);
}

void wait_until_listening(int port, std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!accepts(port)) {
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("nothing listens on port " + std::to_string(port));
    std::this_thread::yield();
  }
}

}  // namespace postbag::testing
