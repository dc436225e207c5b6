"""The torture's mail server and its reader of pages: that they note what they should, and that each trap springs."""

import asyncio
import collections
import pathlib
import smtplib
import sys
import threading
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent / "torture"))

from pages import Shown, next_form, shown_letter
from post_office import SURELY_IN_TIME, PostOffice, unflowed
from service import main, wait_until

MAILBOX = "member-1@house.example.org"


class Office(unittest.TestCase):
    """The mail server of the torture, and a client that is as it should be."""

    def setUp(self):
        self.told = []
        self.office = PostOffice(1, ["mailer-0"], lambda *mail: self.told.append(mail))
        self.enterContext(self.office)

    def send(self, text, sender="bounce+L1@post.charity.test"):
        with smtplib.SMTP("127.0.0.1", self.office.ports["mailer-0"], timeout=10) as client:
            client.sendmail(sender, [MAILBOX], text)

    def always(self, step, fault):
        self.office.fault = lambda name: fault if name == step else None

    def letter(self, more=""):
        return f"From: a@post.charity.test\nTo: M <{MAILBOX}>\nReply-To: jo1@example.org\nSubject: S\n" + (
            f"Message-ID: <l1@post.charity.test>\n{more}\n..\nOne \n line\n"
        )

    def test_it_keeps_what_a_mail_program_would_show(self):
        self.send(self.letter())
        [receipt] = self.office.received
        self.assertEqual((receipt.public_id, receipt.recipient, receipt.to_name), ("L1", MAILBOX, "M"))
        self.assertEqual(receipt.body, "..\nOne line")
        with smtplib.SMTP("127.0.0.1", self.office.ports["mailer-0"], timeout=10) as client:
            client.sendmail("bounce+L2@post.charity.test", [MAILBOX, "another@example.org"], self.letter())
        self.assertEqual(self.office.received[1].recipient, f"{MAILBOX},another@example.org")
        self.assertEqual(+self.office.doubts, collections.Counter())
        self.assertEqual(self.office.failures, [])

    def test_it_says_when_it_cannot_read_a_letter(self):
        with self.assertRaises(smtplib.SMTPServerDisconnected):
            self.send("Subject: nobody's\n\nText\n")
        wait_until(lambda: self.office.failures, "the failure is noted")

    def test_it_notes_whom_it_refused_for_good(self):
        for step, fault, times in [
            ("rcpt", "450 4.2.1 Try later", 0),
            ("rcpt", "550 5.1.1 Unknown here", 1),
            ("data", "554 5.7.1 Not wanted", 2),
            ("dot", "452 4.2.2 Mailbox full", 2),
            ("dot", "554 5.7.1 Not wanted", 3),
        ]:
            self.always(step, fault)
            with self.assertRaises((smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError)):
                self.send(self.letter())
            self.assertEqual(self.office.refused["L1"], times)
        self.assertEqual(+self.office.doubts, collections.Counter())

    def test_it_notes_whom_it_left_in_doubt(self):
        for times, step in enumerate(["text", "dot", "answered"], 1):
            self.always(step, "cut")
            try:
                self.send(self.letter())
            except (smtplib.SMTPServerDisconnected, ConnectionError):
                pass
            wait_until(lambda: self.office.doubts["L1"] == times, f"doubt after {step}")

    def test_an_answer_that_may_come_too_late_leaves_a_doubt(self):
        self.always("rcpt", "stall")
        self.office.stall = lambda: asyncio.sleep(SURELY_IN_TIME)
        self.send(self.letter())
        self.assertEqual(self.office.doubts["L1"], 1)

    def test_each_of_its_traps_can_spring(self):
        for step in ["greeting", "ehlo", "mail", "rcpt", "data", "text", "dot"]:
            for late in (False, True):
                sprung = threading.Event()
                self.office.set_trap(step, late, lambda door: sprung.set())
                self.send(self.letter())
                self.assertTrue(sprung.wait(10), (step, late))

    def test_flowed_text_reads_as_it_was_written(self):
        self.assertEqual(unflowed(" >quoted\nlong \nline\n\n-- \nname\n"), ">quoted\nlong line\n\n-- \nname")


class Pages(unittest.TestCase):
    def test_the_letter_on_a_page_is_read_whole(self):
        page = (
            "<dl><dt>From</dt><dd>Jo</dd><dt>To</dt><dd>M &amp; N</dd><dt>Subject</dt><dd>S</dd></dl>"
            '<div class="letter-body as-written">Dear\n\n&lt;you&gt;\n</div><p>Not this</p>'
        )
        self.assertEqual(shown_letter(page), Shown("M & N", "S", "Dear\n\n<you>\n"))
        self.assertIsNone(shown_letter("<p>Thank you</p>"))

    def test_the_button_that_leads_on_is_pressed(self):
        page = (
            '<form action="/c/x"><input name="email" value=""><input type="hidden" name="form_token" value="T">'
            '<button name="step" value="edit-letter">Back</button><button name="step" value="send">Send</button></form>'
        )
        fields = {"email": "jo1@example.org", "form_token": "T", "step": "send"}
        self.assertEqual(next_form(page, {"email": "jo1@example.org", "story": "S"}), ("/c/x", fields, "send"))
        self.assertIsNone(next_form("<p>Check your email</p>", {}))


if __name__ == "__main__":
    main()
