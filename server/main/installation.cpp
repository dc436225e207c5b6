#include "server/main/installation.h"

#include <iostream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "base/rng.h"
#include "base/token.h"
#include "server/http/server.h"

namespace postbag {
namespace {

Error unusable_secret(const std::filesystem::path& file, const std::string& why) {
  return {"unusable_secret", "The secret file " + file.string() + " " + why, "server.secret_file"};
}

/// Writes a new secret unless another process was quicker.
Result<void> make_secret(const std::filesystem::path& file) {
  std::error_code problem;
  if (file.has_parent_path()) std::filesystem::create_directories(file.parent_path(), problem);
  SystemRng rng;
  const std::string secret = random_token(rng) + random_token(rng);
  // Written whole under a name of its own, then linked: nobody ever reads half a secret.
  const std::string fresh = file.string() + "." + random_token(rng);
  const int descriptor =
      ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0)
    return tl::unexpected(
        unusable_secret(file, "cannot be made. Check the folder's rights and the disk."));
  const bool written =
      ::write(descriptor, secret.data(), secret.size()) == static_cast<ssize_t>(secret.size()) &&
      fsync(descriptor) == 0;
  ::close(descriptor);
  const bool linked = written && (::link(fresh.c_str(), file.c_str()) == 0 || errno == EEXIST);
  ::unlink(fresh.c_str());
  if (!linked)
    return tl::unexpected(
        unusable_secret(file, "cannot be written. Check the folder's rights and the disk."));
  return {};
}

}  // namespace

void complain(const Error& error) {
  std::cerr << "postbag: " << error.message << '\n';
}

void complain(const std::vector<Error>& errors) {
  for (const Error& error : errors)
    complain(error);
}

std::filesystem::path program_folder() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

Checked<config::Config> load_config(const std::optional<std::filesystem::path>& file) {
  return config::load(file, config::own_environment(), program_folder());
}

std::optional<config::Config> read_config(const std::optional<std::filesystem::path>& file) {
  auto config = load_config(file);
  if (config) return std::move(*config);
  complain(config.error());
  return std::nullopt;
}

Result<std::string> read_or_make_secret(const std::filesystem::path& file) {
  std::error_code problem;
  if (!std::filesystem::exists(file, problem))
    if (auto made = make_secret(file); !made) return tl::unexpected(made.error());
  auto secret = read_whole(file);
  if (!secret) return secret;
  if (secret->size() < http::kShortestSecret)
    return tl::unexpected(
        unusable_secret(file, "is shorter than 32 bytes. Put back the one from your backup."));
  return secret;
}

Result<void> check_secret(campaign::Store& store, const std::string& secret,
                          const std::filesystem::path& file) {
  if (store.is_secret_of_this_ledger(hmac_sha256(secret, "which secret is this"))) return {};
  return fail("wrong_secret",
              "The secret in " + file.string() +
                  " is not the one that this database was begun with: nobody would be recognised "
                  "as having written already. Put the old one back; if it is lost, run `postbag "
                  "store forget-secret`.",
              "server.secret_file");
}

}  // namespace postbag
