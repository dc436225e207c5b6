#include "server/store/mail_rows.h"
#include "server/store/office_rows.h"
#include "server/store/office_store.h"
#include "server/store/staff_rows.h"

namespace postbag::store {

using office::RecordKind;

namespace {

/// What was saved as that version; empty when there is no such version.
std::string source_of(Connection& connection, std::string_view slug, std::int64_t version) {
  std::string source;
  Query query = connection.query(
      "SELECT body FROM records WHERE kind = :kind AND id = :id AND version = :version");
  query.use(name_of(RecordKind::campaign)).use(slug).use(version).into(source);
  static_cast<void>(query.next());
  return source;
}

/// Whether it could be done: nobody did the same meanwhile.
bool show_first(Connection& connection, std::string_view slug, std::string_view source,
                std::int64_t version, std::int64_t now) {
  return connection
             .query(
                 "INSERT INTO campaigns (slug, source, imported_at, version) VALUES (:slug, "
                 ":source, :at, :version) ON CONFLICT (slug) DO NOTHING")
             .use(slug)
             .use(source)
             .use(now)
             .use(version)
             .run() == 1;
}

bool show_next(Connection& connection, std::string_view slug, std::string_view source,
               std::int64_t version, std::int64_t shown, std::int64_t now) {
  return connection
             .query(
                 "UPDATE campaigns SET source = :source, imported_at = :at, version = :version, "
                 "revision = revision + 1 WHERE slug = :slug AND version = :shown")
             .use(source)
             .use(now)
             .use(version)
             .use(slug)
             .use(shown)
             .run() == 1;
}

}  // namespace

Result<void> SqlOfficeStore::publish_campaign(std::string_view slug, std::int64_t version,
                                              std::int64_t shown, const staff::AuditEntry& entry) {
  Result<void> answer;
  database_.write([&](Connection& connection) {
    answer = {};
    const std::string source = source_of(connection, slug, version);
    const std::int64_t now = to_milliseconds(entry.at);
    if (source.empty()) {
      answer = fail("unknown_version", "There is no such version. Choose one from the list.");
    } else if (shown == office::kNew ? show_first(connection, slug, source, version, now)
                                     : show_next(connection, slug, source, version, shown, now)) {
      write_audit(connection, entry);
    } else {
      answer = tl::unexpected(office::edited_meanwhile());
    }
  });
  return answer;
}

Result<void> SqlOfficeStore::set_stage(std::string_view slug, campaign::Stage from,
                                       campaign::Stage stage, const staff::AuditEntry& entry) {
  Result<void> answer;
  database_.write([&](Connection& connection) {
    answer = {};
    const std::int64_t changed =
        connection
            .query(
                "UPDATE campaigns SET stage = :stage, revision = revision + 1 WHERE slug = :slug "
                "AND stage = :from")
            .use(name_of(stage))
            .use(slug)
            .use(name_of(from))
            .run();
    if (changed != 1) {
      answer = tl::unexpected(office::edited_meanwhile());
      return;
    }
    write_audit(connection, entry);
  });
  return answer;
}

std::map<std::int64_t, std::int64_t> SqlOfficeStore::letters_by_version(std::string_view slug) {
  std::map<std::int64_t, std::int64_t> letters;
  database_.read([&](Connection& connection) {
    letters.clear();
    std::int64_t version = 0;
    std::int64_t count = 0;
    Query query = connection.query(
        "SELECT letters.campaign_version, count(*) FROM letters JOIN campaigns ON campaigns.id = "
        "letters.campaign_id WHERE campaigns.slug = :slug AND letters.campaign_version IS NOT NULL "
        "GROUP BY letters.campaign_version");
    query.use(slug).into(version).into(count);
    while (query.next())
      letters[version] = count;
  });
  return letters;
}

void SqlOfficeStore::mail_oneself(std::string_view public_id, const campaign::ServiceMail& mail,
                                  const EmailAddress& recipient, const staff::AuditEntry& entry) {
  const std::string key = key_of_staff(entry.actor.user.value_or(0));
  database_.write([&](Connection& connection) {
    queue_mail(connection,
               {.letter = {},
                .key = key,
                .public_id = public_id,
                .message_id = mail.message_id,
                .recipient = recipient.text(),
                .subject = mail.subject.text(),
                .body = mail.body.text()},
               to_milliseconds(entry.at));
    write_audit(connection, entry);
  });
}

}  // namespace postbag::store
