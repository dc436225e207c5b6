"""What the torture calls wrong: ledgers made by hand that agree, until one thing is changed."""

import collections
import dataclasses
import pathlib
import sys
import types
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent / "torture"))

from ledger import Letter, ServiceMail
from pages import Shown
from people import People, Person
from post_office import Receipt
from report import Circumstances, Comparison
from service import main
from troubles import Troubles

MEMBER, MAILBOX = "The Member", "member-1@house.example.org"


class MadeLedger:
    """The database of a run, as lists."""

    def __init__(self):
        self.rows, self.mails, self.left, self.found = {}, [], 0, []

    def letters(self):
        return self.rows

    def service_mails(self):
        return self.mails

    def under_way(self):
        return self.left, 0

    def faults(self):
        return self.found

    def change(self, letter, **changes):
        self.rows[letter] = self.rows[letter]._replace(**changes)


class Report(unittest.TestCase):
    def setUp(self):
        """Twelve people, of whom the first two share an address, so that the second was told that they wrote."""
        self.people = People(1, [], 1)
        self.ledger = MadeLedger()
        self.office = types.SimpleNamespace(
            received=[],
            counts=collections.Counter({"cut at dot": 1}),
            refused=collections.Counter(),
            doubts=collections.Counter(),
            failures=[],
        )
        self.circumstances = Circumstances({MEMBER: MAILBOX}, kills=1)
        self.people.counts["letters by pages"] = 1
        self.people.wire.counts["cut by supporters, head"] = 1
        for number in range(12):
            self.add(number)

    def add(self, number):
        person = self.people.add(Person(number, f"jo{max(number, 1)}@example.org", "key", 1.0))
        person.letter, person.told_at = f"L{number}", 2.0
        person.previewed = Shown(MEMBER, "Help", f"1 May\n{person.marker}\nYours")
        person.read_back = dataclasses.replace(person.previewed, body=f"2 May\n{person.marker}\nYours")
        person.asked_to_confirm = True
        self.ledger.mails.append(ServiceMail(person.letter, f"M{number}", "sent", f"m{number}"))
        self.take(number, False, person)
        if number == 1:
            self.ledger.rows[person.letter] = Letter("awaiting_confirmation", f"l{number}", "", person.address)
            return
        person.confirmed, person.confirmed_at = "queued", 3.0
        self.ledger.rows[person.letter] = Letter("sent", f"l{number}", "accepted", person.address)
        self.take(number, True, person)

    def take(self, number, is_letter, person, **changes):
        """The mail server takes one more message."""
        word = "l" if is_letter else "m"
        receipt = Receipt(
            message_id=f"{word}{number}",
            public_id=f"{word.upper()}{number}",
            is_letter=is_letter,
            writer=person.address,
            recipient=MAILBOX if is_letter else person.address,
            to=MAILBOX if is_letter else person.address,
            to_name=MEMBER,
            subject="Help",
            body=person.read_back.body,
            at=4.0,
        )
        self.office.received.append(dataclasses.replace(receipt, **changes))

    def change_receipt(self, number, word="l", **changes):
        [at] = [at for at, receipt in enumerate(self.office.received) if receipt.message_id == f"{word}{number}"]
        self.office.received[at] = dataclasses.replace(self.office.received[at], **changes)

    def do_not_deliver(self, number, state, reason=""):
        self.office.received = [each for each in self.office.received if each.message_id != f"l{number}"]
        self.ledger.change(f"L{number}", state=state, reason=reason)

    def wrong(self):
        found = Comparison(self.people, self.office, self.ledger, self.circumstances).wrong
        return {kind: sentences for kind, sentences in found.items() if sentences}

    def assert_wrong(self, *kinds):
        self.assertEqual(set(self.wrong()), set(kinds), self.wrong())

    def test_ledgers_that_agree_are_well(self):
        self.assert_wrong()

    def test_a_confirmation_that_is_never_answered_is_unserved(self):
        self.people.people[5].confirmed = None
        self.do_not_deliver(5, "awaiting_confirmation")
        self.assert_wrong("unserved")

    def test_two_of_one_address_who_both_were_confirmed_are_wrong(self):
        self.people.people[1].confirmed = "queued"
        self.assert_wrong("lost", "unserved")

    def test_two_letters_of_one_address_are_doubled(self):
        self.ledger.change("L1", state="sent")
        self.take(1, True, self.people.people[1])
        self.assertEqual(len(self.wrong()["doubled"]), 2)

    def test_a_letter_that_came_twice_is_doubled(self):
        self.take(5, True, self.people.people[5])
        self.assert_wrong("doubled")

    def test_a_letter_that_is_gone_is_lost(self):
        self.do_not_deliver(5, "sent")
        del self.ledger.rows["L5"]
        self.assert_wrong("lost")

    def test_a_letter_that_is_said_to_be_sent_and_never_came_is_lost(self):
        self.do_not_deliver(5, "sent")
        self.assert_wrong("lost")

    def test_a_letter_of_a_page_whose_mail_never_came_is_lost_and_one_that_was_not_read_is_unsettled(self):
        person = self.people.people[5]
        person.letter = person.read_back = person.confirmed = None
        person.asked_to_confirm = False
        self.do_not_deliver(5, "awaiting_confirmation")
        self.assert_wrong("unsettled")
        self.ledger.mails = [mail for mail in self.ledger.mails if mail.letter != "L5"]
        self.assert_wrong("lost")
        del self.ledger.rows["L5"]
        self.assert_wrong("lost")

    def test_a_mail_to_a_supporter_that_is_said_to_be_sent_and_never_came_is_lost(self):
        self.office.received = [each for each in self.office.received if each.message_id != "m5"]
        self.assert_wrong("lost")

    def test_all_mails_to_supporters_failing_is_wrong(self):
        self.office.received = []
        for number, person in enumerate(self.people.people):
            person.read_back = person.confirmed = None
            person.asked_to_confirm = False
            self.ledger.change(person.letter, state="awaiting_confirmation")
            self.ledger.mails[number] = self.ledger.mails[number]._replace(state="failed")
        self.assert_wrong("failed without a cause", "idle")
        for mail in self.ledger.mails:
            self.office.refused[mail.public_id] += 1
        self.assert_wrong("idle")

    def test_what_failed_was_refused(self):
        self.do_not_deliver(5, "failed", "permanent")
        self.assert_wrong("failed without a cause")
        self.office.refused["L5"] += 1
        self.assert_wrong()

    def test_what_failed_did_not_come(self):
        self.office.refused["L5"] += 1
        self.ledger.change("L5", state="failed")
        self.assert_wrong("counted as not delivered")

    def test_what_is_held_was_restored(self):
        self.do_not_deliver(5, "held", "member_changed")
        self.assert_wrong("held without a cause")
        self.people.restored.append((0.0, 0.5))
        self.assert_wrong()

    def test_what_is_uncertain_was_left_in_doubt(self):
        self.do_not_deliver(5, "uncertain", "lost_after_data")
        self.assert_wrong("uncertain without a cause")
        self.office.doubts["L5"] += 1
        self.assert_wrong()

    def test_so_many_are_uncertain_as_processes_can_have_been_broken_off(self):
        for number in range(12, 40):
            self.add(number)
        for number in range(12, 26):
            self.do_not_deliver(number, "uncertain", "lease_ended")
        self.assert_wrong("uncertain without a cause")
        self.circumstances.interruptions = 1
        self.assert_wrong("uncertain without a cause")
        self.circumstances.interruptions = 2
        self.assert_wrong()

    def test_what_staff_resolved_was_left_in_doubt_too(self):
        self.circumstances.resolved["L5"] = True
        self.assert_wrong("uncertain without a cause")

    def test_what_staff_retried_was_sent(self):
        self.do_not_deliver(5, "failed", "permanent")
        self.office.refused["L5"] += 1
        self.circumstances.retried.append("L5")
        self.assert_wrong("lost")

    def test_nothing_leaves_while_staff_hold_it(self):
        self.circumstances.held.append(("L5", 3.9, 4.1))
        self.assert_wrong("sent while held")
        self.circumstances.held[:] = [("L5", 3.0, 3.9), ("L5", 4.1, 5.0)]
        self.assert_wrong()

    def test_a_letter_to_another_member_is_misdirected(self):
        self.change_receipt(5, recipient="member-2@house.example.org")
        self.assert_wrong("misdirected")
        self.change_receipt(5, recipient="member-2@house.example.org", to="member-2@house.example.org")
        self.assert_wrong("misdirected")

    def test_a_mail_to_more_than_its_supporter_is_misdirected(self):
        self.change_receipt(5, "m", recipient=f"jo5@example.org,{MAILBOX}")
        self.assert_wrong("misdirected")

    def test_a_letter_that_is_not_what_was_shown_is_mangled(self):
        body = self.people.people[5].read_back.body
        for changes in (
            {"body": body.removesuffix("\nYours")},
            {"body": body + "."},
            {"subject": "Hel"},
            {"to_name": "Another Member"},
        ):
            self.setUp()
            self.change_receipt(5, **changes)
            self.assertEqual(len(self.wrong()["mangled"]), 2)

    def test_the_preview_counts_but_for_its_day(self):
        self.people.people[5].previewed = Shown(MEMBER, "Help", self.people.people[5].previewed.body + "!")
        self.assertEqual(len(self.wrong()["mangled"]), 1)

    def test_a_letter_that_was_never_confirmed_stays(self):
        person = self.people.people[5]
        person.asked_to_confirm, person.confirmed = False, None
        self.assert_wrong("never confirmed")

    def test_what_has_no_end_is_unsettled(self):
        self.circumstances.busy = 1
        self.assert_wrong("unsettled")
        self.circumstances.busy, self.ledger.left = 0, 1
        self.assert_wrong("unsettled")

    def test_faults_of_all_kinds_are_told(self):
        for faults, kind in [
            (self.ledger.found, "database"),
            (self.people.complaints, "surprising answers"),
            (self.people.failures, "torture"),
            (self.office.failures, "torture"),
            (self.circumstances.failures, "torture"),
            (self.circumstances.crashes, "crashes"),
            (self.circumstances.refusals, "refused to start"),
        ]:
            faults.append("a fault")
            self.assert_wrong(kind)
            faults.clear()

    def test_a_run_in_which_nothing_happened_is_wrong(self):
        self.circumstances.kills = 0
        self.assert_wrong("idle")
        self.circumstances.kills = 1
        for counts in (self.office.counts, self.people.counts, self.people.wire.counts):
            before = dict(counts)
            counts.clear()
            self.assert_wrong("idle")
            counts.update(before)
        for person in self.people.people[1:8]:
            person.confirmed, person.asked_to_confirm, person.confirms = None, False, False
            self.do_not_deliver(person.number, "awaiting_confirmation")
        self.assert_wrong("idle")
        self.setUp()
        self.people.people.clear()
        self.people.by_address.clear()
        self.office.received.clear()
        self.ledger.rows.clear()
        self.ledger.mails.clear()
        self.assert_wrong("idle")


