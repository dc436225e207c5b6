#include "mailer/folder_transport.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include <date/date.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mailer/compose.h"
#include "mailer/reply.h"

namespace postbag::mailer {
namespace {

/// What the disk refused, as text for the Attempt; caught in this file.
struct DiskError {
  std::string text;
};

[[noreturn]] void refuse(std::string_view what) {
  const int problem = errno;
  throw DiskError{std::string{what} + ": " + std::generic_category().message(problem)};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(number_); }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// A file that is removed again unless it was renamed into place.
class UnfinishedFile {
 public:
  UnfinishedFile(int folder, std::string name)
      : folder_(folder),
        name_(std::move(name)),
        file_(openat(folder, name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)) {
    if (file_.number() < 0) refuse("cannot make a file in the outbox folder");
  }
  UnfinishedFile(const UnfinishedFile&) = delete;
  UnfinishedFile& operator=(const UnfinishedFile&) = delete;
  ~UnfinishedFile() {
    if (!placed_) unlinkat(folder_, name_.c_str(), 0);
  }

  void write_durably(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t written = ::write(file_.number(), bytes.data(), bytes.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) refuse("cannot write to the outbox folder");
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    if (fsync(file_.number()) != 0) refuse("cannot write to the outbox folder");
  }

  void place(const std::string& name) {
    if (renameat(folder_, name_.c_str(), folder_, name.c_str()) != 0)
      refuse("cannot put a file in its place in the outbox folder");
    placed_ = true;
  }

 private:
  int folder_;
  std::string name_;
  Descriptor file_;
  bool placed_ = false;
};

std::string file_name(const Message& message, Instant now) {
  const std::string& id = message.message_id;
  std::string token = id.substr(0, std::min<std::size_t>(id.find('@'), 64));
  std::replace(token.begin(), token.end(), '.', '_');
  std::string time = date::format("%Y%m%dT%H%M%S", now);
  time.erase(std::remove(time.begin(), time.end(), '.'), time.end());
  return time + "Z-" + token + ".eml";
}

class FolderTransport final : public Transport {
 public:
  FolderTransport(std::filesystem::path folder, const Clock& clock)
      : folder_(std::move(folder)), clock_(clock) {}

  Attempt send(const Message& message, FinalDot& final_dot) override {
    const std::string bytes = compose(message);
    Attempt attempt;
    attempt.started = clock_.now();
    attempt.outcome = Outcome::ours_to_fix;
    try {
      store(bytes, file_name(message, attempt.started), final_dot, attempt);
    } catch (const DiskError& error) {
      attempt.text = printable_line(error.text);
    }
    attempt.finished = clock_.now();
    return attempt;
  }

 private:
  void store(const std::string& bytes, const std::string& name, FinalDot& final_dot,
             Attempt& attempt) const {
    const Descriptor folder{open_folder()};
    UnfinishedFile file{folder.number(), "." + name + ".part"};
    final_dot.expect();
    file.write_durably(bytes);
    if (!final_dot.allowed()) {
      attempt.outcome = Outcome::temporary;
      attempt.text = "stopped before the final dot";
      return;
    }
    file.place(name);
    attempt.step = Step::final_dot;
    attempt.outcome =
        Outcome::lost_after_data;  // in its place, but a power cut could still undo that
    if (fsync(folder.number()) != 0) refuse("cannot make the outbox folder durable");
    attempt.outcome = Outcome::accepted;
    attempt.text = "written to the outbox folder";
  }

  [[nodiscard]] int open_folder() const {
    if (!std::filesystem::is_directory(folder_)) make_folder();
    const int number = open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (number < 0) refuse("cannot open the outbox folder");
    return number;
  }

  void make_folder() const {
    std::error_code problem;
    if (folder_.has_parent_path())
      std::filesystem::create_directories(folder_.parent_path(), problem);
    if (mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST)
      refuse("cannot make the outbox folder");
  }

  std::filesystem::path folder_;
  const Clock& clock_;
};

}  // namespace

std::unique_ptr<Transport> make_folder_transport(std::filesystem::path folder, const Clock& clock) {
  return std::make_unique<FolderTransport>(std::move(folder), clock);
}

}  // namespace postbag::mailer
