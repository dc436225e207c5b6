#include "server/config/sources.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

#include <toml++/toml.h>
#include <unistd.h>

#include "base/nearest.h"

// The process's variables; POSIX has no header for it.
extern char** environ;  // NOLINT(readability-redundant-declaration)

namespace postbag::config {
namespace {

/// A configuration is a few kilobytes; more than this is some other file.
constexpr std::size_t kGreatestFile = std::size_t{1024} * 1024;

constexpr std::string_view kFileSuffix = "_file";
constexpr std::string_view kVariablePrefix = "POSTBAG_";

using Names = std::vector<std::string>;

/// `; did you mean "mailer"?`, or where to look when nothing is near.
std::string suggestion(std::string_view word, const Names& names) {
  const std::string near = did_you_mean(word, {names.begin(), names.end()});
  return near.empty() ? "; config.example.toml lists all there are." : near;
}

Names section_names() {
  Names names;
  for (const Option& option : options())
    if (names.empty() || names.back() != option.section) names.emplace_back(option.section);
  return names;
}

Names key_names(std::string_view section) {
  Names names;
  for (const Option& option : options()) {
    if (option.section != section) continue;
    names.emplace_back(option.key);
    if (option.secret()) names.push_back(std::string{option.key} + std::string{kFileSuffix});
  }
  return names;
}

Names variable_names() {
  Names names;
  for (const Option& option : options()) {
    names.push_back(option.variable());
    if (option.secret()) names.push_back(option.variable() + "_FILE");
  }
  return names;
}

/// A name that somebody typed, made fit for one line of a terminal.
std::string printable(std::string_view text) {
  std::string out{text.substr(0, 80)};
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c < 0x20 || c > 0x7E; }, '?');
  return out;
}

const Option* find_option(std::string_view section, std::string_view key) {
  const auto all = options();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Option& option) {
    return option.section == section && option.key == key;
  });
  return found == all.end() ? nullptr : &*found;
}

std::string place_of(const std::filesystem::path& file, const toml::source_region& region) {
  return file.string() + ", line " + std::to_string(region.begin.line);
}

/// The text of a TOML value when it is of the type that the slot is written in.
std::optional<std::string> text_of(const toml::node& node, Notation notation) {
  if (notation == Notation::boolean) {
    const auto value = node.value_exact<bool>();
    return value ? std::optional{std::string{*value ? "true" : "false"}} : std::nullopt;
  }
  const auto number = node.value_exact<std::int64_t>();
  if (notation == Notation::integer || (notation == Notation::integer_or_text && number))
    return number ? std::optional{std::to_string(*number)} : std::nullopt;
  return node.value_exact<std::string>();
}

class TomlReader {
 public:
  explicit TomlReader(const std::filesystem::path& file) : file_(file) {}

  void read(const toml::table& root) {
    for (const auto& [name, node] : root)
      read_section(name.str(), name.source(), node);
  }

  Source take() { return std::move(source_); }

 private:
  void read_section(std::string_view name, const toml::source_region& region,
                    const toml::node& node) {
    const auto names = section_names();
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      source_.errors.push_back({"unknown_section",
                                place_of(file_, region) + ": there is no section [" +
                                    printable(name) + "]" + suggestion(name, names),
                                printable(name)});
      return;
    }
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      source_.errors.push_back({"malformed_value",
                                place_of(file_, region) + ": " + std::string{name} +
                                    " must be a section: write [" + std::string{name} +
                                    "] once, on a line of its own, and its keys below.",
                                std::string{name}});
      return;
    }
    for (const auto& [key, value] : *table)
      read_value(name, key.str(), key.source(), value);
  }

  void read_value(std::string_view section, std::string_view key, const toml::source_region& region,
                  const toml::node& node) {
    const std::string place = place_of(file_, region);
    if (const Option* option = find_option(section, key)) {
      Config config;
      const Slot slot = option->slot(config);
      if (auto text = text_of(node, notation_of(slot)))
        source_.add(*option, {std::move(*text), place});
      else
        source_.refuse(*option, place, demand(slot, option->bounds));
      return;
    }
    const Option* secret =
        key.ends_with(kFileSuffix)
            ? find_option(section, key.substr(0, key.size() - kFileSuffix.size()))
            : nullptr;
    if (secret != nullptr && secret->secret()) {
      const auto path = node.value_exact<std::string>();
      if (path && !path->empty())
        source_.add(*secret, {*path, place, true});
      else
        source_.refuse(*secret, place, "(as a _file) must be the path of a file, in quotes");
      return;
    }
    const auto names = key_names(section);
    source_.errors.push_back({"unknown_key",
                              place + ": there is no key " + printable(key) + " in [" +
                                  std::string{section} + "]" + suggestion(key, names),
                              std::string{section} + "." + printable(key)});
  }

  const std::filesystem::path& file_;
  Source source_;
};

