#include <algorithm>

#include "server/config/options.h"

// The options as text: what config.example.toml says, and what is in force.
namespace postbag::config {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string toml_value(const Slot& slot, std::string_view text) {
  const Notation notation = notation_of(slot);
  const bool bare = notation == Notation::boolean || notation == Notation::integer;
  return bare ? std::string{text} : quoted(text);
}

/// Words in lines of at most 99 characters, each line begun with `# `.
std::string comment(std::string_view text) {
  std::string out;
  std::string line = "#";
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (line.size() + 1 + word.size() > 99) {
      out += line + "\n";
      line = "#";
    }
    line += " " + std::string{word};
  }
  return out + line + "\n";
}

std::string explained(const Option& option) {
  std::string text{option.about};
  if (!option.follows.empty())
    text += " Default: " + std::string{option.follows} +
            (option.key == "cancel_window" ? ", else " + std::string{option.standard} + "." : ".");
  else if (option.standard.empty())
    text += " Default: none.";
  if (option.at_start) text += " Takes a restart to change.";
  if (option.secret())
    text += " Better: " + std::string{option.key} + "_file, the path of a file that holds it.";
  return comment(text);
}

}  // namespace

std::string example_file() {
  std::string out =
      "# Every setting of Postbag, each with its default. Take away the # of a line to change it.\n"
      "# Each can also be set by an environment variable, which wins over this file:\n"
      "# server.listen by POSTBAG_SERVER_LISTEN. Relative paths begin at the working folder.\n"
      "# `postbag check-config --config FILE` reads a file and reports every error in it.\n";
  std::string_view section;
  Config config;
  for (const Option& option : options()) {
    if (option.section != section) out += "\n[" + std::string{option.section} + "]\n";
    section = option.section;
    const std::string_view value = option.standard.empty() ? option.example : option.standard;
    out += explained(option) + "# " + std::string{option.key} + " = " +
           toml_value(option.slot(config), value) + "\n";
    if (option.secret())
      out += "# " + std::string{option.key} + "_file = \"/etc/postbag/" + std::string{option.key} +
             "\"\n";
  }
  return out;
}

std::string effective(const Config& config) {
  std::string out;
  std::string_view section;
  Config copy = config;
  for (const Option& option : options()) {
    if (option.section != section)
      out += (out.empty() ? "[" : "\n[") + std::string{option.section} + "]\n";
    section = option.section;
    const Slot slot = option.slot(copy);
    const std::string value = shown(slot);
    if (!value.empty()) out += std::string{option.key} + " = " + toml_value(slot, value) + "\n";
  }
  return out;
}

}  // namespace postbag::config
