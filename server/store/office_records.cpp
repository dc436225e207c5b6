#include "server/store/office_rows.h"
#include "server/store/office_store.h"
#include "server/store/staff_rows.h"

namespace postbag::store {

using office::Record;
using office::RecordKind;

namespace {

std::vector<Record> taken(Query& query) {
  std::vector<Record> records;
  Record record;
  std::int64_t at = 0;
  query.into(record.id).into(record.version).into(at).into(record.author).into(record.body);
  while (query.next()) {
    record.at = from_milliseconds(at);
    records.push_back(record);
  }
  return records;
}

/// False when that version is there already.
bool insert(Connection& connection, RecordKind kind, std::string_view id, std::int64_t version,
            std::string_view body, const staff::AuditEntry& entry) {
  return connection
             .query(
                 "INSERT INTO records (kind, id, version, at, author, body) VALUES (:kind, :id, "
                 ":version, :at, :author, :body) ON CONFLICT (kind, id, version) DO NOTHING")
             .use(name_of(kind))
             .use(id)
             .use(version)
             .use(to_milliseconds(entry.at))
             .use(entry.actor.name)
             .use(body)
             .run() == 1;
}

}  // namespace

std::int64_t newest_version(Connection& connection, RecordKind kind, std::string_view id) {
  std::int64_t version = 0;
  Query query = connection.query(
      "SELECT coalesce(max(version), 0) FROM records WHERE kind = :kind AND id = :id");
  static_cast<void>(query.use(name_of(kind)).use(id).into(version).next());
  return version;
}

Result<std::int64_t> add_version(Connection& connection, RecordKind kind, std::string_view id,
                                 std::int64_t expected, std::string_view body,
                                 const staff::AuditEntry& entry) {
  // Whoever saves the same at the same moment on PostgreSQL meets the primary key.
  const std::int64_t version = expected + 1;
  if (newest_version(connection, kind, id) != expected ||
      !insert(connection, kind, id, version, body, entry))
    return tl::unexpected(office::edited_meanwhile());
  write_audit(connection, entry);
  return version;
}

Result<std::int64_t> SqlOfficeStore::save(RecordKind kind, std::string_view id,
                                          std::int64_t expected, std::string_view body,
                                          const staff::AuditEntry& entry) {
  Result<std::int64_t> answer;
  database_.write([&](Connection& connection) {
    answer = add_version(connection, kind, id, expected, body, entry);
  });
  return answer;
}

Result<void> SqlOfficeStore::remove(RecordKind kind, std::string_view id, std::int64_t expected,
                                    const staff::AuditEntry& entry) {
  Result<void> answer;
  database_.write([&](Connection& connection) {
    answer = add_version(connection, kind, id, expected, "", entry).map([](std::int64_t) {});
    if (!answer) return;
    connection.query("UPDATE records SET body = '' WHERE kind = :kind AND id = :id AND body <> ''")
        .use(name_of(kind))
        .use(id)
        .run();
  });
  return answer;
}

std::optional<Record> SqlOfficeStore::find(RecordKind kind, std::string_view id) {
  std::vector<Record> found;
  database_.read([&](Connection& connection) {
    Query query = connection.query(
        "SELECT id, version, at, author, body FROM records WHERE kind = :kind AND id = :id ORDER "
        "BY version DESC LIMIT 1");
    query.use(name_of(kind)).use(id);
    found = taken(query);
  });
  if (found.empty()) return std::nullopt;
  return found.front();
}

std::vector<Record> SqlOfficeStore::all(RecordKind kind) {
  std::vector<Record> records;
  database_.read([&](Connection& connection) {
    Query query = connection.query(
        "SELECT id, version, at, author, body FROM records AS newest WHERE kind = :kind AND body "
        "<> '' AND NOT EXISTS (SELECT 1 FROM records AS later WHERE later.kind = newest.kind AND "
        "later.id = newest.id AND later.version > newest.version) ORDER BY id");
    query.use(name_of(kind));
    records = taken(query);
  });
  return records;
}

std::vector<Record> SqlOfficeStore::versions(RecordKind kind, std::string_view id) {
  std::vector<Record> records;
  database_.read([&](Connection& connection) {
    Query query = connection.query(
        "SELECT id, version, at, author, body FROM records WHERE kind = :kind AND id = :id ORDER "
        "BY version DESC");
    query.use(name_of(kind)).use(id);
    records = taken(query);
  });
  return records;
}

Result<void> SqlOfficeStore::save_new(RecordKind kind, std::span<const office::NewRecord> records,
                                      const staff::AuditEntry& entry) {
  struct Taken {};
  try {
    database_.write([&](Connection& connection) {
      for (const office::NewRecord& record : records)
        if (newest_version(connection, kind, record.id) != office::kNew ||
            !insert(connection, kind, record.id, office::kNew + 1, record.body, entry))
          throw Taken{};  // undoes those before
      write_audit(connection, entry);
    });
  } catch (const Taken&) {
    return tl::unexpected(office::edited_meanwhile());
  }
  return {};
}

std::vector<Record> SqlOfficeStore::all_at(RecordKind kind, Instant moment) {
  std::vector<Record> records;
  database_.read([&](Connection& connection) {
    Query query = connection.query(
        "SELECT id, version, at, author, body FROM records AS newest WHERE kind = :kind AND at <= "
        ":moment AND body <> '' AND NOT EXISTS (SELECT 1 FROM records AS later WHERE later.kind = "
        "newest.kind AND later.id = newest.id AND later.version > newest.version AND later.at <= "
        ":then) ORDER BY id");
    query.use(name_of(kind)).use(to_milliseconds(moment)).use(to_milliseconds(moment));
    records = taken(query);
  });
  return records;
}

std::int64_t SqlOfficeStore::revision(RecordKind kind) {
  std::int64_t versions = 0;
  database_.read([&](Connection& connection) {
    Query query = connection.query("SELECT count(*) FROM records WHERE kind = :kind");
    static_cast<void>(query.use(name_of(kind)).into(versions).next());
  });
  return versions;
}

}  // namespace postbag::store
