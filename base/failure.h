#pragma once

#include <exception>
#include <string>

namespace postbag {

/// An exception whose cause has a code of its own, such as an SQLSTATE, which quotes nobody.
class CodedFailure {
 public:
  virtual ~CodedFailure() = default;

  /// Empty when there is none.
  [[nodiscard]] virtual const std::string& code() const = 0;
};

/// What a log may say of an exception: its type and its code. Never its text: what a database or a
/// mail server says may quote what it was given.
[[nodiscard]] std::string failure_name(const std::exception& failure);

}  // namespace postbag
