#include "templates/tokens.h"

#include <algorithm>
#include <optional>

#include "base/nearest.h"
#include "base/text.h"

namespace postbag::templates {
namespace {

/// Whether a text ends with ` name=`: what follows is an attribute's value. In an address such as
/// `…?page=` it is not.
bool is_bare_attribute(std::string_view before) {
  if (!before.ends_with('=')) return false;
  before.remove_suffix(1);
  const std::size_t name = before.find_last_not_of("abcdefghijklmnopqrstuvwxyz-");
  return name != before.npos && name + 1 < before.size() &&
         (before[name] == ' ' || before[name] == '\n');
}

using Kind = Token::Kind;

bool has(Use all, Use one) {
  return (static_cast<unsigned>(all) & static_cast<unsigned>(one)) != 0;
}

std::string_view without_spaces(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

bool is_name(std::string_view text) {
  return text == "." || (!text.empty() && text.find_first_not_of("abcdefghijklmnopqrstuvwxyz"
                                                                 "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                                 "0123456789_.-") == text.npos);
}

class Scanner {
 public:
  Scanner(std::string_view source, const Vocabulary& vocabulary, bool partials_allowed)
      : source_(source), vocabulary_(vocabulary), partials_allowed_(partials_allowed) {}

  Scan run() {
    std::size_t position = 0;
    while (position < source_.size()) {
      const std::size_t open = source_.find("{{", position);
      take_text(position, std::min(open, source_.size()));
      if (open == std::string_view::npos) break;
      position = take_tag(open);
    }
    for (const Token& token : open_sections_)
      complain(token.offset, "the section " + std::string(token.text) + " is not closed; add {{/" +
                                 std::string(token.text) + "}}");
    strip_standalone_lines();
    return std::move(scan_);
  }

 private:
  void complain(std::size_t offset, std::string message) {
    scan_.problems.push_back({offset, std::move(message)});
  }

  void take_text(std::size_t begin, std::size_t end) {
    const std::string_view text = source_.substr(begin, end - begin);
    // CSS ends with "}}" often enough; a letter never.
    if (vocabulary_.markup == Markup::text)
      for (std::size_t at = text.find("}}"); at != text.npos; at = text.find("}}", at + 2))
        complain(begin + at, "}} without {{ before it");
    while (begin < end) {
      const std::size_t newline = source_.find('\n', begin);
      const std::size_t next = newline < end ? newline + 1 : end;
      scan_.tokens.push_back({Kind::text, source_.substr(begin, next - begin), begin, 0});
      begin = next;
    }
  }

  // Where to read on after the tag that begins at `open`.
  std::size_t take_tag(std::size_t open) {
    const bool triple = source_.substr(open, 3) == "{{{";
    const std::size_t inside = open + (triple ? 3 : 2);
    const std::string_view ending = triple ? "}}}" : "}}";
    const std::size_t close = source_.find(ending, inside);
    if (close == std::string_view::npos) {
      complain(open, "this tag is not closed; add " + std::string(ending));
      return source_.size();
    }
    const std::string_view content = without_spaces(source_.substr(inside, close - inside));
    if (triple) {
      take_ready_html(open, content);
    } else {
      take_content(open, content);
    }
    return close + ending.size();
  }

  void take_content(std::size_t open, std::string_view content) {
    const char sign = content.empty() ? ' ' : content.front();
    const std::string_view name = content.empty() ? content : without_spaces(content.substr(1));
    switch (sign) {
      case '!':
        if (name.empty()) complain(open, "this comment is empty; remove it");
        scan_.tokens.push_back({Kind::comment, {}, open, 0});
        break;
      case '#':
        take_opening(Kind::section, open, name);
        break;
      case '^':
        take_opening(Kind::inverted, open, name);
        break;
      case '/':
        take_closing(open, name);
        break;
      case '>':
        take_partial(open, name);
        break;
      case '&':
        take_ready_html(open, name);
        break;
      case '=':
        complain(open, "tags that change the delimiters are not allowed");
        break;
      default:
        take_value(open, content);
    }
  }

  void take_value(std::size_t open, std::string_view name) {
    if (vocabulary_.markup == Markup::html && is_bare_attribute(source_.substr(0, open)))
      complain(open, "put quotes around the attribute's value");
    if (const auto index = find(open, name, Use::text, "a text"))
      scan_.tokens.push_back({Kind::value, name, open, *index});
  }

  void take_ready_html(std::size_t open, std::string_view name) {
    if (vocabulary_.markup == Markup::text) {
      complain(open, "write {{" + std::string(is_name(name) ? name : "name") +
                         "}}: letters and mails are never escaped");
    } else if (const auto index = find(open, name, Use::ready_html, "ready-made HTML")) {
      scan_.tokens.push_back({Kind::ready_html, name, open, *index});
    }
  }

  void take_opening(Kind kind, std::size_t open, std::string_view name) {
    const auto index = find(open, name, Use::section, "a section");
    const Token token{kind, name, open, index.value_or(0)};
    if (is_name(name)) open_sections_.push_back(token);
    scan_.tokens.push_back(token);
  }

  void take_closing(std::size_t open, std::string_view name) {
    const auto opening = std::find_if(open_sections_.rbegin(), open_sections_.rend(),
                                      [&](const Token& token) { return token.text == name; });
    if (opening == open_sections_.rend()) {
      complain(open, is_name(name) ? "{{/" + std::string(name) + "}} closes no open section"
                                   : std::string("a closing tag needs the section's name"));
      return;
    }
    for (auto inner = open_sections_.rbegin(); inner != opening; ++inner)
      complain(inner->offset, "the section " + std::string(inner->text) +
                                  " is not closed before {{/" + std::string(name) + "}}");
    const std::size_t index = opening->name;
    open_sections_.erase(std::next(opening).base(), open_sections_.end());
    scan_.tokens.push_back({Kind::close, name, open, index});
  }

  void take_partial(std::size_t open, std::string_view name) {
    if (!partials_allowed_) {
      complain(open, "partials are not allowed here");
    } else if (!is_name(name) || name.find('.') != name.npos) {
      complain(open, "a partial needs a name of letters, digits, - and _");
    } else {
      scan_.tokens.push_back({Kind::partial, name, open, 0});
    }
  }

  // The name's place in the vocabulary, when it may be used so.
  std::optional<std::size_t> find(std::size_t open, std::string_view name, Use use,
                                  std::string_view what) {
    if (!is_name(name)) {
      complain(open, name.empty() ? std::string("this tag is empty")
                                  : std::string("a name holds only letters, digits, _, - and ."));
      return std::nullopt;
    }
    const auto& names = vocabulary_.names;
    const auto known = std::find_if(names.begin(), names.end(),
                                    [&](const Name& entry) { return entry.name == name; });
    if (known == names.end()) {
      std::vector<std::string_view> fitting;
      for (const Name& entry : names)
        if (has(entry.use, use)) fitting.push_back(entry.name);
      complain(open, "unknown name \"" + std::string(name) + "\"" + did_you_mean(name, fitting));
      return std::nullopt;
    }
    if (!has(known->use, use)) {
      complain(open, "\"" + std::string(name) + "\" cannot be used as " + std::string(what));
      return std::nullopt;
    }
    return static_cast<std::size_t>(known - names.begin());
  }

  static bool is_blank(const Token& token) {
    return token.kind == Kind::text && token.text.find_first_not_of(" \r\n\t") == token.text.npos;
  }

  // A line ends with a newline, or with a tag at the very end of the template; white space after
  // the last tag without a newline makes no line (mstch 1.0.2 has it so, and pages go through it).
  bool ends_line(std::size_t index) const {
    const Token& token = scan_.tokens[index];
    if (token.kind == Kind::text) return token.text.ends_with('\n');
    return index + 1 == scan_.tokens.size();
  }

  void strip_standalone_lines() {
    std::vector<Token> kept;
    kept.reserve(scan_.tokens.size());
    std::size_t line_begin = 0;
    bool has_tag = false;
    bool has_content = false;
    for (std::size_t i = 0; i < scan_.tokens.size(); ++i) {
      const Token& token = scan_.tokens[i];
      const bool printed =
          token.kind == Kind::text || token.kind == Kind::value || token.kind == Kind::ready_html;
      has_tag = has_tag || !printed;
      has_content = has_content || (printed && !is_blank(token));
      if (!ends_line(i) && i + 1 != scan_.tokens.size()) continue;
      const bool standalone = ends_line(i) && has_tag && !has_content;
      for (; line_begin <= i; ++line_begin)
        if (!standalone || !is_blank(scan_.tokens[line_begin]))
          kept.push_back(scan_.tokens[line_begin]);
      has_tag = has_content = false;
    }
    scan_.tokens = std::move(kept);
  }

  std::string_view source_;
  const Vocabulary& vocabulary_;
  bool partials_allowed_;
  Scan scan_;
  std::vector<Token> open_sections_;
};

}  // namespace

Scan scan(std::string_view source, const Vocabulary& vocabulary, bool partials_allowed) {
  if (!is_utf8(source)) return {{}, {{0, "the text is not UTF-8"}}};
  return Scanner(source, vocabulary, partials_allowed).run();
}

std::vector<Error> located(std::vector<Problem> problems, std::string_view file,
                           std::string_view source) {
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Problem& a, const Problem& b) { return a.offset < b.offset; });
  std::vector<Error> errors;
  std::size_t line = 1;
  std::size_t line_begin = 0;
  for (const Problem& problem : problems) {
    for (std::size_t newline = source.find('\n', line_begin); newline < problem.offset;
         newline = source.find('\n', line_begin)) {
      line_begin = newline + 1;
      ++line;
    }
    const std::size_t column =
        count_characters(source.substr(line_begin, problem.offset - line_begin)) + 1;
    errors.push_back({"malformed_template",
                      std::string(file) + ":" + std::to_string(line) + ":" +
                          std::to_string(column) + ": " + problem.message,
                      std::string(file)});
  }
  return errors;
}

}  // namespace postbag::templates
