#pragma once

#include <string_view>

#include "server/store/connection.h"

namespace postbag::store {

// SQLite has one writer anyway.

/// Until the transaction ends nobody else stores or erases anything of this supporter.
inline void lock_supporter(Connection& connection, std::string_view supporter_key) {
  if (connection.dialect() == Dialect::postgresql)
    connection.query("SELECT 1 FROM (SELECT pg_advisory_xact_lock(1, hashtext(:key))) AS locked")
        .use(supporter_key)
        .run();
}

/// Until the transaction ends nobody else changes the letter.
inline void lock_letter(Connection& connection, std::string_view public_id) {
  if (connection.dialect() == Dialect::postgresql)
    connection.query("SELECT 1 FROM letters WHERE public_id = :letter FOR UPDATE")
        .use(public_id)
        .run();
}

/// Until the transaction ends nobody else changes who may sign in as what.
inline void lock_staff(Connection& connection) {
  if (connection.dialect() == Dialect::postgresql)
    connection.query("SELECT 1 FROM (SELECT pg_advisory_xact_lock(2, 0)) AS locked").run();
}

}  // namespace postbag::store
