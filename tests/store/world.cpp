#include "tests/store/world.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/token.h"

namespace postbag::testing {
namespace {

/// A copy of a database that was migrated once is made sooner than one that is migrated anew.
store::Place make_place(const TemporaryFolder& folder) {
  const char* const wanted = std::getenv("POSTBAG_TEST_STORE");
  if (wanted == nullptr || std::string_view{wanted} != "postgresql") return folder / "postbag.db";
  static const std::string migrated = [] {
    const store::Place place = postgresql_server().create_database();
    static_cast<void>(store::Database::open(place).value());
    const std::string& url = std::get<store::PostgresqlPlace>(place).url.text;
    return url.substr(url.rfind('/') + 1);
  }();
  return postgresql_server().create_database(migrated);
}

std::unique_ptr<store::Connection> connect(const store::Place& place) {
  if (const auto* file = std::get_if<std::filesystem::path>(&place))
    return std::make_unique<store::Connection>(*file);
  return std::make_unique<store::Connection>(std::get<store::PostgresqlPlace>(place).url);
}

std::unique_ptr<store::Database> open(const store::Place& place) {
  auto database = store::Database::open(place);
  if (!database) throw std::runtime_error(database.error().message);
  return std::move(*database);
}

Line line(const std::string& text) {
  return Line::parse(text, {"line", "a line", 0, 1000}).value();
}

Prose prose(const std::string& text) {
  return Prose::parse(text, {"prose", "prose", 0, 10'000}).value();
}

}  // namespace

PostgresqlServer& postgresql_server() {
  static PostgresqlServer server;
  return server;
}

StoreWorld::StoreWorld()
    : place(make_place(folder)), database(open(place)), store(*database, clock, rng, {}) {
  store.import_campaign(Slug::parse("sanctions").value(), "title = 'Sanctions'");
  campaign_id = store.campaigns().front().id;
}

campaign::NewLetter StoreWorld::letter(const std::string& email, const std::string& constituency,
                                       const std::string& member) const {
  campaign::NewLetter letter;
  letter.public_id =
      sha256("id of " + email + std::to_string(to_milliseconds(clock.now()))).substr(0, 22);
  letter.campaign_id = campaign_id;
  letter.constituency = constituency;
  letter.member = member;
  letter.supporter_name = line("Jo Example");
  letter.supporter_email = EmailAddress::parse(email).value();
  letter.supporter_key = sha256(email).substr(0, 32);
  letter.subject = line("Sanctions and mental health");
  letter.body = prose("Dear MP,\n\nMy own private words.\n\nJo Example");
  letter.language = "en";
  letter.confirmation_hash = hash_for(email);
  letter.message_id = sha256(email).substr(0, 22) + "@postbag.example.org";
  letter.confirmation = {"c" + letter.message_id, line("Please confirm"), prose("The link")};
  letter.already_wrote = {"a" + letter.message_id, line("You already wrote"),
                          prose("No second letter")};
  return letter;
}

std::string StoreWorld::queued(const std::string& email, const std::string& constituency,
                               const std::string& member) {
  const campaign::NewLetter made = letter(email, constituency, member);
  static_cast<void>(store.submit(made).value());
  static_cast<void>(store.confirm(link_of(made), Duration{0}).value());
  return made.public_id;
}

std::vector<mailer::Job> StoreWorld::claim_letters(std::string_view owner, int limit) {
  for (;;) {
    std::vector<mailer::Job> jobs = store.claim(owner, limit, clock.now() + kLease);
    std::vector<mailer::Job> letters;
    bool mails = false;
    for (const mailer::Job& job : jobs) {
      if (job.kind == mailer::MailKind::letter) {
        letters.push_back(job);
        continue;
      }
      mails = true;
      store
          .finish(job, owner,
                  {mailer::Outcome::accepted, clock.now(), clock.now(), 250, "2.0.0", "Ok"},
                  {mailer::Decision::Next::sent, {}})
          .get();
    }
    if (!letters.empty() || !mails) return letters;
  }
}

void StoreWorld::deliver_all(mailer::Decision::Next next) {
  for (auto jobs = claim_letters(); !jobs.empty(); jobs = claim_letters())
    for (const mailer::Job& job : jobs) {
      if (!store.expect_final_dot(job, "one").get()) throw std::runtime_error("the lease was lost");
      store
          .finish(job, "one",
                  {mailer::Outcome::accepted, clock.now(), clock.now(), 250, "2.0.0", "Ok"},
                  {next, clock.now()})
          .get();
    }
}

bool StoreWorld::is_kept(const std::string& text) {
  bool found = false;
  const auto look_in = [&](const std::string& content) {
    found = found || content.find(text) != std::string::npos;
  };
  if (std::holds_alternative<std::filesystem::path>(place)) {
    for (const auto& entry : std::filesystem::directory_iterator(folder.path()))
      look_in(read_file(entry.path()));
    return found;
  }
  for (const std::string& table :
       column("SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = "
              "'public'"))
    for (const std::string& row : column(fmt::format("SELECT CAST({0} AS TEXT) FROM {0}", table)))
      look_in(row);
  return found;
}

std::vector<std::string> StoreWorld::column(const std::string& sql) {
  std::vector<std::string> all;
  std::string found;
  const auto connection = connect(place);
  store::Query query = connection->query(sql);
  query.into(found);
  while (query.next())
    all.push_back(found);
  return all;
}

std::string StoreWorld::value(const std::string& sql) {
  const std::vector<std::string> all = column(sql);
  return all.empty() ? std::string{} : all.front();
}

void StoreWorld::take_back_to_schema_2() {
  const bool postgresql = std::holds_alternative<store::PostgresqlPlace>(place);
  execute(
      "DROP TABLE follow_up_stops; DROP TABLE follow_ups; DROP TABLE records; DROP TABLE audit; "
      "DROP TABLE password_resets; DROP TABLE sessions; DROP TABLE users; ALTER TABLE campaigns "
      "DROP COLUMN stage; ALTER TABLE campaigns DROP COLUMN version; ALTER TABLE letters DROP "
      "COLUMN campaign_version; DELETE FROM schema_versions WHERE version > 2");
  if (postgresql)
    execute(
        "DROP FUNCTION audit_keep(); DROP FUNCTION records_keep(); ALTER TABLE service_mails ALTER "
        "COLUMN letter_id SET NOT NULL");
}

void StoreWorld::execute(const std::string& sql) {
  const auto connection = connect(place);
  if (connection->dialect() == store::Dialect::sqlite)
    connection->execute("PRAGMA foreign_keys = ON");
  connection->execute(sql);
}

}  // namespace postbag::testing
