"""What becomes of letters when Parliament is dissolved while they wait, and after the election."""

import datetime
import unittest

from service import Service, confirmation_tokens, is_service_mail, letter, main, wait_until

SEAT = "E14001194"  # that of the letters


class Dissolution(unittest.TestCase):
    def say(self, service, *words):
        said = service.run("parliament", *words)
        self.assertEqual(said.returncode, 0, said.stderr)

    def takes_letters(self, service):
        return service.get("/c/sanctions").status == 200

    def state(self, service, identity):
        return service.get("/api/v1/letters/" + identity).json()["state"]

    def test_a_confirmed_letter_is_held_through_the_election_and_leaves_when_staff_release_it(self):
        settings = {"LETTERS_CANCEL_WINDOW": "1s", "LIMITS_LETTERS_PER_MINUTE": 0}
        with Service(settings) as service:
            accepted = service.post_json("/api/v1/campaigns/sanctions/letters", letter("jo@example.org"))
            identity = accepted.json()["letter"]
            token = wait_until(lambda: confirmation_tokens(service.outbox()).get("jo@example.org"), "the mail")
            self.say(service, "dissolve", "2024-05-30")
            wait_until(lambda: not self.takes_letters(service), "the service hears of it")
            refused = service.post_json("/api/v1/campaigns/sanctions/letters", letter("al@example.org"))
            self.assertEqual(refused.status, 410)
            self.assertIn("Parliament is dissolved", refused.json()["detail"])

            confirmed = service.post_json("/api/v1/confirmations", {"token": token})
            self.assertEqual(confirmed.json()["state"], "queued")
            wait_until(lambda: self.state(service, identity) == "held", "the letter is held")
            rows = service.run("letters", "--state", "held").stdout
            self.assertIn("parliament_dissolved", rows)
            kept = service.run("release", identity)
            self.assertEqual(kept.returncode, 1)
            self.assertIn("stays held: Parliament is dissolved", kept.stderr)

            tomorrow = datetime.date.today() + datetime.timedelta(days=2)
            self.say(service, "dissolve", "2024-05-30", str(tomorrow))
            self.assertFalse(self.takes_letters(service))
            self.say(service, "sit")
            wait_until(lambda: self.takes_letters(service), "the service hears of it")
            released = service.run("release", identity)
            self.assertEqual(released.returncode, 0, released.stderr)
            wait_until(lambda: self.state(service, identity) == "sent", "the letter is sent")
            self.assertEqual(len([mail for mail in service.outbox() if not is_service_mail(mail)]), 1)

    def test_a_letter_to_a_seat_that_fell_vacant_is_held_until_its_mp_is_back(self):
        settings = {"LETTERS_CANCEL_WINDOW": "1s", "LIMITS_LETTERS_PER_MINUTE": 0}
        with Service(settings) as service:
            accepted = service.post_json("/api/v1/campaigns/sanctions/letters", letter("jo@example.org"))
            identity = accepted.json()["letter"]
            token = wait_until(lambda: confirmation_tokens(service.outbox()).get("jo@example.org"), "the mail")
            self.say(service, "vacant", SEAT)
            wait_until(lambda: service.get("/api/v1/constituencies/" + SEAT).json()["mp"] is None, "the vacancy")
            service.post_json("/api/v1/confirmations", {"token": token})
            wait_until(lambda: self.state(service, identity) == "held", "the letter is held")
            self.assertIn("seat_vacant", service.run("letters", "--state", "held").stdout)
            self.assertIn("vacant " + SEAT, service.run("parliament", "show").stdout)
            self.assertIn("The seat has no MP", service.run("release", identity).stderr)
            wrong = service.run("parliament", "filled", SEAT)
            self.assertEqual(wrong.returncode, 1)
            self.assertIn("begins today or later", wrong.stderr)
            unknown = service.run("parliament", "vacant", "E99999999")
            self.assertIn("There is no seat E99999999", unknown.stderr)


if __name__ == "__main__":
    main()
