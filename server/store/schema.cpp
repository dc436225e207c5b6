#include "server/store/schema.h"

#include <array>
#include <stdexcept>
#include <string_view>

namespace postbag::store {
namespace {

/// Words in braces are spelt by spelt(). In what is asked at each write of a letter or mail (a
/// CHECK, the condition of an index) stand comparisons: for `IN` SQLite makes a table each time.
constexpr std::string_view kTables = R"sql(
-- Which secret stands in for addresses, as its digest.
CREATE TABLE installations (id {row} PRIMARY KEY, secret_digest TEXT NOT NULL);

CREATE TABLE campaigns (
  id {id},
  slug {code} NOT NULL UNIQUE,
  source TEXT NOT NULL,
  imported_at BIGINT NOT NULL,
  revision BIGINT NOT NULL DEFAULT 1,
  supporters BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE letter_states (code SMALLINT PRIMARY KEY, name TEXT NOT NULL UNIQUE);
INSERT INTO letter_states VALUES
  (0, 'awaiting_confirmation'), (1, 'queued'), (2, 'sending'), (3, 'sent'), (4, 'bounced'),
  (5, 'failed'), (6, 'uncertain'), (7, 'held'), (8, 'expired'), (9, 'withdrawn');

CREATE TABLE transitions (
  from_state SMALLINT NOT NULL REFERENCES letter_states,
  to_state SMALLINT NOT NULL REFERENCES letter_states,
  PRIMARY KEY (from_state, to_state)
);
INSERT INTO transitions VALUES
  (0, 1), (0, 8), (0, 9), (1, 2), (1, 5), (1, 7), (1, 9), (2, 3), (2, 1), (2, 5), (2, 6), (2, 7), (3, 4),
  (7, 1), (7, 5), (7, 9), (5, 1), (4, 1), (6, 3), (6, 5);

CREATE TABLE letters (
  id {id},
  public_id {code} NOT NULL UNIQUE,
  campaign_id BIGINT NOT NULL REFERENCES campaigns,
  state SMALLINT NOT NULL REFERENCES letter_states,
  state_since BIGINT NOT NULL,
  state_reason TEXT,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  queued_at BIGINT,
  due_at BIGINT,
  attempts SMALLINT NOT NULL DEFAULT 0,
  lease_owner {code},
  lease_until BIGINT,
  dot_at BIGINT,
  constituency {code} NOT NULL,
  member {code} NOT NULL,
  supporter_key {code} NOT NULL,
  message_id TEXT NOT NULL,
  language TEXT NOT NULL,
  source TEXT,
  consent_wording TEXT,
  has_text SMALLINT NOT NULL,
  confirmation_hash TEXT,
  idempotency_key {code},
  request_digest TEXT
);
CREATE UNIQUE INDEX letters_by_idempotency_key ON letters (idempotency_key) WHERE idempotency_key IS NOT NULL;
-- One confirmed letter per person and campaign. Not by state: every change of state would rewrite it.
CREATE UNIQUE INDEX letters_one_each ON letters (campaign_id, supporter_key) WHERE confirmed_at IS NOT NULL;
CREATE INDEX letters_due ON letters (due_at) WHERE state = 1;
CREATE INDEX letters_leased ON letters (lease_until) WHERE state = 2;
CREATE INDEX letters_unconfirmed ON letters (created_at) WHERE state = 0;
-- The letters that staff look for, in the states that few of them are in; and those of a campaign.
CREATE INDEX letters_for_staff ON letters (state, id) WHERE state >= 4;
CREATE INDEX letters_by_campaign ON letters (campaign_id, id);
-- What tidying still has to clear: letters that ended, are uncertain or held, and have their text.
CREATE INDEX letters_with_text ON letters (state_since) WHERE has_text = 1 AND state BETWEEN 3 AND 7;

-- Apart from the letters, so that a change of state rewrites a few bytes and not the whole letter.
CREATE TABLE letter_texts (
  letter_id {row} PRIMARY KEY REFERENCES letters,
  supporter_name TEXT NOT NULL,
  supporter_email TEXT NOT NULL,
  subject TEXT,
  body TEXT
);

-- What happened to a letter after it was made: each change of state. A row that leaves `sending` is a delivery attempt when it has a
-- `started_at`: `reason` is its outcome, `code`, `enhanced_code` and `reply` what the server said.
-- `dot_at` tells from when on the attempt may have delivered.
CREATE TABLE letter_history (
  letter_id BIGINT NOT NULL REFERENCES letters,
  number SMALLINT NOT NULL,
  at BIGINT NOT NULL,
  from_state SMALLINT NOT NULL,
  to_state SMALLINT NOT NULL,
  reason TEXT,
  started_at BIGINT,
  dot_at BIGINT,
  code SMALLINT,
  enhanced_code TEXT,
  reply TEXT,
  PRIMARY KEY (letter_id, number),
  FOREIGN KEY (from_state, to_state) REFERENCES transitions
){by_key};

-- Letters `sent` (3) to one person in one seat.
CREATE TABLE reach (
  campaign_id BIGINT NOT NULL REFERENCES campaigns,
  constituency {code} NOT NULL,
  member {code} NOT NULL,
  letters BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, constituency, member)
){by_key};

-- One row, as large as a letter, rewritten to learn whether the disk still takes one.
CREATE TABLE trials (id {row} PRIMARY KEY, at BIGINT NOT NULL, filler TEXT NOT NULL);

CREATE TABLE service_mails (
  id {id},
  public_id {code} NOT NULL,
  letter_id BIGINT NOT NULL REFERENCES letters,
  supporter_key {code} NOT NULL,
  state TEXT NOT NULL CHECK (
    state = 'queued' OR state = 'sending' OR state = 'sent' OR state = 'failed' OR state = 'uncertain'),
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts SMALLINT NOT NULL DEFAULT 0,
  lease_owner {code},
  lease_until BIGINT,
  dot_at BIGINT,
  message_id TEXT NOT NULL,
  language TEXT NOT NULL,
  recipient TEXT,
  subject TEXT,
  body TEXT
);
CREATE INDEX service_mails_due ON service_mails (due_at) WHERE state = 'queued';
CREATE INDEX service_mails_leased ON service_mails (lease_until) WHERE state = 'sending';
CREATE INDEX service_mails_by_age ON service_mails (created_at);
CREATE INDEX service_mails_by_supporter ON service_mails (supporter_key, due_at);
)sql";

/// From schema 1: a supporter's own letters are found, and when they changed their mind about a
/// consent is kept. Those that were confirmed are found by letters_one_each.
constexpr std::string_view kOwnLetters = R"sql(
ALTER TABLE letters ADD COLUMN consent_at BIGINT;
CREATE INDEX letters_unconfirmed_by_supporter ON letters (supporter_key) WHERE confirmed_at IS NULL;
)sql";

