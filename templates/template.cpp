#include "templates/template.h"

#include <stdexcept>

#include "base/file.h"
#include "templates/tokens.h"

namespace postbag::templates {

Checked<Template> Template::parse(std::string name, std::string source,
                                  const Vocabulary& vocabulary) {
  Scan scanned = scan(source, vocabulary, false);
  if (!scanned.problems.empty())
    return tl::unexpected(located(std::move(scanned.problems), name, source));
  Template result;
  result.name_count_ = vocabulary.names.size();
  std::vector<std::size_t> open_sections;
  // Whether the next text can lengthen the last step: not when a section ends between the two.
  bool in_literal = false;
  for (const Token& token : scanned.tokens) {
    const std::size_t here = result.steps_.size();
    const std::size_t literal_begin = result.literals_.size();
    switch (token.kind) {
      case Token::Kind::text:
        result.literals_ += token.text;
        if (in_literal) {
          result.steps_.back().end = result.literals_.size();
        } else {
          result.steps_.push_back({Step::Kind::literal, 0, literal_begin, result.literals_.size()});
        }
        break;
      case Token::Kind::value:
        result.steps_.push_back({Step::Kind::value, token.name, 0, 0});
        break;
      case Token::Kind::section:
        open_sections.push_back(here);
        result.steps_.push_back({Step::Kind::section, token.name, 0, 0});
        break;
      case Token::Kind::inverted:
        open_sections.push_back(here);
        result.steps_.push_back({Step::Kind::inverted, token.name, 0, 0});
        break;
      case Token::Kind::close:
        result.steps_[open_sections.back()].end = here;
        open_sections.pop_back();
        break;
      case Token::Kind::comment:
        continue;
      case Token::Kind::partial:
      case Token::Kind::ready_html:
        throw std::logic_error("the scan let a tag through that a letter cannot have");
    }
    in_literal = token.kind == Token::Kind::text;
  }
  result.name_ = std::move(name);
  result.source_ = std::move(source);
  return result;
}

std::string Template::render(std::span<const std::string_view> values) const {
  if (values.size() < name_count_)
    throw std::invalid_argument("a template needs a value for each name of its vocabulary");
  std::size_t size = literals_.size();
  for (const Step& step : steps_)
    if (step.kind == Step::Kind::value) size += values[step.name].size();
  std::string out;
  out.reserve(size);
  for (std::size_t i = 0; i < steps_.size();) {
    const Step& step = steps_[i];
    const std::string_view value =
        step.kind == Step::Kind::literal ? std::string_view{} : values[step.name];
    std::size_t next = i + 1;
    switch (step.kind) {
      case Step::Kind::literal:
        out.append(literals_, step.begin, step.end - step.begin);
        break;
      case Step::Kind::value:
        out += value;
        break;
      case Step::Kind::section:
        if (value.empty()) next = step.end;
        break;
      case Step::Kind::inverted:
        if (!value.empty()) next = step.end;
        break;
    }
    i = next;
  }
  return out;
}

Result<std::string> read_template(const std::filesystem::path& path) {
  auto source = read_whole(path);
  if (source && !source->empty()) return source;
  return fail("unreadable_template",
              source ? path.string() + " is empty. Write the template, or restore it."
                     : source.error().message,
              path.filename().string());
}

}  // namespace postbag::templates
