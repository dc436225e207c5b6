#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/store/connection.h"

namespace postbag::store {

/// A mail of the service's own. The texts live as long as what they were taken from.
struct QueuedMail {
  /// None: it is to staff.
  std::optional<std::int64_t> letter;
  /// Whose mails it is counted and erased with: a supporter's, or key_of_staff().
  std::string key;
  std::string_view public_id;
  std::string_view message_id;
  std::string_view language = "en";
  std::string_view recipient;
  std::string_view subject;
  std::string_view body;
};

/// No supporter's: what is bounded or erased of a supporter leaves mails to staff alone.
[[nodiscard]] std::string key_of_staff(std::int64_t user);

/// Puts it into the queue, to leave at once; inside a transaction.
void queue_mail(Connection& connection, const QueuedMail& mail, std::int64_t now);

}  // namespace postbag::store
