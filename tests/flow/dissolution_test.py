"""What becomes of letters when Parliament is dissolved while they wait, and after the election."""

import datetime
import pathlib
import tempfile
import unittest

from service import Service, confirmation_tokens, is_service_mail, letter, main, wait_until

DISSOLVED = '[parliament]\ndissolved_from = "2024-05-30"\n'


class Dissolution(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-dissolution-")
        self.addCleanup(folder.cleanup)
        self.config = pathlib.Path(folder.name) / "postbag.toml"

    def say(self, service, text):
        self.config.write_text(text)
        self.assertTrue(service.reload())

    def state(self, service, identity):
        return service.get("/api/v1/letters/" + identity).json()["state"]

    def test_a_confirmed_letter_is_held_through_the_election_and_leaves_when_staff_release_it(self):
        self.config.write_text("")
        settings = {"LETTERS_CANCEL_WINDOW": "1s", "LIMITS_LETTERS_PER_MINUTE": 0}
        with Service(settings, words=["--config", self.config]) as service:
            accepted = service.post_json("/api/v1/campaigns/sanctions/letters", letter("jo@example.org"))
            identity = accepted.json()["letter"]
            token = wait_until(lambda: confirmation_tokens(service.outbox()).get("jo@example.org"), "the mail")
            self.say(service, DISSOLVED)
            refused = service.post_json("/api/v1/campaigns/sanctions/letters", letter("al@example.org"))
            self.assertEqual(refused.status, 410)
            self.assertIn("Parliament is dissolved", refused.json()["detail"])

            confirmed = service.post_json("/api/v1/confirmations", {"token": token})
            self.assertEqual(confirmed.json()["state"], "queued")
            wait_until(lambda: self.state(service, identity) == "held", "the letter is held")
            rows = service.run("letters", "--state", "held").stdout
            self.assertIn("parliament_dissolved", rows)
            kept = service.run("release", identity, "--config", self.config)
            self.assertEqual(kept.returncode, 1)
            self.assertIn("stays held: Parliament is dissolved", kept.stderr)

            tomorrow = datetime.date.today() + datetime.timedelta(days=2)
            self.say(service, DISSOLVED + f'dissolved_until = "{tomorrow}"\n')
            self.assertEqual(service.get("/c/sanctions").status, 410)
            self.say(service, DISSOLVED + 'dissolved_until = "2024-07-09"\n')
            self.assertEqual(service.get("/c/sanctions").status, 200)
            released = service.run("release", identity, "--config", self.config)
            self.assertEqual(released.returncode, 0, released.stderr)
            wait_until(lambda: self.state(service, identity) == "sent", "the letter is sent")
            self.assertEqual(len([mail for mail in service.outbox() if not is_service_mail(mail)]), 1)


if __name__ == "__main__":
    main()
