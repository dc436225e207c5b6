#include <algorithm>
#include <exception>
#include <iostream>

#include <CLI/CLI.hpp>
#include <sys/stat.h>

#include "base/nearest.h"
#include "server/main/commands.h"
#include "server/main/installation.h"
#include "server/staff/role.h"

namespace {

using postbag::ConfigFile;

/// Everything the commands can be given. One object, because only one command runs.
struct Arguments {
  ConfigFile config;
  std::vector<std::string> postcode;
  std::string slug;
  std::string from;
  std::string to;
  std::string until;
  std::string seat;
  std::filesystem::path file;
  std::filesystem::path constituency_column;
  postbag::data::BuildOptions build;
  bool json = false;
  bool recount = false;
  postbag::LetterListing listing;
  std::vector<std::string> letters;
  std::string email;
  std::string role;
  bool arrived = false;
  bool lost = false;
  postbag::ReportOrder report;
  bool markdown = false;
};

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text.append(text.empty() ? "" : " ").append(word);
  return text;
}

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& purpose,
                      int& status, std::function<int()> run) {
  CLI::App* command = parent.add_subcommand(name, purpose);
  command->callback([&status, run = std::move(run)] { status = run(); });
  return command;
}

CLI::App* with_config(CLI::App* command, Arguments& given) {
  command->add_option("--config", given.config,
                      "The configuration file (TOML); without one, the sandbox");
  return command;
}

void add_service_commands(CLI::App& app, Arguments& given, int& status) {
  with_config(add_command(app, "serve", "The HTTP service, with the mailer inside it", status,
                          [&] { return postbag::serve(given.config); }),
              given);
  with_config(add_command(app, "mailer", "The mailer alone", status,
                          [&] { return postbag::run_mailer(given.config); }),
              given);
  with_config(add_command(app, "check-config",
                          "Report every error of the configuration at once, and touch nothing",
                          status, [&] { return postbag::check_config(given.config); }),
              given);
  with_config(add_command(app, "migrate", "Bring the database to the current schema", status,
                          [&] { return postbag::migrate(given.config); }),
              given);
}

void add_store_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* store = app.add_subcommand("store", "The database that the letters are in");
  store->require_subcommand(1);
  CLI::App* copy = with_config(
      add_command(*store, "copy", "Move everything to an empty database", status,
                  [&] { return postbag::copy_store(given.config, given.from, given.to); }),
      given);
  copy->add_option("--from", given.from, "Such as sqlite:var/postbag.db")->required();
  copy->add_option("--to", given.to, "Such as postgresql://postbag@localhost/postbag")->required();
  with_config(add_command(*store, "restored",
                          "After putting back a copy that postbag backup did not make: hold what "
                          "may have left since",
                          status, [&] { return postbag::mark_restored(given.config); }),
              given);
  with_config(add_command(*store, "forget-secret",
                          "When server.secret_file is lost: let the next start take another",
                          status, [&] { return postbag::forget_secret(given.config); }),
              given);
  CLI::App* backup = with_config(
      add_command(app, "backup", "A consistent copy of the SQLite database while it is in use",
                  status, [&] { return postbag::back_up(given.config, given.file); }),
      given);
  backup->add_option("file", given.file, "Where to put the copy")->required();
}

