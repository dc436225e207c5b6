"""What one person may ask for: their letters, one taken back, a copy, and to be forgotten."""

import json
import re
import threading
import unittest

from forms import Form
from service import Service, confirmation_tokens, is_service_mail, letter, main, wait_until

QUIET = {"LIMITS_LETTERS_PER_MINUTE": 0, "LIMITS_MAILS_PER_HOUR": 0}


def own_path(service, address):
    """The way to a person's letters, from the mail to them."""
    for mail in service.outbox():
        if is_service_mail(mail) and mail["To"].addresses[0].addr_spec == address:
            found = re.search(r"/me/[\w-]+", mail.get_content().replace(" \n", ""))
            if found:
                return found[0]
    return None


class Person(unittest.TestCase):
    def confirmed(self, service, address):
        """A confirmed letter's id, and the way to it."""
        accepted = service.post_json("/api/v1/campaigns/sanctions/letters", letter(address))
        token = wait_until(lambda: confirmation_tokens(service.outbox()).get(address), "the confirmation mail")
        service.post_json("/api/v1/confirmations", {"token": token})
        return accepted.json()["letter"], own_path(service, address)

    def state(self, service, identity):
        return service.get("/api/v1/letters/" + identity).json()["state"]

    def withdraw(self, service, page, path, identity):
        form = next(form for form in Form(page.text).forms if form["fields"].get("letter") == identity)
        return service.post_form(path, {**form["fields"], "step": "withdraw"})

    def test_a_person_is_shown_exported_and_erased_on_the_command_line(self):
        with Service({**QUIET, "LETTERS_CANCEL_WINDOW": "1h"}) as service:
            identity, path = self.confirmed(service, "jo.secret@example.org")
            self.confirmed(service, "al@example.org")
            self.assertIn("Until then you can take it back.", service.get(path).text)
            told = service.run("person", "export", "JO.secret@example.org")
            self.assertEqual(told.returncode, 0, told.stderr)
            record = json.loads(told.stdout)
            self.assertEqual([held["letter"] for held in record["letters"]], [identity])
            self.assertEqual(record["letters"], service.get(path + "/letters.json").json()["letters"])
            self.assertNotIn("al@example.org", told.stdout)
            done = service.run("person", "erase", "jo.secret@example.org")
            self.assertEqual((done.returncode, done.stdout), (0, "letters\t1\nwithdrawn\t1\nbeing sent\t0\n"))
            self.assertEqual(self.state(service, identity), "withdrawn")
            self.assertEqual(service.get(path).status, 410)
            again = json.loads(service.run("person", "export", "jo.secret@example.org").stdout)
            self.assertEqual((again["letters"], again["emails_to_you"]), ([], []))
            self.assertEqual(service.run("person", "erase", "jo.secret@example.org").stdout.split()[1], "0")
            refused = service.run("person", "erase", "nonsense")
            self.assertEqual((refused.returncode, len(refused.stderr.splitlines())), (2, 1))
            database = b"".join(file.read_bytes() for file in (service.folder / "var").glob("postbag.db*"))
            self.assertNotIn(b"jo.secret", database)
            self.assertIn(b"al@example.org", database)
            self.assertNotIn("jo.secret", service.log.read_text())
            self.assertNotIn(path[4:], service.log.read_text())

    def test_of_a_mailer_and_the_writer_who_want_a_letter_at_once_one_gets_it(self):
        with Service({**QUIET, "LETTERS_CANCEL_WINDOW": "1s"}) as service:
            pause = threading.Event()
            ends = []
            for number in range(6):
                identity, path = self.confirmed(service, f"jo{number}@example.org")
                page = service.get(path)
                pause.wait(0.9 + number * 0.04)  # about when it leaves: either may come first
                answer = self.withdraw(service, page, path, identity)
                self.assertIn(answer.status, (200, 409))
                end = "withdrawn" if answer.status == 200 else "sent"
                self.assertIn("taken back" if answer.status == 200 else "too late", answer.text)
                wait_until(lambda: self.state(service, identity) == end, f"the letter is {end}")
                ends.append(end)
            arrived = [mail for mail in service.outbox() if not is_service_mail(mail)]
            self.assertEqual(len(arrived), ends.count("sent"))
            self.assertEqual(service.run("reach", "sanctions", "--recount").returncode, 0)
        print("ended as", ends)


if __name__ == "__main__":
    main()