class Explanations(unittest.TestCase):
    def setUp(self):
        stub = types.SimpleNamespace(
            unavailable=(), troubles=[(1, "full disk", None)], usable=False, hold=None, jump=None
        )
        self.troubles = Troubles(1, 1, stub, stub, stub, stub, stub, stub, stub)

    def test_a_refused_start_needs_a_trouble_at_that_time(self):
        refusals = [("serve-0", 10.0, 11.0)]
        self.assertEqual(len(self.troubles.unexplained(refusals)), 1)
        self.troubles.spans.append(("weather", 9.0, 12.0))
        self.assertEqual(len(self.troubles.unexplained(refusals)), 1)
        self.troubles.spans.append(("full disk", 5.0, 8.0))
        self.assertEqual(len(self.troubles.unexplained(refusals)), 1)
        self.troubles.spans.append(("full disk", 5.0, 10.5))
        self.assertEqual(self.troubles.unexplained(refusals), [])

    def test_a_trap_that_never_springs_is_told(self):
        self.troubles.traps["after text"] = 8
        self.assertEqual(self.troubles.silent_traps(), ["never killed after text"])
        self.troubles.sprung["after text"] = 1
        self.assertEqual(self.troubles.silent_traps(), [])

    def test_a_trouble_that_never_comes_is_told(self):
        self.assertIn("full disk never came", self.troubles.never_came())
        self.troubles.counts["full disk"] = 1
        self.assertNotIn("full disk never came", self.troubles.never_came())

    def test_what_this_machine_cannot_do_is_told(self):
        self.assertEqual(self.troubles.unavailable, ["clock jumps (faketime)"])


if __name__ == "__main__":
    main()