void add_data_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* lookup = with_config(
      add_command(
          app, "lookup", "Look one postcode up in the data set", status,
          [&] { return postbag::lookup(given.config, joined(given.postcode), given.json); }),
      given);
  lookup->add_option("postcode", given.postcode, "Such as DE1 1AA")->required()->expected(1, 2);
  lookup->add_flag("--json", given.json, "As the API answers");

  CLI::App* data = app.add_subcommand("data", "Build or check a data set");
  data->require_subcommand(1);
  CLI::App* build =
      add_command(*data, "build", "Make postcodes.bin from the official files", status, [&] {
        if (!given.constituency_column.empty())
          given.build.constituency_column = given.constituency_column;
        return postbag::build_data(given.build);
      });
  build
      ->add_option("source", given.build.source,
                   "ONSPD, NSPL or Code-Point Open: a zip, a .csv.gz or a .csv")
      ->required();
  build->add_option("--constituencies", given.constituency_column,
                    "For Code-Point Open: a CSV with the columns postcode and constituency");
  build->add_option("--tables", given.build.tables,
                    "The folder of constituencies.csv; else the bundled data set");
  build->add_option("--output", given.build.output, "Where to put postcodes.bin")->required();
  build->add_option("--date", given.build.source_date, "The month of the source, such as 2026-08")
      ->required();
  build->add_option("--name", given.build.source_name,
                    "What the source is called; else its file name");
  build->add_option("--licence", given.build.licence,
                    "The words its licence asks for; else those of the ONS and of Code-Point Open");
  CLI::App* check =
      add_command(*data, "check", "Report what a data set holds and what is wrong with it", status,
                  [&] { return postbag::check_data(given.file); });
  check->add_option("file", given.file, "A data set's folder, or a postcodes.bin")->required();
}

void add_campaign_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* campaign = app.add_subcommand("campaign", "Campaigns as TOML files");
  campaign->require_subcommand(1);
  CLI::App* import =
      with_config(add_command(*campaign, "import", "Check a campaign file and store it", status,
                              [&] { return postbag::import_campaign(given.config, given.file); }),
                  given);
  import->add_option("file", given.file, "The campaign's TOML file")->required();
  CLI::App* export_ =
      with_config(add_command(*campaign, "export", "Print a stored campaign's file", status,
                              [&] { return postbag::export_campaign(given.config, given.slug); }),
                  given);
  export_->add_option("slug", given.slug, "Such as back-to-work")->required();
  with_config(add_command(*campaign, "list", "The stored campaigns", status,
                          [&] { return postbag::list_campaigns(given.config); }),
              given);

  CLI::App* reach = with_config(
      add_command(
          app, "reach", "The MPs that campaigns have reached", status,
          [&] { return postbag::show_reach(given.config, given.slug, given.json, given.recount); }),
      given);
  reach->add_option("slug", given.slug, "One campaign; without it, all");
  reach->add_flag("--json", given.json, "Machine-readable");
  reach->add_flag("--recount", given.recount,
                  "Count again from the ledger first, and mend the counters if they differ");
}

/// So that `--help` and a slip name them all.
std::vector<std::string> names_of_states() {
  std::vector<std::string> names;
  for (int code = 0; code <= static_cast<int>(postbag::campaign::LetterState::withdrawn); ++code)
    names.emplace_back(
        postbag::campaign::name_of(static_cast<postbag::campaign::LetterState>(code)));
  return names;
}

CLI::App* add_move(CLI::App& app, Arguments& given, const std::string& name,
                   const std::string& purpose, int& status, std::function<int()> run) {
  CLI::App* command = with_config(add_command(app, name, purpose, status, std::move(run)), given);
  command
      ->add_option(
          "letters", given.letters,
          "Their ids, as `postbag letters` shows them; -- before one that begins with a hyphen")
      ->required();
  return command;
}

void add_letter_commands(CLI::App& app, Arguments& given, int& status) {
  using postbag::campaign::StaffAction;
  CLI::App* list = with_config(
      add_command(app, "letters", "Letters and where they stand, the newest first", status,
                  [&] { return postbag::list_letters(given.config, given.listing); }),
      given);
  list->add_option("--state", given.listing.state, "Only those in this state")
      ->check(CLI::IsMember(names_of_states()));
  list->add_option("--campaign", given.listing.campaign, "Only those of this campaign");
  list->add_option("--limit", given.listing.limit, "How many at most")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  list->add_flag("--json", given.listing.json, "Machine-readable, with Message-IDs");

  const auto move = [&](StaffAction action) {
    return [&given, action] { return postbag::move_letters(given.config, given.letters, action); };
  };
  add_move(app, given, "retry", "Send letters again that failed or bounced", status,
           move(StaffAction::retry));
  add_move(app, given, "hold", "Keep queued letters from leaving", status, move(StaffAction::hold));
  add_move(app, given, "release", "Let held letters leave, each to the MP that it was written to",
           status, [&] { return postbag::release_letters(given.config, given.letters); });
  CLI::App* resolve = add_move(
      app, given, "resolve", "Say what became of uncertain letters, from the mail server's log",
      status, [&, move] {
        return move(given.arrived ? StaffAction::resolve_sent : StaffAction::resolve_failed)();
      });
  CLI::Option_group* which = resolve->add_option_group("what became of them");
  which->add_flag("--sent", given.arrived, "They arrived: they are sent, and count");
  which->add_flag("--failed", given.lost, "They did not arrive: they failed, and may be retried");
  which->require_option(1);
}

