"""A made-up year in the sandbox, and what an independent query says of it."""

import json
import os
import sqlite3
import tempfile
import unittest

from service import PATIENCE, free_port, main, run


class Sandbox(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory(prefix="postbag-sandbox-")
        cls.addClassCleanup(cls.place.cleanup)
        cls.folder = cls.place.name
        # A whole year of letters: long on a busy machine.
        cls.filled = run("sandbox", "fill", folder=cls.folder, patience=5 * PATIENCE)

    def query(self, sql):
        with sqlite3.connect(os.path.join(self.folder, "var/postbag.db")) as database:
            return database.execute(sql).fetchall()

    def test_a_year_of_letters_is_there_and_somebody_can_sign_in(self):
        self.assertEqual(self.filled.returncode, 0, self.filled.stderr)
        self.assertIn("admin@example.org with the password ", self.filled.stdout)
        accounts = run("user", "list", folder=self.folder).stdout
        self.assertTrue(accounts.startswith("admin@example.org\tadmin\tenabled"), accounts)
        letters = dict(self.query(
            "SELECT name, count(*) FROM letters JOIN letter_states ON code = state GROUP BY name"))
        self.assertGreater(letters["sent"], 3000)
        for state in ("awaiting_confirmation", "queued", "failed", "held", "expired", "withdrawn"):
            self.assertGreater(letters.get(state, 0), 0, state)
        (days,) = self.query("SELECT (max(created_at) - min(created_at)) / 86400000 FROM letters")[0]
        self.assertGreaterEqual(days, 360)

    def test_its_writers_are_made_up_and_no_mail_was_written(self):
        addresses = [row[0] for row in self.query("SELECT supporter_email FROM letter_texts")]
        self.assertTrue(addresses)
        self.assertTrue(all(address.endswith("@example.org") for address in addresses))
        outbox = os.path.join(self.folder, "var/outbox")
        self.assertEqual(os.listdir(outbox) if os.path.isdir(outbox) else [], [])

    def test_the_texts_of_old_letters_are_gone_as_in_a_real_year(self):
        old = ("SELECT count(*) FROM letters WHERE state = 3 AND has_text = 1 AND state_since < "
               "(SELECT max(created_at) FROM letters) - 32 * 86400000")
        self.assertEqual(self.query(old), [(0,)])

    def test_reach_is_what_a_query_of_the_letters_says(self):
        for slug in ("back-to-work", "sanctions"):
            said = json.loads(run("reach", slug, "--json", folder=self.folder).stdout)
            counted = self.query(
                "SELECT count(DISTINCT member) FROM letters JOIN campaigns ON campaigns.id = campaign_id "
                f"WHERE slug = '{slug}' AND state = 3")
            self.assertEqual(said["mps_reached"], counted[0][0])

    def test_none_of_its_letters_can_be_sent_to_anybody(self):
        live = {
            "POSTBAG_MAILER_LIVE": "true", "POSTBAG_MAILER_TRANSPORT": "smtp://127.0.0.1:9",
            "POSTBAG_MAILER_TLS": "none", "POSTBAG_MAILER_FROM": "letters@mail.test",
            "POSTBAG_MAILER_BOUNCE_DOMAIN": "bounces.mail.test", "POSTBAG_SERVER_LISTEN": f"127.0.0.1:{free_port()}",
            "POSTBAG_SERVER_BASE_URL": "https://post.mail.test"}
        waiting = "SELECT count(*) FROM letters WHERE state = 1"
        before = self.query(waiting)
        for command in ("serve", "mailer"):
            refused = run(command, folder=self.folder, environment=live)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("a made-up year (postbag sandbox fill), whose letters must never leave", refused.stderr)
        self.assertEqual(self.query(waiting), before)

    def test_only_an_empty_sandbox_is_filled(self):
        again = run("sandbox", "fill", folder=self.folder)
        self.assertEqual(again.returncode, 1)
        self.assertIn("holds letters already", again.stderr)
        self.assertEqual(len(again.stderr.splitlines()), 1)
        with tempfile.TemporaryDirectory(prefix="postbag-live-") as folder:
            live = run("sandbox", "fill", folder=folder, environment={
                "POSTBAG_MAILER_LIVE": "true", "POSTBAG_MAILER_TRANSPORT": "smtp://127.0.0.1:9",
                "POSTBAG_MAILER_TLS": "none", "POSTBAG_MAILER_FROM": "letters@mail.test"})
            self.assertNotEqual(live.returncode, 0)
            self.assertIn("Only the sandbox can be filled", live.stderr)


if __name__ == "__main__":
    main()
