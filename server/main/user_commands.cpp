#include <iostream>

#include "base/time_text.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"
#include "server/main/typed_password.h"
#include "server/staff/accounts.h"

namespace postbag {
namespace {

using staff::Accounts;
using staff::Actor;

/// Runs `work(accounts)`, whose answer is a Result, for a command's exit status.
template <class Work>
int with_accounts(const ConfigFile& file, const Work& work) {
  const auto config = read_config(file);
  if (!config) return kBadUsage;
  auto ledger = Ledger::open(*config, config->server.migrate);
  if (!ledger) {
    complain(ledger.error());
    return kFailed;
  }
  // Nobody signs in here, so nothing is signed.
  Accounts accounts{(*ledger)->staff, (*ledger)->clock, (*ledger)->rng, {}};
  if (const Result<void> done = work(accounts); !done) {
    complain(done.error());
    return kFailed;
  }
  return kDone;
}

/// Runs `work(accounts, user)` for the account of an address.
template <class Work>
int with_user(const ConfigFile& file, const std::string& email, const Work& work) {
  const auto address = EmailAddress::parse(email, "EMAIL");
  if (!address) {
    complain(address.error());
    return kBadUsage;
  }
  return with_accounts(file, [&](Accounts& accounts) -> Result<void> {
    const auto user = accounts.find(*address);
    if (!user)
      return fail("unknown_user",
                  "There is no account with this address. `postbag user list` shows all.");
    return work(accounts, *user);
  });
}

const char* state_of(const staff::User& user) {
  if (user.disabled_at) return "disabled";
  return user.password.empty() ? "no password" : "enabled";
}

}  // namespace

int add_user(const ConfigFile& file, const std::string& email, const std::string& role) {
  const auto address = EmailAddress::parse(email, "EMAIL");
  const auto wanted = staff::parse_role(role);
  if (!address || !wanted) {
    complain(address ? Error{"bad_usage", "There is no role " + role + ".", ""} : address.error());
    return kBadUsage;
  }
  return with_accounts(file, [&](Accounts& accounts) -> Result<void> {
    if (accounts.find(*address))
      return fail("known_user", "There is an account with this address already.");
    const auto password = read_typed_password();
    if (!password) return tl::unexpected(password.error());
    return accounts.add(Actor::command_line(), *address, *wanted, *password).map([](std::int64_t) {
    });
  });
}

int list_users(const ConfigFile& file) {
  return with_accounts(file, [](Accounts& accounts) -> Result<void> {
    for (const staff::User& user : accounts.users())
      std::cout << user.email.text() << '\t' << name_of(user.role) << '\t' << state_of(user) << '\t'
                << (user.totp_secret.empty() ? "password" : "password and code") << '\t'
                << rfc3339(user.created_at) << '\n';
    return {};
  });
}

int disable_user(const ConfigFile& file, const std::string& email) {
  return with_user(file, email, [](Accounts& accounts, const staff::User& user) {
    return accounts.disable(Actor::command_line(), user.id);
  });
}

int enable_user(const ConfigFile& file, const std::string& email) {
  return with_user(file, email, [](Accounts& accounts, const staff::User& user) {
    return accounts.enable(Actor::command_line(), user.id);
  });
}

int set_password(const ConfigFile& file, const std::string& email) {
  return with_user(file, email, [](Accounts& accounts, const staff::User& user) -> Result<void> {
    const auto password = read_typed_password();
    if (!password) return tl::unexpected(password.error());
    return accounts.set_password(Actor::command_line(), user.id, *password);
  });
}

int forget_code(const ConfigFile& file, const std::string& email) {
  return with_user(file, email, [](Accounts& accounts, const staff::User& user) {
    return accounts.forget_totp(Actor::command_line(), user.id);
  });
}

}  // namespace postbag