void add_person_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* person = app.add_subcommand("person", "What one person may ask for by law");
  person->require_subcommand(1);
  CLI::App* export_ = with_config(
      add_command(*person, "export",
                  "Print all that is held about the owner of an address, as JSON", status,
                  [&] { return postbag::export_person(given.config, given.email); }),
      given);
  CLI::App* erase = with_config(
      add_command(*person, "erase",
                  "Delete all that is held about the owner of an address, and take back what has "
                  "not left",
                  status, [&] { return postbag::erase_person(given.config, given.email); }),
      given);
  for (CLI::App* command : {export_, erase})
    command->add_option("email", given.email, "Their email address")->required();
}

void add_user_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* user = app.add_subcommand("user", "The accounts of staff");
  user->require_subcommand(1);
  const auto add = [&](const char* name, const char* purpose, std::function<int()> run) {
    return with_config(add_command(*user, name, purpose, status, std::move(run)), given);
  };
  add("list", "All accounts", [&] { return postbag::list_users(given.config); });
  CLI::App* added = add("add", "Make an account; its password comes from the terminal, or stdin",
                        [&] { return postbag::add_user(given.config, given.email, given.role); });
  std::vector<std::string> roles;
  for (const postbag::staff::Role role : postbag::staff::kRoles)
    roles.emplace_back(name_of(role));
  added->add_option("--role", given.role, "What they may do")
      ->required()
      ->check(CLI::IsMember(roles));
  using Command = int (*)(const ConfigFile&, const std::string&);
  const auto on_one = [&](const char* name, const char* purpose, Command command) {
    return add(name, purpose, [&given, command] { return command(given.config, given.email); });
  };
  for (CLI::App* command :
       {added, on_one("disable", "Let somebody sign in no more", postbag::disable_user),
        on_one("enable", "Let somebody sign in again", postbag::enable_user),
        on_one("password", "Set a password, from the terminal or stdin", postbag::set_password),
        on_one("forget-code", "When a telephone is lost: ask for the password alone",
               postbag::forget_code)})
    command->add_option("email", given.email, "Their email address")->required();
}

void add_parliament_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* parliament =
      app.add_subcommand("parliament", "When Parliament is dissolved, and which seats are vacant");
  parliament->require_subcommand(1);
  with_config(add_command(*parliament, "show", "What is said of it now, one line each", status,
                          [&] { return postbag::show_parliament(given.config); }),
              given);
  CLI::App* dissolve = with_config(
      add_command(
          *parliament, "dissolve",
          "From that day on no letter is taken, and those that wait are held", status,
          [&] { return postbag::dissolve_parliament(given.config, given.from, given.until); }),
      given);
  dissolve->add_option("from", given.from, "The day of the dissolution, such as 2029-05-30")
      ->required();
  dissolve->add_option("until", given.until, "The first day on which letters are taken again");
  with_config(add_command(*parliament, "sit", "Letters are taken again, from today on", status,
                          [&] { return postbag::seat_parliament(given.config); }),
              given);
  CLI::App* vacant = with_config(
      add_command(*parliament, "vacant", "A seat has no Member", status,
                  [&] { return postbag::vacate_seat(given.config, given.seat, given.from); }),
      given);
  vacant->add_option("code", given.seat, "The seat's code, such as E14001195")->required();
  vacant->add_option("from", given.from, "The first day without one; today when left out");
  CLI::App* filled =
      with_config(add_command(*parliament, "filled", "A seat has a Member again, from today on",
                              status, [&] { return postbag::fill_seat(given.config, given.seat); }),
                  given);
  filled->add_option("code", given.seat, "The seat's code")->required();
}

