#include "tests/store/world.h"

#include "base/token.h"

namespace postbag::testing {
namespace {

std::unique_ptr<store::Database> open(const std::filesystem::path& file) {
  auto database = store::Database::open(file);
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

StoreWorld::StoreWorld() : database(open(file())), store(*database, clock, rng, {}) {
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

std::string StoreWorld::value(const std::string& sql) {
  std::string found;
  store::Connection connection{file()};
  store::Query query = connection.query(sql);
  return query.into(found).next() ? found : std::string{};
}

void StoreWorld::execute(const std::string& sql) {
  store::Connection connection{file()};
  connection.execute("PRAGMA foreign_keys = ON");
  connection.execute(sql);
}

}  // namespace postbag::testing
