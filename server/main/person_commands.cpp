#include <iostream>

#include "server/campaign/own_letters.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/main/ledger.h"

namespace postbag {
namespace {

/// Runs `work(own_letters, address)` for the owner of an address, whom the secret tells.
template <class Work>
int with_person(const ConfigFile& file, const std::string& email, const Work& work) {
  const auto address = EmailAddress::parse(email, "EMAIL");
  if (!address) {
    complain(address.error());
    return kBadUsage;
  }
  return with_store(file, [&](campaign::Store& store, const config::Config& config) {
    const auto secret = read_or_make_secret(config.server.secret_file);
    if (!secret) {
      complain(secret.error());
      return kFailed;
    }
    if (auto known = check_secret(store, *secret, config.server.secret_file); !known) {
      complain(known.error());
      return kFailed;
    }
    auto data_set = data::DataSet::load(config.data.folder);
    if (!data_set) {
      complain(data_set.error());
      return kFailed;
    }
    const campaign::Catalogue catalogue{store};
    const SystemClock clock;
    campaign::OwnLetters own{store, catalogue, std::move(*data_set), clock, *secret};
    work(own, *address);
    return kDone;
  });
}

}  // namespace

int export_person(const ConfigFile& file, const std::string& email) {
  return with_person(file, email, [](const campaign::OwnLetters& own, const EmailAddress& address) {
    std::cout << own.record_of(address);
  });
}

int erase_person(const ConfigFile& file, const std::string& email) {
  return with_person(file, email, [](campaign::OwnLetters& own, const EmailAddress& address) {
    const campaign::Erased erased = own.erase(address);
    std::cout << "letters\t" << erased.letters << "\nwithdrawn\t" << erased.withdrawn
              << "\nbeing sent\t" << erased.leaving << '\n';
  });
}

}  // namespace postbag
