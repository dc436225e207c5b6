#include <sstream>

#include <boost/test/unit_test.hpp>

#include "server/config/options.h"
#include "tests/support/temporary_folder.h"

namespace {

using postbag::config::example_file;
using postbag::config::load;
using postbag::config::Option;
using postbag::config::options;
using postbag::testing::read_file;
using postbag::testing::TemporaryFolder;

/// The example with every setting's # taken away.
std::string uncommented(const std::string& example) {
  std::istringstream lines{example};
  std::string out;
  for (std::string line; std::getline(lines, line);) {
    const bool setting = line.starts_with("# ") && line.find(" = ") != std::string::npos;
    const bool credential = line.starts_with("# user") || line.starts_with("# password");
    if (setting && !credential) line.erase(0, 2);
    out += line + "\n";
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(example)

BOOST_AUTO_TEST_CASE(the_example_file_is_what_the_table_of_options_says) {
  BOOST_TEST(read_file(std::filesystem::path{POSTBAG_SOURCE_FOLDER} / "config.example.toml") ==
                 example_file(),
             "config.example.toml is behind the table of options: write it anew with "
             "`build/debug/tests/config/write_example > config.example.toml`");
}

BOOST_AUTO_TEST_CASE(the_example_file_changes_nothing_as_it_is) {
  const TemporaryFolder folder;
  const auto config = load(folder.write("postbag.toml", example_file()), {}, folder.path());
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST(effective(*config) == effective(*load({}, {}, folder.path())));
}

BOOST_AUTO_TEST_CASE(every_setting_of_the_example_file_can_be_uncommented) {
  const TemporaryFolder folder;
  const auto config =
      load(folder.write("postbag.toml", uncommented(example_file())), {}, folder.path());
  if (!config)
    for (const auto& error : config.error())
      BOOST_TEST_MESSAGE(error.message);
  BOOST_REQUIRE(config.has_value());
  BOOST_TEST((config->letters.cancel_window == std::chrono::minutes{10}));
}

BOOST_AUTO_TEST_CASE(every_option_is_explained_has_a_default_and_can_be_set_by_its_variable) {
  const TemporaryFolder folder;
  for (const Option& option : options()) {
    BOOST_TEST_CONTEXT(option.name()) {
      BOOST_TEST(option.about.ends_with("."));
      BOOST_TEST((!option.standard.empty() || !option.example.empty()));
      const auto broken = load({}, {{option.variable(), "\x01"}}, folder.path());
      BOOST_REQUIRE(!broken.has_value());
      BOOST_TEST(broken.error().front().field == option.name());
      BOOST_TEST(broken.error().front().message.starts_with(option.variable() + ": "));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
