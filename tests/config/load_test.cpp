#include <algorithm>
#include <chrono>
#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "server/config/config.h"
#include "tests/support/temporary_folder.h"

namespace {

using namespace std::chrono_literals;
using postbag::Checked;
using postbag::Error;
using postbag::config::Config;
using postbag::config::effective;
using postbag::config::load;
using postbag::config::Tls;
using postbag::testing::TemporaryFolder;

using Environment = std::map<std::string, std::string>;

const std::string kLive = R"(
[server]
base_url = "https://letters.charity.test"
[mailer]
transport = "smtp://mail.charity.test"
live = true
from = "letters@charity.test"
)";

/// A folder with one configuration file in it.
struct Desk {
  TemporaryFolder folder;

  Checked<Config> read(std::string_view toml, const Environment& environment = {}) const {
    return load(folder.write("postbag.toml", toml), environment, folder.path());
  }

  /// All errors' messages, one a line, with the file's name without its folder.
  std::string complaints(std::string_view toml, const Environment& environment = {}) const {
    const auto config = read(toml, environment);
    if (config) return {};
    std::string all;
    for (const Error& error : config.error()) {
      std::string line = error.message;
      const std::string start = folder.path().string() + "/";
      if (line.starts_with(start)) line.erase(0, start.size());
      all += line + "\n";
    }
    return all;
  }
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

BOOST_AUTO_TEST_SUITE(configuration)

BOOST_FIXTURE_TEST_CASE(what_only_a_restart_changes_is_named_and_stays_as_it_was, Desk) {
  const auto before = read("[server]\nthreads = 4\n[limits]\nlookups_burst = 5\n");
  const auto fresh =
      read("[server]\nthreads = 8\nlisten = \"127.0.0.1:9999\"\n[limits]\nlookups_burst = 9\n");
  BOOST_REQUIRE(before);
  BOOST_REQUIRE(fresh);
  const auto renewed = postbag::config::renew(*before, *fresh);
  BOOST_REQUIRE(renewed);
  const std::vector<std::string> named{"server.listen", "server.base_url", "server.threads"};
  BOOST_TEST(renewed->needs_restart == named, boost::test_tools::per_element());
  BOOST_TEST(renewed->config.server.threads == 4);
  BOOST_TEST(renewed->config.server.listen.port == 8080);
  BOOST_TEST(renewed->config.limits.lookups_burst == 9);
  BOOST_TEST(postbag::config::renew(*before, *before)->needs_restart.empty());
}

BOOST_FIXTURE_TEST_CASE(what_can_change_must_fit_what_stays, Desk) {
  const std::string local =
      "[mailer]\ntransport = \"smtp://127.0.0.1:25\"\nlive = true\nfrom = "
      "\"letters@charity.test\"\n";
  const auto plain = read(local + "tls = \"none\"\n");
  const auto with_password = read(local + "user = \"postbag\"\npassword = \"secret\"\n");
  BOOST_REQUIRE(plain);
  BOOST_REQUIRE(with_password);
  const auto renewed = postbag::config::renew(*plain, *with_password);
  BOOST_REQUIRE(!renewed);
  BOOST_TEST(renewed.error().front().code == "conflicting_values");
  BOOST_TEST(renewed.error().front().message.find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_file_it_is_the_sandbox) {
  const TemporaryFolder folder;
  const auto config = load({}, {}, folder.path());
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST(config->sandbox());
  BOOST_TEST(config->server.listen.text() == "127.0.0.1:8080");
  BOOST_TEST(config->server.base_url.text == "http://127.0.0.1:8080");
  BOOST_TEST(config->server.max_body.count == 131072);
  BOOST_TEST(config->store.url.sqlite_file == "var/postbag.db");
  BOOST_TEST(config->mailer.transport.folder == "var/outbox");
  BOOST_TEST(config->mailer.bounce_domain.text == "postbag.example.org");
  BOOST_TEST(config->mailer.sessions == 4);
  BOOST_TEST(config->mailer.embedded);
  BOOST_TEST((config->letters.cancel_window == 0s));
  BOOST_TEST((config->letters.expire_after == 7 * 24h));
}

BOOST_AUTO_TEST_CASE(a_live_service_gets_the_cancel_window_and_its_own_domain_for_bounces) {
  const auto config = Desk{}.read(kLive);
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST(!config->sandbox());
  BOOST_TEST((config->letters.cancel_window == 10min));
  BOOST_TEST(config->mailer.bounce_domain.text == "charity.test");
  BOOST_TEST(config->mailer.transport.server.port == 587);
  BOOST_TEST((config->mailer.tls == Tls::starttls));
}

BOOST_AUTO_TEST_CASE(a_variable_wins_over_the_file_and_an_empty_one_is_not_set) {
  const auto config =
      Desk{}.read("[server]\nlisten = \"127.0.0.1:1\"\nthreads = 2\n",
                  {{"POSTBAG_SERVER_LISTEN", "[::1]:9000"}, {"POSTBAG_SERVER_THREADS", ""}});
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST(config->server.listen.text() == "[::1]:9000");
  BOOST_TEST(config->server.threads == 2);
}

BOOST_AUTO_TEST_CASE(every_error_is_reported_at_once_each_with_its_line_and_what_to_write) {
  const std::string all = Desk{}.complaints(R"([server]
lissten = "127.0.0.1:80"
threads = "four"
read_timeout = "soon"
max_body = 12
base_url = "letters.example.org"

[mailr]
live = true

[mailer]
sessions = 65
embedded = "yes"
tls = "ssl"
from = "letters"
)",
                                            {{"POSTBAG_LOG_LEVEL", "loud"}});
  BOOST_TEST_MESSAGE(all);
  for (const char* line :
       {"postbag.toml, line 2: there is no key lissten in [server]; did you mean \"listen\"?\n",
        "line 3: server.threads must be a whole number from 1 to 256, without quotes.\n",
        "postbag.toml, line 4: server.read_timeout must be a length of time from 100ms to 1m",
        "postbag.toml, line 5: server.max_body must be a size from 4KiB to 1MiB",
        "postbag.toml, line 6: server.base_url must be a web address",
        "postbag.toml, line 8: there is no section [mailr]; did you mean \"mailer\"?\n",
        "postbag.toml, line 12: mailer.sessions must be a whole number from 1 to 64",
        "postbag.toml, line 13: mailer.embedded must be true or false, without quotes.\n",
        "postbag.toml, line 14: mailer.tls must be \"starttls\", \"implicit\" or \"none\".\n",
        "postbag.toml, line 15: mailer.from must be an email address",
        "POSTBAG_LOG_LEVEL: log.level must be \"debug\""})
    BOOST_TEST_CONTEXT(line) BOOST_TEST(contains(all, line));
  BOOST_TEST(std::count(all.begin(), all.end(), '\n') == 11);
}

BOOST_AUTO_TEST_CASE(only_a_name_that_is_near_is_suggested) {
  const std::string all = Desk{}.complaints("[wat]\nx = 1\n[server]\nzebra_crossing = 1\n");
  BOOST_TEST(
      contains(all, "there is no section [wat]; config.example.toml lists all there are.\n"));
  BOOST_TEST(contains(all, "no key zebra_crossing in [server]; config.example.toml lists"));
  BOOST_TEST(!contains(all, "did you mean"));
}

BOOST_AUTO_TEST_CASE(a_section_that_is_a_value_a_list_or_a_section_too_deep_is_refused) {
  const Desk desk;
  BOOST_TEST(contains(desk.complaints("server = 3"), "line 1: server must be a section"));
  BOOST_TEST(contains(desk.complaints("[[server]]"), "server must be a section"));
  BOOST_TEST(contains(desk.complaints("[server.listen]\na = 1"), "server.listen must be"));
  BOOST_TEST(contains(desk.complaints("[server]\nlisten = [\"a\"]"), "server.listen must be"));
}

BOOST_AUTO_TEST_CASE(an_unknown_key_cannot_write_control_characters_to_the_terminal) {
  const std::string all = Desk{}.complaints("[server]\n\"\\u001b[2J\" = 1\n");
  BOOST_TEST(contains(all, "no key ?[2J in"));
}

BOOST_AUTO_TEST_CASE(a_slip_in_a_variable_is_an_error_and_other_peoples_variables_are_not) {
  const Desk desk;
  BOOST_TEST(contains(desk.complaints("", {{"POSTBAG_MAILER_SESIONS", "4"}}),
                      "POSTBAG_MAILER_SESIONS: there is no such setting; did you mean "
                      "\"POSTBAG_MAILER_SESSIONS\"?"));
  BOOST_TEST(contains(desk.complaints("", {{"POSTBAG_MALIER_LIVE", "true"}}),
                      "did you mean \"POSTBAG_MAILER_LIVE\"?"));
  BOOST_TEST(desk.complaints("", {{"POSTBAG_PORT", "tcp://10.0.0.1:80"},
                                  {"POSTBAG_SERVICE_HOST", "10.0.0.1"},
                                  {"MAILER_LIVE", "true"}}) == "");
}

BOOST_AUTO_TEST_CASE(what_is_not_toml_is_refused_with_its_line_and_column) {
  const std::string all = Desk{}.complaints("[server]\nthreads = = 4\n");
  BOOST_TEST(contains(all, "postbag.toml, line 2, column "));
  BOOST_TEST(contains(all, "this is not TOML"));
  BOOST_TEST(contains(Desk{}.complaints("[log]\nlevel = \"info\"\nlevel = \"info\"\n"), "line 3"));
}

BOOST_AUTO_TEST_CASE(a_missing_file_a_folder_a_failing_read_and_an_endless_one_are_errors) {
  const TemporaryFolder folder;
  // A process may open its own memory, but address 0 cannot be read: an I/O error even for root.
  for (const std::filesystem::path& file :
       {folder / "none.toml", folder.path(), std::filesystem::path{"/proc/self/mem"},
        std::filesystem::path{"/dev/zero"}}) {
    BOOST_TEST_CONTEXT(file) {
      const auto config = load(file, {}, folder.path());
      BOOST_REQUIRE(!config.has_value());
      BOOST_TEST(config.error().size() == 1U);
      BOOST_TEST(config.error().front().code == "unreadable_file");
      BOOST_TEST(config.error().front().message.starts_with("The configuration file " +
                                                            file.string() + " cannot be read: "));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_password_can_come_from_a_file_without_its_line_end) {
  const Desk desk;
  const auto file = desk.folder.write("password", "s3cret words\r\n");
  for (const Environment& environment :
       {Environment{{"POSTBAG_MAILER_PASSWORD_FILE", file.string()}},
        Environment{{"POSTBAG_MAILER_PASSWORD", "s3cret words"}}}) {
    const auto config = desk.read(kLive + "user = \"postbag\"\n", environment);
    BOOST_REQUIRE(config.has_value());
    BOOST_TEST(config->mailer.password.reveal() == "s3cret words");
  }
  const auto config =
      desk.read(kLive + "user = \"postbag\"\npassword_file = \"" + file.string() + "\"\n");
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST(config->mailer.password.reveal() == "s3cret words");
}

BOOST_AUTO_TEST_CASE(a_password_file_that_is_missing_empty_or_given_twice_is_an_error) {
  const Desk desk;
  const std::string start = kLive + "user = \"postbag\"\n";
  BOOST_TEST(
      contains(desk.complaints(start + "password_file = \"/nowhere/password\"\n"),
               "line 9: the mailer.password_file /nowhere/password cannot be read: No such"));
  const auto empty = desk.folder.write("empty", "\n");
  BOOST_TEST(contains(desk.complaints(start + "password_file = \"" + empty.string() + "\"\n"),
                      "mailer.password must be text"));
  BOOST_TEST(contains(desk.complaints(start + "password_file = 3\n"), "path of a file"));
  BOOST_TEST(
      contains(desk.complaints(start + "password_file = \"a\"\npassword = \"b\"\n"), "not both"));
  BOOST_TEST(
      contains(desk.complaints("[log]\nlevel_file = \"a\"\n"), "there is no key level_file"));
}

BOOST_AUTO_TEST_CASE(a_secret_is_in_no_error_and_not_in_the_effective_configuration) {
  const Desk desk;
  const std::string secret = "hunter2secret";
  const std::string quoted = "\"" + secret + "\"";
  for (const std::string& toml :
       {"[mailer]\npassword = " + secret, "[mailer]\npassword = \"" + secret,
        "[mailer]\npassword = [" + quoted + "]", "[mailer]\npasswrod = " + quoted,
        "[mailer]\npassword = " + quoted, "[mailer]\npassword = \"\"\"" + secret + "\n\"\"\"",
        fmt::format("[mailer]\npassword = {0}\npassword_file = {0}\npassword = 1", quoted),
        "[mailer]\ntransport = \"smtp://me:" + secret + "@mail.example.org\"",
        "[store]\nurl = \"postgresql://me:" + secret + "@localhost/postbag\""}) {
    BOOST_TEST_CONTEXT(toml) {
      const std::string all = desk.complaints(toml);
      BOOST_TEST(!all.empty());
      BOOST_TEST(!contains(all, secret));
    }
  }
  BOOST_TEST(!contains(desk.complaints("", {{"POSTBAG_MAILER_PASSWORD", secret + "\n"}}), secret));

  const auto config = desk.read(kLive + "user = \"postbag\"\npassword = " + quoted + "\n");
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST(!contains(effective(*config), secret));
  BOOST_TEST(contains(effective(*config), "password = \"***\""));
}

BOOST_AUTO_TEST_CASE(the_effective_configuration_reads_back_as_itself) {
  const Desk desk;
  const auto config = desk.read("[server]\nservice_name = \"A \\\"B\\\" \\\\ C\"\n");
  BOOST_REQUIRE(config.has_value());
  const auto again = desk.read(effective(*config));
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST(effective(*again) == effective(*config));
  BOOST_TEST(again->server.service_name.text() == "A \"B\" \\ C");
}

BOOST_AUTO_TEST_CASE(postgresql_on_another_machine_needs_a_word_about_encryption) {
  const Desk desk;
  const auto complaints = [&](const std::string& url) {
    return desk.complaints("[store]\nurl = \"" + url + "\"\n");
  };
  for (const char* refused :
       {"postgresql://jo@db.example.org/postbag", "postgresql://db.example.org:5433/postbag",
        "postgresql:///postbag?host=db.example.org", "postgresql://127.0.0.1.example.org/postbag"})
    BOOST_TEST(contains(complaints(refused), "line 2: store.url must say"));
  for (const char* taken : {"postgresql:///postbag", "postgresql://jo@127.0.0.1:5433/postbag",
                            "postgresql:///postbag?host=/run/postgresql",
                            "postgresql://jo@db.example.org/postbag?sslmode=verify-full"})
    BOOST_TEST(complaints(taken) == "");
}

BOOST_AUTO_TEST_CASE(settings_that_do_not_fit_together_are_refused) {
  const Desk desk;
  const std::string live{kLive};
  const auto refuses = [&](const std::string& toml, std::string_view complaint,
                           const Environment& environment = {}) {
    BOOST_TEST_CONTEXT(toml) {
      const std::string all = desk.complaints(toml, environment);
      BOOST_TEST_CONTEXT(all) BOOST_TEST(contains(all, complaint));
    }
  };
  refuses("[mailer]\ntransport = \"smtp://localhost:25\"\n",
          "line 2: mailer.live must be true to send mail");
  refuses("[mailer]\nlive = true\n",
          "line 2: mailer.live is true but mailer.transport is a folder");
  refuses(live, "mailer.from must be an address at a domain of your own",
          {{"POSTBAG_MAILER_FROM", "letters@mail.example.com"}});
  refuses(live, "names that end in .example or .invalid are reserved and belong to nobody.",
          {{"POSTBAG_MAILER_FROM", "letters@your-charity.example"}});
  refuses(live + "bounce_domain = \"example.net\"\n", "line 8: mailer.bounce_domain must be");
  refuses(live, "POSTBAG_SERVER_BASE_URL: server.base_url must begin with https://",
          {{"POSTBAG_SERVER_BASE_URL", "http://letters.charity.test"}});
  refuses(live + "tls = \"none\"\n", "line 8: mailer.tls may be \"none\" only");
  refuses(live + "tls = \"starttls\"\n", "mailer.tls must be \"implicit\" with smtps://",
          {{"POSTBAG_MAILER_TRANSPORT", "smtps://mail.charity.test"}});
  refuses(live + "user = \"postbag\"\n", "mailer.user needs mailer.password_file");
  refuses(live + "password = \"a\"\n", "mailer.password needs mailer.user");
  refuses(live + "user = \"a\"\npassword = \"b\"\ntls = \"none\"\n",
          "mailer.tls may not be \"none\" when a password is sent",
          {{"POSTBAG_MAILER_TRANSPORT", "smtp://localhost:25"}});
  refuses("[mailer]\ntimeout = \"6m\"\n", "line 2: mailer.lease must be longer than");
  refuses("[mailer]\nretry_longest = \"1s\"\n", "mailer.retry_longest must be at least");
}

BOOST_AUTO_TEST_CASE(settings_that_fit_together_on_this_machine_are_accepted) {
  const Desk desk;
  const std::string live{kLive};
  BOOST_TEST(desk.complaints(live + "tls = \"none\"\n",
                             {{"POSTBAG_MAILER_TRANSPORT", "smtp://127.0.0.1:2525"},
                              {"POSTBAG_SERVER_BASE_URL", "http://localhost:8080"}}) == "");
  const auto config = desk.read(live, {{"POSTBAG_MAILER_TRANSPORT", "smtps://mail.charity.test"}});
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST((config->mailer.tls == Tls::implicit));
}

BOOST_AUTO_TEST_CASE(a_faulty_setting_causes_no_second_error_about_what_it_would_fit) {
  const std::string all = Desk{}.complaints("[mailer]\ntimeout = \"long\"\nlease = \"1s\"\n");
  BOOST_TEST(std::count(all.begin(), all.end(), '\n') == 1);
}

BOOST_AUTO_TEST_CASE(the_bundled_folders_are_found_beside_the_program_and_where_it_is_installed) {
  const TemporaryFolder folder;
  folder.write("usr/share/postbag/data/constituencies.csv", "");
  folder.write("usr/bin/templates/campaigns/a.toml", "");
  const auto config = load({}, {}, folder / "usr/bin");
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST(config->data.folder == folder / "usr/share/postbag/data");
  BOOST_TEST(config->templates.folder == folder / "usr/bin/templates");
  const auto given = load({}, {{"POSTBAG_DATA_FOLDER", "/srv/data"}}, folder / "usr/bin");
  BOOST_REQUIRE(given.has_value());
  BOOST_TEST(given->data.folder == "/srv/data");
  folder.write("source/data/set/constituencies.csv", "");
  const auto built = load({}, {}, folder / "source/build/release");
  BOOST_TEST(built->data.folder == folder / "source/data/set");
  const auto nowhere = load({}, {}, folder / "opt");
  BOOST_TEST(nowhere->data.folder == folder / "opt/data");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
