#pragma once

#include <concepts>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "templates/strings.h"
#include "templates/template.h"

namespace postbag::templates {

/// What a page is filled with: nothing, a text, a yes or no, a list, or named values. Numbers are
/// formatted by the caller. As a section: nothing, an empty text, `false` and an empty list leave
/// it out; a list repeats it; named values become the names inside it.
class Value {
 public:
  using List = std::vector<Value>;
  using Object = std::map<std::string, Value, std::less<>>;

  Value() = default;
  Value(std::string text) : value_(std::move(text)) {}
  Value(std::string_view text) : value_(std::string(text)) {}
  Value(const char* text) : value_(std::string(text)) {}
  Value(List list) : value_(std::move(list)) {}
  Value(Object object) : value_(std::move(object)) {}
  /// Only a real bool: numbers and pointers do not become one by accident.
  template <std::same_as<bool> Bool>
  Value(Bool yes) : value_(yes) {}
  template <std::integral Number>
  requires(!std::same_as<Number, bool>) Value(Number)
  = delete;

  using Content = std::variant<std::monostate, std::string, bool, List, Object>;
  [[nodiscard]] const Content& content() const { return value_; }

 private:
  Content value_;
};

/// One template of a folder and the names it may use. `page` is the file's name without
/// `.mustache`: `campaign.html`.
struct PageRule {
  std::string page;
  std::vector<Name> names;
};

/// The rule of a page that uses the names of its partials, `shared`, and its `own`, each as a text
/// or a section; and those in `ready` as HTML that the program makes.
[[nodiscard]] PageRule page_rule(std::string page, std::span<const std::string_view> shared,
                                 std::initializer_list<std::string_view> own,
                                 std::initializer_list<std::string_view> ready = {});

/// The templates of one folder: `<page>.mustache` for each rule, and the partials in `partials/`
/// (`{{> header}}` in `campaign.html` is `partials/header.html.mustache`). A partial is checked
/// with the names of each page that includes it. Loaded once, immutable after; any number of
/// threads may render.
class Pages {
 public:
  /// In the language of `strings`, whose texts stand for each `[[key]]`. Every problem of every
  /// template at once (`file:line:column: …`): what Template::parse() and Strings::put_into()
  /// refuse, missing and unreadable files, unknown partials, partials that include themselves.
  [[nodiscard]] static Checked<Pages> load(const std::filesystem::path& folder,
                                           const std::vector<PageRule>& rules,
                                           const Strings& strings);
  Pages(const Pages&) = delete;
  Pages(Pages&&) noexcept;
  Pages& operator=(const Pages&) = delete;
  Pages& operator=(Pages&&) noexcept;
  ~Pages();

  /// `fields` holds named values. Throws std::out_of_range when no rule named this page, and
  /// std::invalid_argument when `fields` is something else than an object.
  [[nodiscard]] std::string render(std::string_view page, const Value& fields) const;

 private:
  struct Loaded;
  explicit Pages(std::unique_ptr<const Loaded> loaded);
  std::unique_ptr<const Loaded> loaded_;
};

}  // namespace postbag::templates
