#include "server/store/schema.h"

namespace postbag::store {

const char* const kSqliteFirst = R"sql(
CREATE TABLE campaigns (
  id INTEGER PRIMARY KEY,
  slug TEXT NOT NULL UNIQUE,
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
  (0, 1), (0, 8), (0, 9), (1, 2), (1, 7), (1, 9), (2, 3), (2, 1), (2, 5), (2, 6), (2, 7), (3, 4),
  (7, 1), (7, 5), (7, 9), (5, 1), (4, 1), (6, 3), (6, 5);

CREATE TABLE letters (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL UNIQUE,
  campaign_id BIGINT NOT NULL REFERENCES campaigns,
  state SMALLINT NOT NULL REFERENCES letter_states,
  state_since BIGINT NOT NULL,
  state_reason TEXT,
  created_at BIGINT NOT NULL,
  confirmed_at BIGINT,
  queued_at BIGINT,
  due_at BIGINT,
  attempts BIGINT NOT NULL DEFAULT 0,
  lease_owner TEXT,
  lease_until BIGINT,
  dot_at BIGINT,
  constituency TEXT NOT NULL,
  member TEXT NOT NULL,
  supporter_key TEXT NOT NULL,
  message_id TEXT NOT NULL,
  language TEXT NOT NULL,
  source TEXT,
  consent_wording TEXT,
  has_text SMALLINT NOT NULL,
  confirmation_hash TEXT,
  idempotency_key TEXT,
  request_digest TEXT
);
CREATE UNIQUE INDEX letters_by_idempotency_key ON letters (idempotency_key) WHERE idempotency_key IS NOT NULL;
-- One confirmed letter per person and campaign. Not by state: every change of state would rewrite it.
CREATE UNIQUE INDEX letters_one_each ON letters (campaign_id, supporter_key) WHERE confirmed_at IS NOT NULL;
CREATE INDEX letters_due ON letters (due_at) WHERE state = 1;
CREATE INDEX letters_leased ON letters (lease_until) WHERE state = 2;
CREATE INDEX letters_unconfirmed ON letters (created_at) WHERE state = 0;
-- What staff should look at: few, and each rarely moves.
CREATE INDEX letters_in_trouble ON letters (state) WHERE state IN (4, 5, 6, 7);
-- What tidying still has to clear: letters that ended, are uncertain or held, and have their text.
CREATE INDEX letters_with_text ON letters (state_since) WHERE has_text = 1 AND state IN (3, 4, 5, 6, 7);

-- Apart from the letters, so that a change of state rewrites a few bytes and not the whole letter.
CREATE TABLE letter_texts (
  letter_id INTEGER PRIMARY KEY REFERENCES letters,
  supporter_name TEXT NOT NULL,
  supporter_email TEXT NOT NULL,
  subject TEXT,
  body TEXT
);
-- Who opted in is kept with the wording they agreed to; nothing else personal outlives its time.
CREATE TRIGGER letters_clear AFTER UPDATE OF has_text ON letters WHEN NEW.has_text = 0 BEGIN
  DELETE FROM letter_texts WHERE letter_id = NEW.id AND NEW.consent_wording IS NULL;
  UPDATE letter_texts SET subject = NULL, body = NULL WHERE letter_id = NEW.id;
END;

-- What happened to a letter. A row that leaves `sending` is a delivery attempt when it has a
-- `started_at`: `reason` is its outcome, `code`, `enhanced_code` and `reply` what the server said.
-- `dot_at` tells from when on the attempt may have delivered.
CREATE TABLE letter_history (
  letter_id BIGINT NOT NULL REFERENCES letters,
  number BIGINT NOT NULL,
  at BIGINT NOT NULL,
  from_state SMALLINT,
  to_state SMALLINT NOT NULL,
  reason TEXT,
  started_at BIGINT,
  dot_at BIGINT,
  code BIGINT,
  enhanced_code TEXT,
  reply TEXT,
  PRIMARY KEY (letter_id, number),
  FOREIGN KEY (from_state, to_state) REFERENCES transitions
) WITHOUT ROWID;

-- No state is written without its row of history, and none against the table of transitions.
CREATE TRIGGER letters_begin AFTER INSERT ON letters BEGIN
  INSERT INTO letter_history (letter_id, number, at, to_state, reason)
  VALUES (NEW.id, 1, NEW.state_since, NEW.state, NEW.state_reason);
END;
CREATE TRIGGER letters_move AFTER UPDATE OF state ON letters BEGIN
  INSERT INTO letter_history (letter_id, number, at, from_state, to_state, reason, dot_at) VALUES (
    NEW.id, (SELECT max(number) + 1 FROM letter_history WHERE letter_id = NEW.id),
    NEW.state_since, OLD.state, NEW.state, NEW.state_reason, OLD.dot_at);
END;

-- A person who withdrew (9) a letter may write another, and is no supporter of the campaign.
CREATE TRIGGER letters_withdraw AFTER UPDATE OF state ON letters
WHEN NEW.state = 9 AND NEW.confirmed_at IS NOT NULL BEGIN
  UPDATE letters SET confirmed_at = NULL WHERE id = NEW.id;
  UPDATE campaigns SET supporters = supporters - 1 WHERE id = NEW.campaign_id;
END;

-- Letters `sent` (3) to one person in one seat.
CREATE TABLE reach (
  campaign_id BIGINT NOT NULL REFERENCES campaigns,
  constituency TEXT NOT NULL,
  member TEXT NOT NULL,
  letters BIGINT NOT NULL,
  PRIMARY KEY (campaign_id, constituency, member)
) WITHOUT ROWID;
CREATE TRIGGER letters_reach AFTER UPDATE OF state ON letters
WHEN (NEW.state = 3) <> (OLD.state = 3) BEGIN
  INSERT INTO reach (campaign_id, constituency, member, letters)
  VALUES (NEW.campaign_id, NEW.constituency, NEW.member, CASE NEW.state WHEN 3 THEN 1 ELSE -1 END)
  ON CONFLICT (campaign_id, constituency, member)
  DO UPDATE SET letters = reach.letters + excluded.letters;
END;

-- One row, as large as a letter, rewritten to learn whether the disk still takes one.
CREATE TABLE trials (id INTEGER PRIMARY KEY, at BIGINT NOT NULL, filler TEXT NOT NULL);

CREATE TABLE service_mails (
  id INTEGER PRIMARY KEY,
  public_id TEXT NOT NULL,
  letter_id BIGINT NOT NULL REFERENCES letters,
  supporter_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'uncertain')),
  created_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL DEFAULT 0,
  lease_owner TEXT,
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

}  // namespace postbag::store
