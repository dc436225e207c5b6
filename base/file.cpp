#include "base/file.h"

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace postbag {
namespace {

/// An open file descriptor, closed with it.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

tl::unexpected<Error> unreadable(const std::filesystem::path& file) {
  return fail("missing_file", "Cannot read " + file.string() + ": " + std::strerror(errno) +
                                  ". Check that the path is right and may be read.");
}

/// One read() that interruption does not end.
ssize_t read_some(int descriptor, char* into, std::size_t size) {
  ssize_t got = 0;
  do {
    got = read(descriptor, into, size);
  } while (got < 0 && errno == EINTR);
  return got;
}

bool write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = write(descriptor, content.data(), content.size());
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) content.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(descriptor) == 0;
}

}  // namespace

Result<std::string> read_whole(const std::filesystem::path& file) {
  const Descriptor descriptor{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (!descriptor.is_open()) return unreadable(file);
  struct stat status {};
  if (fstat(descriptor.number(), &status) != 0) return unreadable(file);
  std::string content(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t size = 0;
  while (size < content.size()) {
    const ssize_t got =
        read_some(descriptor.number(), content.data() + size, content.size() - size);
    if (got < 0) return unreadable(file);
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  content.resize(size);
  return content;
}

Result<ByteSource> read_by_blocks(const std::filesystem::path& file) {
  const auto descriptor = std::make_shared<Descriptor>(open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!descriptor->is_open()) return unreadable(file);
  return [descriptor, file](std::span<char> buffer) -> Result<std::size_t> {
    const ssize_t got = read_some(descriptor->number(), buffer.data(), buffer.size());
    if (got < 0) return unreadable(file);
    return static_cast<std::size_t>(got);
  };
}

Result<void> write_whole(const std::filesystem::path& file, std::string_view content) {
  std::string temporary = file.string() + ".XXXXXX";
  const auto refuse = [&] {
    return fail("write_failed", "Cannot write " + file.string() + ": " + std::strerror(errno) +
                                    ". Nothing was changed.");
  };
  const Descriptor descriptor{mkostemp(temporary.data(), O_CLOEXEC)};
  if (!descriptor.is_open()) return refuse();
  const bool written = write_all(descriptor.number(), content) &&
                       fchmod(descriptor.number(), 0644) == 0 &&
                       rename(temporary.c_str(), file.c_str()) == 0;
  if (!written) {
    auto refusal = refuse();
    unlink(temporary.c_str());
    return refusal;
  }
  // Without this a power cut could bring the old name back; the old file is whole, so its failure
  // loses nothing.
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path{"."};
  const Descriptor directory{open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (directory.is_open()) static_cast<void>(fsync(directory.number()));
  return {};
}

}  // namespace postbag
