#include "server/store/office_rows.h"
#include "server/store/sql_store.h"

namespace postbag::store {

void SqlStore::import_campaign(const Slug& slug, std::string_view source) {
  database_.write([&](Connection& connection) {
    const std::int64_t newest =
        newest_version(connection, office::RecordKind::campaign, slug.text());
    const auto version =
        add_version(connection, office::RecordKind::campaign, slug.text(), newest, source,
                    {clock_.now(), staff::Actor::command_line(), "campaign.imported", slug.text()});
    // Another process saves it at the same moment: the caller tries again, as after any failure.
    if (!version) throw DatabaseError(version.error().message);
    connection
        .query(
            "INSERT INTO campaigns (slug, source, imported_at, version) VALUES (:slug, :source, "
            ":at, :version) ON CONFLICT (slug) DO UPDATE SET source = excluded.source, imported_at "
            "= excluded.imported_at, version = excluded.version, revision = campaigns.revision + "
            "1")
        .use(slug.text())
        .use(source)
        .use(now())
        .use(*version)
        .run();
  });
}

std::vector<campaign::StoredCampaign> SqlStore::campaigns() {
  std::vector<campaign::StoredCampaign> all;
  database_.read([&](Connection& connection) {
    all.clear();
    campaign::StoredCampaign row;
    std::int64_t imported_at = 0;
    std::string stage;
    Query query = connection.query(
        "SELECT id, slug, source, imported_at, stage, version FROM campaigns ORDER BY slug");
    query.into(row.id).into(row.slug).into(row.source).into(imported_at).into(stage);
    query.into(row.version);
    while (query.next()) {
      row.imported_at = from_milliseconds(imported_at);
      row.stage = campaign::parse_stage(stage).value();
      all.push_back(row);
    }
  });
  return all;
}

std::int64_t SqlStore::campaigns_revision() {
  std::int64_t revision = 0;
  database_.read([&](Connection& connection) {
    Query query = connection.query("SELECT coalesce(sum(revision), 0) FROM campaigns");
    static_cast<void>(query.into(revision).next());
  });
  return revision;
}

bool SqlStore::is_secret_of_this_ledger(std::string_view digest) {
  std::string known;
  database_.write([&](Connection& connection) {
    connection
        .query(
            "INSERT INTO installations (id, secret_digest) VALUES (1, :digest) ON CONFLICT DO "
            "NOTHING")
        .use(digest)
        .run();
    Query query = connection.query("SELECT secret_digest FROM installations");
    static_cast<void>(query.into(known).next());
  });
  return known == digest;
}

void SqlStore::forget_secret() {
  database_.write(
      [](Connection& connection) { connection.query("DELETE FROM installations").run(); });
}

}  // namespace postbag::store