void add_sandbox_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* sandbox = app.add_subcommand("sandbox", "For trying things out");
  sandbox->require_subcommand(1);
  with_config(add_command(*sandbox, "fill",
                          "Live a made-up year in an empty sandbox, so that the console is full",
                          status, [&] { return postbag::fill_sandbox(given.config); }),
              given);
}

void add_report_commands(CLI::App& app, Arguments& given, int& status) {
  CLI::App* report =
      app.add_subcommand("report", "Newsletter text, funder's report, digest for an MP's office");
  report->require_subcommand(1);
  using Command = int (*)(const ConfigFile&, const postbag::ReportOrder&);
  const auto add = [&](const char* name, const char* purpose, Command run) {
    CLI::App* command =
        with_config(add_command(*report, name, purpose, status,
                                [&given, run] { return run(given.config, given.report); }),
                    given);
    command->add_option("slug", given.report.slug, "One campaign; without it, all");
    command->add_option("--organisation", given.report.organisation,
                        "All campaigns of this organisation");
    command->add_option("--from", given.report.from,
                        "The first day, such as 2026-10-01; without both, the last month");
    command->add_option("--to", given.report.to, "The last day");
    command->add_option("--as-of", given.report.as_of,
                        "A day, for its end, or a moment such as 2026-11-02T09:00:00Z; without it, "
                        "now");
    return command;
  };
  for (CLI::App* command :
       {add("newsletter", "Text for members, as Markdown or HTML", postbag::print_newsletter),
        add("digest", "What constituents wrote to an MP about: no names", postbag::print_digest)}) {
    CLI::Option* html = command->add_flag("--html", given.report.html, "As HTML");
    command->add_flag("--markdown", given.markdown, "As Markdown, which is usual")->excludes(html);
    if (command->get_name() == "digest")
      command->add_option("--member", given.report.member, "Parliament's number of the MP")
          ->required();
  }
  add("funder", "An HTML file that prints on A4", postbag::print_funder_report)
      ->add_flag("--html", given.report.html, "As HTML, which is all there is");
}

/// One line that says what to do; CLI11's own takes two and does not name an unknown command.
int complain_of_usage(const CLI::App& app, const CLI::ParseError& problem,
                      const std::string& first) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({}))
    names.push_back(command->get_name());
  const bool unknown = !first.empty() && first.front() != '-' &&
                       std::find(names.begin(), names.end(), first) == names.end();
  std::string what = unknown ? "There is no command " + first +
                                   postbag::did_you_mean(first, {names.begin(), names.end()})
                             : std::string{problem.what()};
  if (!what.ends_with('.') && !what.ends_with('?')) what += '.';
  postbag::complain(postbag::Error{"bad_usage", what + " See postbag --help.", ""});
  return postbag::kBadUsage;
}

int run(int count, char** words) {
  Arguments given;
  int status = postbag::kDone;
  CLI::App app{"Postbag: letters from constituents to their MPs, and which MPs they reached",
               "postbag"};
  app.require_subcommand(1);
  app.set_version_flag("--version", POSTBAG_VERSION);
  add_service_commands(app, given, status);
  add_store_commands(app, given, status);
  add_data_commands(app, given, status);
  add_campaign_commands(app, given, status);
  add_letter_commands(app, given, status);
  add_person_commands(app, given, status);
  add_parliament_commands(app, given, status);
  add_user_commands(app, given, status);
  add_report_commands(app, given, status);
  add_sandbox_commands(app, given, status);
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& problem) {
    if (problem.get_exit_code() == 0) return app.exit(problem);  // --help, --version
    return complain_of_usage(app, problem, count > 1 ? words[1] : "");
  }
  return status;
}

}  // namespace

int main(int count, char** words) {
  umask(S_IRWXG | S_IRWXO);  // letters, secrets and captured mail are for their owner alone
  try {
    return run(count, words);
  } catch (const std::exception& problem) {
    std::cerr << "postbag: " << problem.what() << '\n';
    return postbag::kFailed;
  }
}
