#include "templates/pages.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

#include <mstch/mstch.hpp>

#include "base/markup.h"
#include "templates/tokens.h"

namespace postbag::templates {
namespace {

using Sources = std::map<std::string, std::string>;

void install_escaping() {
  static const bool installed = [] {
    mstch::config::escape = [](const std::string& text) { return escaped(text); };
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

// Checks one page with all that it includes.
class PageLint {
 public:
  PageLint(const PageRule& rule, const Sources& partials)
      : page_(rule.page),
        extension_(rule.page.substr(std::min(rule.page.rfind('.'), rule.page.size()))),
        partials_(partials),
        vocabulary_{Markup::html, rule.names} {}

  void check(const std::string& source) { visit(page_ + ".mustache", source); }

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

  std::string page_;
  std::string extension_;
  const Sources& partials_;
  Vocabulary vocabulary_;
  std::vector<std::string> open_;
};

/// The source of a template with the texts of the catalogue in it; nothing when there are errors.
std::optional<std::string> read_source(const std::filesystem::path& path, const Strings& strings,
                                       std::vector<Error>& errors) {
  const auto source = read_template(path);
  if (!source) {
    errors.push_back(source.error());
    return std::nullopt;
  }
  auto whole = strings.put_into(*source, path.filename().string());
  if (whole) return std::move(*whole);
  std::move(whole.error().begin(), whole.error().end(), std::back_inserter(errors));
  return std::nullopt;
}

Sources read_partials(const std::filesystem::path& folder, const Strings& strings,
                      std::vector<Error>& errors) {
  Sources partials;
  std::error_code none;
  for (const auto& entry : std::filesystem::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".mustache") continue;
    if (auto source = read_source(entry.path(), strings, errors))
      partials.emplace(entry.path().stem().string(), std::move(*source));
  }
  return partials;
}

}  // namespace

PageRule page_rule(std::string page, std::span<const std::string_view> shared,
                   std::initializer_list<std::string_view> own,
                   std::initializer_list<std::string_view> ready) {
  PageRule rule{std::move(page), {}};
  const auto add = [&](std::string_view name) {
    rule.names.push_back({std::string{name}, Use::text | Use::section});
  };
  std::for_each(shared.begin(), shared.end(), add);
  std::for_each(own.begin(), own.end(), add);
  for (const std::string_view name : ready)
    rule.names.push_back({std::string{name}, Use::ready_html});
  return rule;
}

struct Pages::Loaded {
  struct Page {
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

Checked<Pages> Pages::load(const std::filesystem::path& folder, const std::vector<PageRule>& rules,
                           const Strings& strings) {
  install_escaping();
  std::vector<Error> errors;
  const Sources partials = read_partials(folder / "partials", strings, errors);
  auto loaded = std::make_unique<Loaded>();
  for (const PageRule& rule : rules) {
    const std::filesystem::path path = folder / (rule.page + ".mustache");
    auto source = read_source(path, strings, errors);
    if (!source) continue;
    PageLint lint(rule, partials);
    lint.check(*source);
    std::move(lint.errors.begin(), lint.errors.end(), std::back_inserter(errors));
    loaded->pages.insert_or_assign(rule.page,
                                   Loaded::Page{std::move(*source), std::move(lint.used)});
  }
  if (!errors.empty()) return tl::unexpected(std::move(errors));
  return Pages(std::move(loaded));
}

std::string Pages::render(std::string_view page, const Value& fields) const {
  const Loaded::Page& found = loaded_->find(page);
  if (!std::holds_alternative<Value::Object>(fields.content()))
    throw std::invalid_argument("a page is rendered with named values");
  return mstch::render(found.source, std::visit(ToNode{}, fields.content()), found.partials);
}

}  // namespace postbag::templates
