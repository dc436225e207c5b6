#include "templates/pages.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include <mstch/mstch.hpp>

#include "base/file.h"
#include "templates/tokens.h"

namespace postbag::templates {
namespace {

using Sources = std::map<std::string, std::string>;

// mstch has one escape function for the whole process, so each thread says how it renders now.
thread_local Markup rendering = Markup::html;

std::string escaped(const std::string& text) {
  if (rendering == Markup::text) return text;
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

void install_escaping() {
  static const bool installed = [] {
    mstch::config::escape = escaped;
    return true;
  }();
  (void)installed;
}

struct ToNode {
  mstch::node operator()(std::monostate) const { return nullptr; }
  mstch::node operator()(const std::string& text) const { return text; }
  mstch::node operator()(bool yes) const { return yes; }
  mstch::node operator()(const Value::List& list) const {
    mstch::array nodes;
    nodes.reserve(list.size());
    for (const Value& value : list)
      nodes.push_back(std::visit(*this, value.content()));
    return nodes;
  }
  mstch::node operator()(const Value::Object& object) const {
    mstch::map nodes;
    for (const auto& [name, value] : object)
      nodes.emplace(name, std::visit(*this, value.content()));
    return nodes;
  }
};

/// The text of a template; an empty file is none.
Result<std::string> read_template(const std::filesystem::path& path) {
  auto source = read_whole(path);
  if (source && !source->empty()) return source;
  return fail("unreadable_template",
              source ? path.string() + " is empty. Write the template, or restore it."
                     : source.error().message,
              path.filename().string());
}

constexpr std::string_view subject_mark = "Subject: ";

// Checks one page with all that it includes.
class PageLint {
 public:
  PageLint(const PageRule& rule, const Sources& partials)
      : page_(rule.page),
        extension_(rule.page.substr(std::min(rule.page.rfind('.'), rule.page.size()))),
        partials_(partials),
        vocabulary_{extension_ == ".html" ? Markup::html : Markup::text, rule.names} {}

  void check(const std::string& source) {
    visit(page_ + ".mustache", source);
    if (vocabulary_.markup == Markup::text) check_mail(source);
  }

  // Sources of the partials that the page uses, by the names it calls them.
  Sources used;
  std::vector<Error> errors;

 private:
  void visit(const std::string& file, const std::string& source) {
    Scan scanned = scan(source, vocabulary_, true);
    open_.push_back(file);
    for (const Token& token : scanned.tokens)
      if (token.kind == Token::Kind::partial)
        include(std::string(token.text), token.offset, scanned);
    open_.pop_back();
    for (Error& error : located(std::move(scanned.problems), file, source)) {
      if (!open_.empty()) error.message += " (included by " + page_ + ")";
      errors.push_back(std::move(error));
    }
  }

  void include(const std::string& name, std::size_t offset, Scan& scanned) {
    const std::string file = "partials/" + name + extension_ + ".mustache";
    const auto found = partials_.find(name + extension_);
    if (std::find(open_.begin(), open_.end(), file) != open_.end()) {
      scanned.problems.push_back({offset, "the partial " + name + " includes itself"});
    } else if (found == partials_.end()) {
      scanned.problems.push_back({offset, "there is no " + file});
    } else if (used.emplace(name, found->second).second) {
      visit(file, found->second);
    }
  }

  void check_mail(const std::string& source) {
    const std::size_t end = source.find('\n');
    const std::string_view first = std::string_view(source).substr(0, end);
    const auto complain = [&](const std::string& message) {
      errors.push_back(
          {"malformed_template", page_ + ".mustache:1:1: " + message, page_ + ".mustache"});
    };
    if (!first.starts_with(subject_mark) || end == source.npos || source[end + 1] != '\n')
      complain("a mail begins with a line \"Subject: …\" and an empty line");
    for (const std::string_view tag : {"{{#", "{{^", "{{/", "{{>", "{{!"})
      if (first.find(tag) != first.npos)
        return complain("the subject can hold only text and {{names}}");
  }

  std::string page_;
  std::string extension_;
  const Sources& partials_;
  Vocabulary vocabulary_;
  std::vector<std::string> open_;
};

Sources read_partials(const std::filesystem::path& folder, std::vector<Error>& errors) {
  Sources partials;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".mustache") continue;
    if (auto source = read_template(entry.path())) {
      partials.emplace(entry.path().stem().string(), std::move(*source));
    } else {
      errors.push_back(source.error());
    }
  }
  return partials;
}

}  // namespace

struct Pages::Loaded {
  struct Page {
    Markup markup;
    std::string source;
    Sources partials;
  };
  std::map<std::string, Page, std::less<>> pages;

  [[nodiscard]] const Page& find(std::string_view name) const {
    const auto found = pages.find(name);
    if (found == pages.end())
      throw std::out_of_range("no template is loaded for " + std::string(name));
    return found->second;
  }
};

Pages::Pages(std::unique_ptr<const Loaded> loaded) : loaded_(std::move(loaded)) {}
Pages::Pages(Pages&&) noexcept = default;
Pages& Pages::operator=(Pages&&) noexcept = default;
Pages::~Pages() = default;

Checked<Pages> Pages::load(const std::filesystem::path& folder,
                           const std::vector<PageRule>& rules) {
  install_escaping();
  std::vector<Error> errors;
  const Sources partials = read_partials(folder / "partials", errors);
  auto loaded = std::make_unique<Loaded>();
  for (const PageRule& rule : rules) {
    const std::filesystem::path path = folder / (rule.page + ".mustache");
    auto source = read_template(path);
    if (!source) {
      errors.push_back(source.error());
      continue;
    }
    PageLint lint(rule, partials);
    lint.check(*source);
    std::move(lint.errors.begin(), lint.errors.end(), std::back_inserter(errors));
    loaded->pages.insert_or_assign(
        rule.page, Loaded::Page{rule.page.ends_with(".html") ? Markup::html : Markup::text,
                                std::move(*source), std::move(lint.used)});
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Pages(std::move(loaded));
}

namespace {

std::string run(const std::string& source, Markup markup, const Sources& partials,
                const Value& fields) {
  if (!std::holds_alternative<Value::Object>(fields.content()))
    throw std::invalid_argument("a page is rendered with named values");
  rendering = markup;
  return mstch::render(source, std::visit(ToNode{}, fields.content()), partials);
}

}  // namespace

std::string Pages::render(std::string_view page, const Value& fields) const {
  const Loaded::Page& found = loaded_->find(page);
  return run(found.source, found.markup, found.partials, fields);
}

Mail Pages::render_mail(std::string_view page, const Value& fields) const {
  const Loaded::Page& found = loaded_->find(page);
  if (found.markup != Markup::text)
    throw std::out_of_range(std::string(page) + " is a page, not a mail");
  const std::size_t end = found.source.find('\n');
  const std::string subject_source =
      found.source.substr(subject_mark.size(), end - subject_mark.size());
  Mail mail{run(subject_source, Markup::text, {}, fields),
            run(found.source.substr(end + 2), Markup::text, found.partials, fields)};
  // The subject becomes a header: whatever a value brought along, it stays one line.
  std::replace_if(
      mail.subject.begin(), mail.subject.end(),
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
  return mail;
}

}  // namespace postbag::templates