bool begins_like_a_section(std::string_view variable) {
  const auto all = options();
  return std::any_of(all.begin(), all.end(), [&](const Option& option) {
    const std::string name = option.variable();
    return variable.starts_with(name.substr(0, name.size() - option.key.size()));
  });
}

void read_unknown_variable(std::string_view name, Source& source) {
  const auto names = variable_names();
  const bool near = std::any_of(names.begin(), names.end(), [&](const std::string& known) {
    return edit_distance(name, known) <= 2;
  });
  if (!begins_like_a_section(name) && !near) return;
  source.errors.push_back({"unknown_key",
                           printable(name) + ": there is no such setting" + suggestion(name, names),
                           printable(name)});
}

}  // namespace

void Source::add(const Option& option, Written written) {
  const auto [place, fresh] = values.emplace(option.name(), written);
  if (fresh) return;
  errors.push_back({"conflicting_values",
                    written.place + ": give " + option.name() + " or " + option.name() +
                        "_file, not both (the other is at " + place->second.place + ").",
                    option.name()});
  faulty.insert(option.name());
}

void Source::refuse(const Option& option, std::string_view place, std::string_view demanded) {
  errors.push_back({"malformed_value",
                    std::string{place} + ": " + option.name() + " " + std::string{demanded} + ".",
                    option.name()});
  faulty.insert(option.name());
}

Source read_toml(const std::filesystem::path& file) {
  const auto text = read_small_file(file, "The configuration file ");
  if (!text) return {{}, {}, {text.error()}};
  try {
    TomlReader reader{file};
    reader.read(toml::parse(*text));
    return reader.take();
  } catch (const toml::parse_error& error) {
    // Its description can quote the file, which may hold a password; the position is enough.
    const auto& at = error.source().begin;
    return {{},
            {},
            {{"malformed_toml",
              file.string() + ", line " + std::to_string(at.line) + ", column " +
                  std::to_string(at.column) +
                  ": this is not TOML; look for a missing quote, = or ], or a name given twice.",
              {}}}};
  }
}

Source read_environment(const std::map<std::string, std::string>& environment) {
  std::map<std::string, std::pair<const Option*, bool>> known;
  for (const Option& option : options()) {
    known.emplace(option.variable(), std::pair{&option, false});
    if (option.secret()) known.emplace(option.variable() + "_FILE", std::pair{&option, true});
  }
  Source source;
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(kVariablePrefix) || value.empty()) continue;
    const auto found = known.find(name);
    if (found == known.end())
      read_unknown_variable(name, source);
    else
      source.add(*found->second.first, {value, name, found->second.second});
  }
  return source;
}

Result<std::string> read_small_file(const std::filesystem::path& file, std::string_view what) {
  const auto refuse = [&](std::string_view why) {
    return fail("unreadable_file",
                std::string{what} + file.string() + " cannot be read: " + std::string{why} + ".");
  };
  std::error_code problem;
  if (std::filesystem::is_directory(file, problem)) return refuse("it is a folder");
  errno = 0;
  std::ifstream stream{file, std::ios::binary};
  if (!stream) return refuse(std::generic_category().message(errno));
  std::string text(kGreatestFile + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) return refuse(std::generic_category().message(errno));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.size() > kGreatestFile) return refuse("it is longer than 1 MiB");
  return text;
}

std::map<std::string, std::string> own_environment() {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view text{*entry};
    const std::size_t equals = text.find('=');
    if (!text.starts_with(kVariablePrefix) || equals == std::string_view::npos) continue;
    variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return variables;
}

}  // namespace postbag::config
