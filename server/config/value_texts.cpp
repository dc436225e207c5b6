#include "base/time_text.h"
#include "server/config/values.h"

// Values in words: what to write for one, and what one is.
namespace postbag::config {
namespace {

constexpr std::int64_t kKiB = 1024;

std::string size_text(std::int64_t bytes) {
  if (bytes != 0 && bytes % (kKiB * kKiB) == 0) return std::to_string(bytes / kKiB / kKiB) + "MiB";
  if (bytes != 0 && bytes % kKiB == 0) return std::to_string(bytes / kKiB) + "KiB";
  return std::to_string(bytes);
}

struct Demand {
  Bounds bounds;

  std::string operator()(const bool*) const { return "must be true or false, without quotes"; }
  std::string operator()(const int*) const {
    return "must be a whole number from " + std::to_string(bounds.smallest) + " to " +
           std::to_string(bounds.greatest) + ", without quotes";
  }
  std::string operator()(const Bytes*) const {
    return "must be a size from " + size_text(bounds.smallest) + " to " +
           size_text(bounds.greatest) + ", like \"64KiB\"";
  }
  std::string operator()(const Duration*) const {
    return "must be a length of time from " + duration_text(Duration{bounds.smallest}) + " to " +
           duration_text(Duration{bounds.greatest}) +
           ": a whole number and ms, s, m, h or d in quotes, like \"10m\"";
  }
  std::string operator()(const Line*) const {
    return "must be text of " + std::to_string(bounds.smallest) + " to " +
           std::to_string(bounds.greatest) +
           " characters on one line, in quotes, without control characters and marks that turn "
           "the direction of writing";
  }
  std::string operator()(const std::filesystem::path*) const {
    return "must be a path in quotes, like \"/var/lib/postbag\"";
  }
  std::string operator()(const Secret*) const { return "must be text on one line, in quotes"; }
  std::string operator()(const Endpoint*) const {
    return "must be an address and a port, like \"127.0.0.1:8080\" or \"[::1]:8080\", or \"unix:\" "
           "and "
           "a path of at most 107 bytes";
  }
  std::string operator()(const WebAddress*) const {
    return "must be a web address without a slash at its end, like \"https://letters.example.org\"";
  }
  std::string operator()(const EmailAddress*) const {
    return "must be an email address, like \"letters@example.org\"";
  }
  std::string operator()(const Domain*) const {
    return "must be a domain name, like \"example.org\"";
  }
  std::string operator()(const Networks*) const {
    return "must be network addresses with commas between, like \"127.0.0.1, 10.0.0.0/8\"";
  }
  std::string operator()(const StoreUrl*) const {
    return "must be \"sqlite:\" and the path of the database file, like "
           "\"sqlite:var/postbag.db\", or a PostgreSQL database like "
           "\"postgresql://postbag@db.example.org/postbag?sslmode=verify-full\"; its password goes "
           "into store.password_file";
  }
  std::string operator()(const MailRoute*) const {
    return "must be \"folder:\" and a path, or a mail server like \"smtp://mail.example.org:587\" "
           "or \"smtps://mail.example.org:465\", without a user or password in it";
  }
  std::string operator()(const Tls*) const {
    return "must be \"starttls\", \"implicit\" or \"none\"";
  }
  std::string operator()(const Readers*) const {
    return "must be \"off\", \"loopback\" or \"all\"";
  }
  std::string operator()(const LogLevel*) const {
    return "must be \"debug\", \"info\", \"warning\" or \"error\"";
  }
};

struct Shown {
  std::string operator()(const bool* value) const { return *value ? "true" : "false"; }
  std::string operator()(const int* value) const { return std::to_string(*value); }
  std::string operator()(const Bytes* value) const { return size_text(value->count); }
  std::string operator()(const Duration* value) const { return duration_text(*value); }
  std::string operator()(const Line* value) const { return value->text(); }
  std::string operator()(const std::filesystem::path* value) const { return value->string(); }
  std::string operator()(const Secret* value) const { return value->empty() ? "" : "***"; }
  std::string operator()(const Endpoint* value) const { return value->text(); }
  std::string operator()(const WebAddress* value) const { return value->text; }
  std::string operator()(const EmailAddress* value) const { return value->text(); }
  std::string operator()(const Domain* value) const { return value->text; }
  std::string operator()(const Networks* value) const {
    std::string text;
    for (const Network& network : value->ranges)
      text += (text.empty() ? "" : ", ") + network.text();
    return text;
  }
  std::string operator()(const StoreUrl* value) const { return value->text(); }
  std::string operator()(const MailRoute* value) const { return value->text(); }
  std::string operator()(const Tls* value) const { return std::string{name_of(*value)}; }
  std::string operator()(const Readers* value) const { return std::string{name_of(*value)}; }
  std::string operator()(const LogLevel* value) const { return std::string{name_of(*value)}; }
};

}  // namespace

std::string demand(const Slot& slot, const Bounds& bounds) {
  return std::visit(Demand{bounds}, slot);
}

std::string shown(const Slot& slot) {
  return std::visit(Shown{}, slot);
}

}  // namespace postbag::config
