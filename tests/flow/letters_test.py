"""What staff do on the command line, and what the mailer does when its mail server is of no use."""

import contextlib
import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from service import SOURCE, Service, confirmation_tokens, free_port, is_service_mail, letter, main, messages, wait_until
from smtp_test import live

QUIET = {"LIMITS_LETTERS_PER_MINUTE": 0, "LIMITS_MAILS_PER_HOUR": 0}
PERSONAL = ["jo@example.org", "Jo Example", "Example Street", "seven months", "baggy.shanker", "Shanker"]


@contextlib.contextmanager
def mail_server(folder, mode="accept", port=0):
    """tests/support/smtp_server.py; its port."""
    folder.mkdir(exist_ok=True)
    server = subprocess.Popen(
        ["/usr/bin/python3", "-B", SOURCE / "tests/support/smtp_server.py", "--folder", folder]
        + ["--mode", mode, "--port", str(port)],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield server.stdout.readline().split()[-1]
    finally:
        server.kill()
        server.wait()
        server.stdout.close()


class Letters(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-letters-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def written(self, service, address="jo@example.org"):
        """A letter that awaits its confirmation, and the token that confirms it."""
        accepted = service.post_json("/api/v1/campaigns/sanctions/letters", letter(address))
        token = wait_until(lambda: confirmation_tokens(service.outbox()).get(address), "the confirmation mail")
        return accepted.json()["letter"], token

    def confirmed(self, service, address="jo@example.org"):
        identity, token = self.written(service, address)
        service.post_json("/api/v1/confirmations", {"token": token})
        return identity

    @contextlib.contextmanager
    def elsewhere(self, service, port, **more):
        """The service with that mail server instead of the sandbox."""
        sandbox = service.environment
        service.stop()
        service.environment = {**sandbox, **{"POSTBAG_" + key: value for key, value in live(port, **more).items()}}
        service.start()
        yield
        service.stop()
        service.environment = sandbox
        service.start()

    def sent_to(self, service, mode, ends_as):
        """A letter that was sent to a mail server in that mode, from then on in the sandbox."""
        identity, token = self.written(service)
        with mail_server(self.folder / mode, mode) as port, self.elsewhere(service, port):
            service.post_json("/api/v1/confirmations", {"token": token})
            wait_until(lambda: self.row(service)["reason"] == ends_as, f"the letter is {ends_as}")
        return identity

    def row(self, service):
        """What staff see of the only letter."""
        return json.loads(self.done(service, "letters", "--json"))[0]

    def state(self, service, identity):
        return service.get("/api/v1/letters/" + identity).json()["state"]

    def wait_for(self, service, identity, state):
        wait_until(lambda: self.state(service, identity) == state, f"the letter is {state}")

    def done(self, service, *words):
        done = service.run(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refused(self, service, *words):
        done = service.run(*words)
        self.assertEqual(done.returncode, 1, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1)
        return done.stderr

    def held_back(self):
        """The sandbox, where letters wait for an hour before they leave."""
        return Service({**QUIET, "LETTERS_CANCEL_WINDOW": "1h"})

    def test_a_queued_letter_is_held_and_released(self):
        with self.held_back() as service:
            identity = self.confirmed(service)
            self.assertEqual(self.done(service, "hold", identity), f"{identity}\theld\n")
            self.assertEqual(self.state(service, identity), "held")
            said = self.refused(service, "hold", identity)
            self.assertIn("is held", said)
            self.assertIn("postbag release", said)
            self.assertEqual(self.done(service, "release", identity), f"{identity}\tqueued\n")
            self.assertIn("is queued", self.refused(service, "release", identity))
            self.assertIn("is queued", self.refused(service, "resolve", "--sent", identity))

    def test_a_letter_is_released_only_to_the_person_it_was_written_to(self):
        data = pathlib.Path(shutil.copytree(SOURCE / "data/set", self.folder / "data"))
        table = data / "mps.csv"
        lines = table.read_text().splitlines(keepends=True)
        other = ["E14001194,99999," + line.split(",", 2)[2] if line.startswith("E14001194,") else line for line in lines]
        self.assertNotEqual(lines, other)
        table.write_text("".join(other))
        with self.held_back() as service:
            identity = self.confirmed(service)
            self.done(service, "hold", identity)
            true_set = dict(service.environment)
            service.environment["POSTBAG_DATA_FOLDER"] = str(data)
            said = self.refused(service, "release", identity)
            self.assertIn("stays held", said)
            self.assertIn("another MP", said)
            self.assertEqual(self.state(service, identity), "held")
            service.environment = true_set
            self.done(service, "release", identity)

    def test_several_letters_at_once_and_an_unknown_one_stops_nobody(self):
        with self.held_back() as service:
            ids = [self.confirmed(service, f"jo{number}@example.org") for number in range(3)]
            done = service.run("hold", ids[0], "no-such-letter", ids[1], ids[2])
            self.assertEqual(done.returncode, 1)
            self.assertIn("There is no letter no-such-letter", done.stderr)
            self.assertEqual([self.state(service, identity) for identity in ids], ["held"] * 3)
            self.assertEqual(len(self.done(service, "letters", "--state", "held").splitlines()), 3)
            self.assertEqual(len(self.done(service, "letters", "--state", "held", "--limit", "2").splitlines()), 2)
            self.assertEqual(self.done(service, "letters", "--state", "held", "--campaign", "back-to-work"), "")
            self.assertIn("no campaign nonsense", self.refused(service, "letters", "--campaign", "nonsense"))
            self.assertEqual(service.run("letters", "--state", "lost").returncode, 2)

    def test_a_refused_letter_says_why_and_is_retried(self):
        with Service(QUIET) as service:
            identity = self.sent_to(service, "refuse-recipient", "permanent")
            listed = self.done(service, "letters", "--state", "failed")
            fields = listed.rstrip("\n").split("\t")
            self.assertEqual(fields[:2] + fields[3:], [identity, "failed", "permanent", "1", "sanctions", "E14001194"])
            told = self.row(service)
            self.assertEqual((told["letter"], told["state"], told["has_text"]), (identity, "failed", True))
            for word in PERSONAL:
                self.assertNotIn(word, listed + json.dumps(told))
            self.assertIn("is failed", self.refused(service, "resolve", "--failed", identity))
            self.done(service, "retry", identity)
            self.wait_for(service, identity, "sent")
            self.assertIn("is sent", self.refused(service, "retry", identity))

    def test_an_uncertain_letter_is_resolved_by_a_person(self):
        with Service(QUIET) as service:
            identity = self.sent_to(service, "hang-up-after-dot", "lost_after_data")
            told = self.row(service)
            self.assertEqual(told["state"], "uncertain")
            taken = messages(self.folder / "hang-up-after-dot")[0]
            self.assertEqual(taken["Message-ID"], f"<{told['message_id']}>")
            self.assertIn("is uncertain", self.refused(service, "retry", identity))
            self.assertEqual(service.run("resolve", identity).returncode, 2)
            self.assertEqual(service.run("resolve", identity, "--sent", "--failed").returncode, 2)
            self.done(service, "resolve", identity, "--sent")
            self.assertEqual(json.loads(self.done(service, "reach", "sanctions", "--json"))["mps_reached"], 1)
            self.assertIn("is sent", self.refused(service, "resolve", identity, "--failed"))
            self.assertEqual([mail for mail in service.outbox() if not is_service_mail(mail)], [])

    def test_a_greylisted_letter_waits_its_turn(self):
        with Service(QUIET) as service:
            identity = self.sent_to(service, "greylist", "greylisted")
            told = self.row(service)
            self.assertEqual((told["state"], told["attempts"]), ("queued", 1))
            self.done(service, "hold", identity)

    def test_a_mail_server_that_is_away_costs_no_attempt_and_is_told_once(self):
        port = free_port()
        with Service(QUIET) as service:
            identity, token = self.written(service)
            with self.elsewhere(service, port, MAILER_RETRY_SHORTEST="100ms", MAILER_SESSIONS="3"):
                service.post_json("/api/v1/confirmations", {"token": token})
                wait_until(lambda: "mailer.still_paused" in service.log.read_text(), "a try in vain")
                told = self.row(service)
                self.assertEqual((told["state"], told["attempts"]), ("queued", 0))
                self.assertIn("\npostbag_mailer_paused 1\n", service.get("/metrics").text)
                with mail_server(self.folder / "mail", port=port):
                    self.wait_for(service, identity, "sent")
                self.assertIn("\npostbag_mailer_paused 0\n", service.get("/metrics").text)
            events = [json.loads(line) for line in service.log.read_text().splitlines() if line.startswith("{")]
        paused = [event for event in events if event["event"] == "mailer.paused"]
        self.assertEqual(len(paused), 1)
        said = {key: paused[0][key] for key in ("level", "reason", "step", "code")}
        self.assertEqual(said, {"level": "error", "reason": "ours_to_fix", "step": "connect", "code": 0})
        self.assertEqual(len([event for event in events if event["event"] == "mailer.resumed"]), 1)


if __name__ == "__main__":
    main()
