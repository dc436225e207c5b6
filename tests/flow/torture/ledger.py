"""What the database says: the second ledger. It is asked from outside, with nobody's code but the database's own."""

import collections
import contextlib
import csv
import io
import sqlite3
import subprocess

# Each question is SQL that both databases read.
LETTERS = """
SELECT letters.public_id, letter_states.name, letters.message_id, letters.state_reason, lower(supporter_email)
FROM letters JOIN letter_states ON letter_states.code = letters.state
  LEFT JOIN letter_texts ON letter_id = letters.id"""
SERVICE_MAILS = """
SELECT letters.public_id, service_mails.public_id, service_mails.state, service_mails.message_id
FROM service_mails JOIN letters ON letters.id = service_mails.letter_id"""
UNDER_WAY = """
SELECT (SELECT count(*) FROM letters WHERE state IN (1, 2)),
       (SELECT count(*) FROM service_mails WHERE state IN ('queued', 'sending'))"""
WRONG_REACH = """
SELECT count(*) FROM (
  SELECT campaign_id, constituency, member, sum(letters) AS difference FROM (
    SELECT campaign_id, constituency, member, letters FROM reach
    UNION ALL
    SELECT campaign_id, constituency, member, -1 FROM letters WHERE state = 3
  ) AS both_counts GROUP BY campaign_id, constituency, member
) AS differences WHERE difference <> 0"""
# A history must begin where a letter does, go on where it left off, and end where the letter is.
WRONG_HISTORIES = """
SELECT count(*) FROM (
  SELECT letter_id, from_state, to_state,
         lag(to_state) OVER (PARTITION BY letter_id ORDER BY number) AS before,
         lead(to_state) OVER (PARTITION BY letter_id ORDER BY number) AS after
  FROM letter_history
) AS moves JOIN letters ON letters.id = moves.letter_id
WHERE moves.from_state <> coalesce(moves.before, 0)
   OR (moves.after IS NULL AND moves.to_state <> letters.state)"""
WITHOUT_HISTORY = """
SELECT count(*) FROM letters WHERE state <> 0 AND NOT EXISTS (SELECT 1 FROM letter_history WHERE letter_id = letters.id)"""


Letter = collections.namedtuple("Letter", "state message_id reason writer")
ServiceMail = collections.namedtuple("ServiceMail", "letter public_id state message_id")


class Ledger:
    """`rows(sql)` gives tuples of text and numbers, `integrity()` what the database finds wrong with itself."""

    def letters(self):
        """A Letter by its id. One that only looks like one, because its writer wrote before, has no writer."""
        return {row[0]: Letter(*row[1:]) for row in self.rows(LETTERS)}

    def service_mails(self):
        return [ServiceMail(*row) for row in self.rows(SERVICE_MAILS)]

    def in_state(self, name, limit=1000, reason=None):
        """The ids of some letters, the newest first."""
        condition = f"letter_states.name = '{name}'" + (f" AND state_reason = '{reason}'" if reason else "")
        sql = f"{LETTERS} WHERE {condition} ORDER BY letters.id DESC LIMIT {limit}"
        return [row[0] for row in self.rows(sql)]

    def under_way(self):
        """How many letters and how many mails to supporters."""
        letters, service_mails = self.rows(UNDER_WAY)[0]
        return int(letters), int(service_mails)

    def faults(self):
        """What is wrong with the database in itself, in sentences."""
        found = self.integrity()
        for what, sql in [
            ("reach counters differ from the letters", WRONG_REACH),
            ("moves of histories do not follow one another", WRONG_HISTORIES),
            ("letters have no history", WITHOUT_HISTORY),
        ]:
            count = int(self.rows(sql)[0][0])
            if count:
                found.append(f"{count} {what}")
        return found


class SqliteLedger(Ledger):
    def __init__(self, file):
        self._file = file

    def rows(self, sql):
        with contextlib.closing(sqlite3.connect(self._file, timeout=30)) as database:
            return database.execute(sql).fetchall()

    def integrity(self):
        said = [row[0] for row in self.rows("PRAGMA integrity_check") if row[0] != "ok"]
        return said + [f"foreign key of {row[0]} row {row[1]}" for row in self.rows("PRAGMA foreign_key_check")]


class PostgresLedger(Ledger):
    """`server` is a tests/flow/postgres.py Server."""

    def __init__(self, server):
        self._server = server

    def rows(self, sql):
        said = self._server.run("psql", "--no-psqlrc", "--csv", "--tuples-only", "-c", sql, "postbag")
        return [tuple(row) for row in csv.reader(io.StringIO(said))]

    def integrity(self):
        try:
            self._server.run("pg_amcheck", "--install-missing", "--heapallindexed", "postbag")
            return []
        except subprocess.CalledProcessError as failure:
            return (failure.stdout + failure.stderr).splitlines()[:20]