/// From schema 2: the accounts of staff. An address is kept as it was typed, and in lower case as
/// whose it is.
constexpr std::string_view kStaff = R"sql(
CREATE TABLE users (
  id {id},
  email TEXT NOT NULL,
  identity {code} NOT NULL UNIQUE,
  role TEXT NOT NULL CHECK (role = 'viewer' OR role = 'editor' OR role = 'admin'),
  password TEXT,
  totp_secret TEXT,
  totp_last_step BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT,
  password_changed_at BIGINT
);

CREATE TABLE sessions (
  token_hash {code} PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
){by_key};
CREATE INDEX sessions_by_user ON sessions (user_id);

CREATE TABLE password_resets (
  token_hash {code} PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users,
  expires_at BIGINT NOT NULL
){by_key};

-- Who did what; the triggers refuse every change of it.
CREATE TABLE audit (
  id {id},
  at BIGINT NOT NULL,
  user_id BIGINT REFERENCES users,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL
);
)sql";

constexpr Phrase kAppendOnly{R"sql(
CREATE TRIGGER audit_keep BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER audit_keep_all BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
)sql",
                             R"sql(
CREATE FUNCTION audit_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$;
CREATE TRIGGER audit_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_keep();
)sql"};

/// From schema 3: what staff keep and write, in versions; campaigns that are paused or ended;
/// letters that know the version of their campaign; questions to supporters after delivery.
constexpr std::string_view kOffice = R"sql(
ALTER TABLE campaigns ADD COLUMN stage TEXT NOT NULL DEFAULT 'live'
  CHECK (stage = 'live' OR stage = 'paused' OR stage = 'ended');
ALTER TABLE campaigns ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE letters ADD COLUMN campaign_version BIGINT;

