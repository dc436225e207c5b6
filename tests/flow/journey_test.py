"""A supporter's way from a postcode to a sent letter, by pages and by the API, in the sandbox."""

import unittest

from forms import Form
from service import Service, confirmation_tokens, is_service_mail, letter, main, wait_until


def press(service, page, fields, button=None):
    """Fills the page's first form that has all these fields and presses its (named) button."""
    for form in Form(page.text).forms:
        if not set(fields) <= set(form["fields"]):
            continue
        buttons = [b for b in form["buttons"] if button is None or b[1] == button]
        if not buttons:
            continue
        chosen = {buttons[0][0]: buttons[0][1]} if buttons[0][0] else {}
        return service.post_form(form["action"], {**form["fields"], **fields, **chosen})
    raise AssertionError(f"no form with {set(fields)} and button {button} on: {page.text}")


class Journey(unittest.TestCase):
    def setUp(self):
        self.service = Service()
        self.service.start()
        self.addCleanup(self.service.__exit__)

    def confirm_by_page(self, address):
        tokens = wait_until(
            lambda: (found := confirmation_tokens(self.service.outbox())).get(address) and found,
            "the confirmation mail",
        )
        page = self.service.get("/confirm/" + tokens[address])
        self.assertEqual(page.status, 200)
        self.assertIn("I waited seven months", page.text)
        self.assertEqual(self.service.get(f"/api/v1/campaigns/back-to-work/reach").json()["mps_reached"], 0)
        done = press(self.service, page, {})
        self.assertEqual(done.status, 200)
        return "/confirm/" + tokens[address]

    def reached(self):
        return self.service.get("/api/v1/campaigns/back-to-work/reach").json()["mps_reached"]

    def test_by_pages_without_javascript(self):
        page = self.service.get("/c/back-to-work")
        page = press(self.service, page, {"postcode": "de1 1aa"})
        self.assertIn("Baggy Shanker", page.text)
        page = press(
            self.service,
            page,
            {
                "first_name": "Jo",
                "last_name": "O'Example",
                "email": "jo@example.org",
                "address": "1 Example Street\nDerby",
            },
        )
        self.assertEqual(page.status, 200)
        page = press(self.service, page, {"story": "I waited seven months <for> an answer & lost my job."})
        self.assertEqual(page.status, 200)
        page = press(self.service, page, {"subject": "Please act on back-to-work support"})
        self.assertIn("I waited seven months &lt;for&gt; an answer &amp; lost my job.", page.text)
        page = press(self.service, page, {}, "send")
        self.assertIn("Check your email", page.text)
        link = self.confirm_by_page("jo@example.org")
        wait_until(lambda: self.reached() == 1, "the reach says 1")
        self.assertIn("Your letter has been sent", self.service.get(link).text)
        letters = [mail for mail in self.service.outbox() if not is_service_mail(mail)]
        self.assertEqual(len(letters), 1)
        sent = letters[0]
        self.assertEqual(sent["To"].addresses[0].addr_spec, "baggy.shanker.mp@parliament.uk")
        self.assertEqual(sent["Reply-To"].addresses[0].addr_spec, "jo@example.org")
        self.assertEqual(sent["From"].addresses[0].display_name, "Jo O'Example")
        self.assertNotEqual(sent["From"].addresses[0].addr_spec, "jo@example.org")
        self.assertEqual(sent["Subject"], "Please act on back-to-work support")
        self.assertIn("I waited seven months <for> an answer & lost my job.", sent.get_content().replace(" \n", " "))
        self.assertIn("DE1 1AA", sent.get_content())

    def test_by_the_api_and_the_command_line_agrees(self):
        found = self.service.get("/api/v1/postcodes/de1%201aa").json()
        self.assertEqual(found["match"], "exact")
        self.assertEqual(found["constituencies"][0]["mp"]["name"], "Baggy Shanker")
        self.assertNotIn("@", self.service.get("/api/v1/constituencies").text)
        body = letter("jo@example.org")
        preview = self.service.post_json("/api/v1/campaigns/back-to-work/preview", body).json()
        accepted = self.service.post_json("/api/v1/campaigns/back-to-work/letters", body)
        self.assertEqual(accepted.status, 202)
        identity = accepted.json()["letter"]
        self.assertEqual(accepted.json()["state"], "awaiting_confirmation")
        tokens = wait_until(lambda: confirmation_tokens(self.service.outbox()), "the confirmation mail")
        confirmed = self.service.post_json("/api/v1/confirmations", {"token": tokens["jo@example.org"]})
        self.assertEqual(confirmed.status, 200)
        self.assertEqual(confirmed.json()["state"], "queued")
        wait_until(
            lambda: self.service.get("/api/v1/letters/" + identity).json()["state"] == "sent", "the letter is sent"
        )
        self.assertEqual(self.reached(), 1)
        sent = next(mail for mail in self.service.outbox() if not is_service_mail(mail))
        self.assertEqual(sent["Subject"], preview["subject"])
        told = self.service.run("reach", "back-to-work", "--json", "--recount")
        self.assertEqual(told.returncode, 0)
        self.assertIn('"mps_reached": 1', told.stdout)
        self.assertIn("agree", told.stderr)

    def test_someone_who_already_wrote_gets_the_same_answer(self):
        first = self.service.post_json("/api/v1/campaigns/back-to-work/letters", letter("jo@example.org"))
        tokens = wait_until(lambda: confirmation_tokens(self.service.outbox()), "the confirmation mail")
        self.service.post_json("/api/v1/confirmations", {"token": tokens["jo@example.org"]})
        second = self.service.post_json("/api/v1/campaigns/back-to-work/letters", letter("jo@example.org"))
        self.assertEqual(first.status, second.status)
        self.assertEqual(first.json().keys(), second.json().keys())
        self.assertEqual(first.json()["state"], second.json()["state"])
        wait_until(lambda: sum(map(is_service_mail, self.service.outbox())) == 2, "the mail that says so")
        self.assertEqual(len(confirmation_tokens(self.service.outbox())), 1)

    def test_nothing_personal_is_logged_and_files_are_private(self):
        self.service.post_json("/api/v1/campaigns/back-to-work/letters", letter("jo.secret@example.org"))
        tokens = wait_until(lambda: confirmation_tokens(self.service.outbox()), "the confirmation mail")
        token = tokens["jo.secret@example.org"]
        self.service.get("/confirm/" + token)
        self.service.post_json("/api/v1/confirmations", {"token": token})
        self.service.get("/api/v1/postcodes/DE11AA")
        wait_until(lambda: self.reached() == 1, "the letter is sent")
        self.assertEqual(self.service.stop(), 0)
        log = self.service.log.read_text()
        self.assertIn("letter.sent", log)
        for personal in ("jo.secret", "Example Street", "seven months", token, "DE11AA", "DE1 1AA", "shanker"):
            self.assertNotIn(personal, log)
        for file in (self.service.folder / "var").rglob("*"):
            self.assertEqual(file.stat().st_mode & 0o077, 0, file)


if __name__ == "__main__":
    main()
