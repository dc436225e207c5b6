#include "mailer/dot_mark.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

namespace postbag::mailer {

/// The whole file.
struct DotMark::Content {
  /// Of this start of the machine: `/proc/sys/kernel/random/boot_id`, random(4).
  std::array<char, 40> boot{};
  std::array<std::int64_t, 2> letters{};
};

namespace {

std::string boot_of_this_machine() {
  std::string boot;
  std::getline(std::ifstream{"/proc/sys/kernel/random/boot_id"}, boot);
  return boot.substr(0, 36);
}

[[noreturn]] void fail_with_errno(const std::filesystem::path& file) {
  throw std::system_error(errno, std::generic_category(), file.string());
}

}  // namespace

DotMark::DotMark(const std::filesystem::path& folder, std::string_view owner) {
  std::filesystem::create_directories(folder);
  const std::filesystem::path file = folder / owner;
  descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor_ < 0) fail_with_errno(file);
  // Where it cannot be locked, others stay in doubt.
  static_cast<void>(flock(descriptor_, LOCK_EX));
  // Allocated, not only sized: writing to a page that a full disk cannot hold would end the
  // process.
  const int problem = posix_fallocate(descriptor_, 0, sizeof(Content));
  void* const mapped = problem != 0 ? MAP_FAILED
                                    : mmap(nullptr, sizeof(Content), PROT_READ | PROT_WRITE,
                                           MAP_SHARED, descriptor_, 0);
  if (mapped == MAP_FAILED) {
    const int reason = problem != 0 ? problem : errno;
    ::close(descriptor_);
    throw std::system_error(reason, std::generic_category(), file.string());
  }
  content_ = static_cast<Content*>(mapped);
  boot_of_this_machine().copy(content_->boot.data(), content_->boot.size());
}

DotMark::~DotMark() {
  munmap(content_, sizeof(Content));
  ::close(descriptor_);
}

void DotMark::set(std::int64_t letter) {
  std::atomic_ref{content_->letters.at(next_++ % 2)}.store(letter);
}

bool DotMark::may_have_gone_out(const std::filesystem::path& folder, std::string_view owner,
                                std::int64_t letter) {
  const auto bytes = read_whole(folder / owner);
  if (!bytes || bytes->size() != sizeof(Content)) return true;
  Content content;
  std::memcpy(&content, bytes->data(), sizeof content);
  const std::string boot = boot_of_this_machine();
  if (boot.empty() || std::string_view{content.boot.data(), boot.size()} != boot) return true;
  return std::find(content.letters.begin(), content.letters.end(), letter) != content.letters.end();
}

bool DotMark::is_let_go(const std::filesystem::path& folder, std::string_view owner) {
  const int descriptor = ::open((folder / owner).c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool nobodys = flock(descriptor, LOCK_EX | LOCK_NB) == 0;
  ::close(descriptor);
  return nobodys;
}

void DotMark::sweep(const std::filesystem::path& folder,
                    const std::function<bool(std::string_view owner)>& is_gone) {
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator{folder, problem})
    if (is_gone(entry.path().filename().string())) std::filesystem::remove(entry.path(), problem);
}

}  // namespace postbag::mailer