-- An empty body: from this version on it is removed.
CREATE TABLE records (
  kind {code} NOT NULL,
  id {code} NOT NULL,
  version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  author TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (kind, id, version)
){by_key};
INSERT INTO records (kind, id, version, at, author, body)
  SELECT 'campaign', slug, 1, imported_at, 'command line', source FROM campaigns;

-- `round` is 1 or 2; what has no answer yet has no `answered_at`.
CREATE TABLE follow_ups (
  letter_id BIGINT NOT NULL REFERENCES letters,
  round SMALLINT NOT NULL,
  asked_at BIGINT NOT NULL,
  answered_at BIGINT,
  answer TEXT CHECK (answer = 'reply' OR answer = 'holding' OR answer = 'none'),
  manner TEXT CHECK (manner = 'helpful' OR manner = 'between' OR manner = 'unhelpful'),
  PRIMARY KEY (letter_id, round)
){by_key};
CREATE TABLE follow_up_stops (supporter_key {code} PRIMARY KEY, at BIGINT NOT NULL){by_key};
)sql";

/// A mail to staff belongs to no letter. SQLite can only make the table anew.
constexpr Phrase kMailsToStaff{R"sql(
CREATE TABLE fresh_mails (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL,
  letter_id BIGINT REFERENCES letters,
  supporter_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (
    state = 'queued' OR state = 'sending' OR state = 'sent' OR state = 'failed' OR state = 'uncertain'),
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts SMALLINT NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until BIGINT,
  dot_at BIGINT,
  message_id TEXT NOT NULL,
  language TEXT NOT NULL,
  recipient TEXT,
  subject TEXT,
  body TEXT
);
INSERT INTO fresh_mails SELECT id, public_id, letter_id, supporter_key, state, created_at, due_at,
  attempts, lease_owner, lease_until, dot_at, message_id, language, recipient, subject, body
  FROM service_mails;
DROP TABLE service_mails;
ALTER TABLE fresh_mails RENAME TO service_mails;
CREATE INDEX service_mails_due ON service_mails (due_at) WHERE state = 'queued';
CREATE INDEX service_mails_leased ON service_mails (lease_until) WHERE state = 'sending';
CREATE INDEX service_mails_by_age ON service_mails (created_at);
CREATE INDEX service_mails_by_supporter ON service_mails (supporter_key, due_at);
)sql",
                               R"sql(
ALTER TABLE service_mails ALTER COLUMN letter_id DROP NOT NULL;
)sql"};

/// SQLite deletes what REPLACE puts something else in place of without a trigger's knowing.
constexpr Phrase kRecordsKept{R"sql(
CREATE TRIGGER audit_keep_lines BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the audit log is only added to'); END;
CREATE TRIGGER records_keep_versions BEFORE INSERT ON records
WHEN EXISTS (
  SELECT 1 FROM records WHERE kind = NEW.kind AND id = NEW.id AND version = NEW.version)
BEGIN SELECT RAISE(ABORT, 'this version is there already'); END;
CREATE TRIGGER records_keep BEFORE UPDATE ON records
WHEN NEW.body <> '' OR NEW.kind <> OLD.kind OR NEW.id <> OLD.id OR NEW.version <> OLD.version
  OR NEW.at <> OLD.at OR NEW.author <> OLD.author
BEGIN SELECT RAISE(ABORT, 'a version is never changed, only emptied'); END;
CREATE TRIGGER records_keep_all BEFORE DELETE ON records
BEGIN SELECT RAISE(ABORT, 'no version is ever deleted'); END;
)sql",
                              R"sql(
CREATE FUNCTION records_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a version is never changed or deleted, only emptied'; END $$;
CREATE TRIGGER records_keep BEFORE UPDATE ON records FOR EACH ROW
WHEN (NEW.body <> '' OR NEW.kind <> OLD.kind OR NEW.id <> OLD.id OR NEW.version <> OLD.version
  OR NEW.at <> OLD.at OR NEW.author <> OLD.author)
EXECUTE FUNCTION records_keep();
CREATE TRIGGER records_keep_all BEFORE DELETE OR TRUNCATE ON records
FOR EACH STATEMENT EXECUTE FUNCTION records_keep();
)sql"};

/// What the database does by itself when a letter is written, so that no code can forget it.
struct Trigger {
  std::string_view name;
  std::string_view event;
  std::string_view condition;
  std::string_view body;
};

