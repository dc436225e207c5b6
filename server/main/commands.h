#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "data/build.h"
#include "server/campaign/staff_action.h"

namespace postbag {

/// Each command is one function: it prints what it has to say and returns the exit status. `config`
/// is the file of
/// --config, if given.
using ConfigFile = std::optional<std::filesystem::path>;

int serve(const ConfigFile& config);
int run_mailer(const ConfigFile& config);
int check_config(const ConfigFile& config);
int migrate(const ConfigFile& config);

/// From one `store.url` to another, whose passwords are the configuration's.
int copy_store(const ConfigFile& config, const std::string& from, const std::string& to);

int lookup(const ConfigFile& config, const std::string& postcode, bool as_json);
/// An empty folder of tables, name or licence gets its usual value.
int build_data(data::BuildOptions options);
int check_data(const std::filesystem::path& path);

int import_campaign(const ConfigFile& config, const std::filesystem::path& file);
int export_campaign(const ConfigFile& config, const std::string& slug);
int list_campaigns(const ConfigFile& config);

/// Which letters to list; an empty state or campaign does not choose.
struct LetterListing {
  std::string state = {};
  std::string campaign = {};
  std::int64_t limit = 100;
  bool json = false;
};
int list_letters(const ConfigFile& config, const LetterListing& listing);
/// Each letter is one transaction; one that is refused does not stop the others.
int move_letters(const ConfigFile& config, const std::vector<std::string>& ids,
                 campaign::StaffAction action);
int release_letters(const ConfigFile& config, const std::vector<std::string>& ids);
/// What is held about the owner of an address, as JSON.
int export_person(const ConfigFile& config, const std::string& email);
int erase_person(const ConfigFile& config, const std::string& email);
int back_up(const ConfigFile& config, const std::filesystem::path& copy);
int mark_restored(const ConfigFile& config);
int forget_secret(const ConfigFile& config);

/// What staff say of Parliament. Days are `2029-05-30`; an empty one is none, or today.
int show_parliament(const ConfigFile& config);
int dissolve_parliament(const ConfigFile& config, const std::string& from,
                        const std::string& until);
int seat_parliament(const ConfigFile& config);
int vacate_seat(const ConfigFile& config, const std::string& code, const std::string& from);
int fill_seat(const ConfigFile& config, const std::string& code);

/// Staff accounts. Passwords come from the terminal or stdin (typed_password.h).
int add_user(const ConfigFile& config, const std::string& email, const std::string& role);
int list_users(const ConfigFile& config);
int disable_user(const ConfigFile& config, const std::string& email);
int enable_user(const ConfigFile& config, const std::string& email);
int set_password(const ConfigFile& config, const std::string& email);
/// The account's second factor, for who has lost their telephone.
int forget_code(const ConfigFile& config, const std::string& email);

/// Writes a made-up year into an empty sandbox, and an account to look at it with.
int fill_sandbox(const ConfigFile& config);

/// `slug` may be empty: all campaigns.
int show_reach(const ConfigFile& config, const std::string& slug, bool as_json, bool recount);

/// What a report is asked for; see office::parse() for the period.
struct ReportOrder {
  std::string slug = {};
  std::string organisation = {};
  std::string from = {};
  std::string to = {};
  std::string as_of = {};
  /// Of a digest: Parliament's number of the MP.
  std::string member = {};
  bool html = false;
};
/// Each prints the very bytes that the console gives as a file.
int print_newsletter(const ConfigFile& config, const ReportOrder& order);
int print_funder_report(const ConfigFile& config, const ReportOrder& order);
int print_digest(const ConfigFile& config, const ReportOrder& order);

}  // namespace postbag