constexpr std::array<Trigger, 4> kTriggers{{
    // Who opted in is kept with the wording they agreed to; nothing else personal outlives its
    // time.
    {"letters_clear", "UPDATE OF has_text", "NEW.has_text = 0", R"sql(
  DELETE FROM letter_texts WHERE letter_id = NEW.id AND NEW.consent_wording IS NULL;
  UPDATE letter_texts SET subject = NULL, body = NULL WHERE letter_id = NEW.id;)sql"},
    // No change of state without its row of history, and none against the table of transitions.
    {"letters_move", "UPDATE OF state", "", R"sql(
  INSERT INTO letter_history (letter_id, number, at, from_state, to_state, reason, dot_at) VALUES (
    NEW.id, (SELECT coalesce(max(number), 0) + 1 FROM letter_history WHERE letter_id = NEW.id),
    NEW.state_since, OLD.state, NEW.state, NEW.state_reason, OLD.dot_at);)sql"},
    // A person who withdrew (9) a letter may write another, and is no supporter of the campaign.
    {"letters_withdraw", "UPDATE OF state", "NEW.state = 9 AND NEW.confirmed_at IS NOT NULL",
     R"sql(
  UPDATE letters SET confirmed_at = NULL WHERE id = NEW.id;
  UPDATE campaigns SET supporters = supporters - 1 WHERE id = NEW.campaign_id;)sql"},
    {"letters_reach", "UPDATE OF state", "(NEW.state = 3) <> (OLD.state = 3)", R"sql(
  INSERT INTO reach (campaign_id, constituency, member, letters)
  VALUES (NEW.campaign_id, NEW.constituency, NEW.member, CASE NEW.state WHEN 3 THEN 1 ELSE -1 END)
  ON CONFLICT (campaign_id, constituency, member)
  DO UPDATE SET letters = reach.letters + excluded.letters;)sql"},
}};

struct Spelling {
  std::string_view word;
  std::string_view sqlite;
  std::string_view postgresql;
};

constexpr std::array<Spelling, 4> kSpellings{{
    // A number that the database gives.
    {"{id}", "INTEGER PRIMARY KEY", "BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY"},
    // SQLite takes such a key for the row's own number.
    {"{row}", "INTEGER", "BIGINT"},
    // Text that is compared byte by byte, whatever language the server sorts in.
    {"{code}", "TEXT", "TEXT COLLATE \"C\""},
    // The rows lie in the order of their key.
    {"{by_key}", " WITHOUT ROWID", ""},
}};

std::string spelt(std::string_view text, Dialect dialect) {
  std::string result{text};
  for (const Spelling& spelling : kSpellings)
    for (std::size_t at = 0; (at = result.find(spelling.word, at)) != std::string::npos;)
      result.replace(at, spelling.word.size(),
                     dialect == Dialect::sqlite ? spelling.sqlite : spelling.postgresql);
  return result;
}

std::string spelt(const Phrase& phrase, Dialect dialect) {
  return std::string{dialect == Dialect::sqlite ? phrase.sqlite : phrase.postgresql};
}

std::string spelt(const Trigger& trigger, Dialect dialect) {
  const std::string name{trigger.name};
  const std::string body{trigger.body};
  std::string head = "CREATE TRIGGER " + name + " AFTER " + std::string{trigger.event} +
                     " ON letters FOR EACH ROW";
  if (!trigger.condition.empty()) head += " WHEN (" + std::string{trigger.condition} + ")";
  if (dialect == Dialect::sqlite) return head + " BEGIN" + body + "\nEND;\n";
  return "CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN" + body +
         "\n  RETURN NULL;\nEND $$;\n" + head + " EXECUTE FUNCTION " + name + "();\n";
}

}  // namespace

std::string migration(int from, Dialect dialect) {
  if (from == 1) return std::string{kOwnLetters};
  if (from == 2) return spelt(kStaff, dialect) + spelt(kAppendOnly, dialect);
  if (from == 3)
    return spelt(kOffice, dialect) + spelt(kMailsToStaff, dialect) + spelt(kRecordsKept, dialect);
  if (from != 0) throw std::out_of_range("there is no such migration");
  std::string script = spelt(kTables, dialect);
  for (const Trigger& trigger : kTriggers)
    script += spelt(trigger, dialect);
  return script;
}

}  // namespace postbag::store
