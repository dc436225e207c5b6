"""kill -9 in the middle of a burst: nothing that was acknowledged is lost, nothing is sent twice."""

import collections
import concurrent.futures
import contextlib
import http.client
import json
import pathlib
import sqlite3
import subprocess
import tempfile
import threading
import unittest

from service import SOURCE, Service, confirmation_tokens, free_port, is_service_mail, letter, main, wait_until
from smtp_test import live, sink_messages

LETTERS = 500
CLIENTS = 16
QUIET = {
    "LIMITS_LETTERS_PER_MINUTE": 0,
    "LIMITS_LOOKUPS_PER_SECOND": 0,
    "LIMITS_CONFIRMATIONS_PER_SECOND": 0,
    "LOG_LEVEL": "warning",
}


def post(port, path, value, headers):
    """One request; nothing when the connection broke, so that nobody knows what became of it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", path, json.dumps(value), {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


class Crash(unittest.TestCase):
    def everyone(self, service, work, kill_after):
        """Does `work` for all, kills the service with SIGKILL after so many answers, starts it again and lets those
        without an answer try once more."""
        answers = {}
        enough = threading.Event()

        def ask(one):
            if one in answers:
                return
            answer = work(one)
            if answer is not None and answer[0] < 500:
                answers[one] = answer
            if len(answers) >= kill_after:
                enough.set()

        def killer():
            enough.wait(60)
            service.kill()

        killing = threading.Thread(target=killer)
        killing.start()
        people = [f"jo{number}@example.org" for number in range(LETTERS)]
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(ask, people))
        killing.join()
        before = len(answers)
        service.start()
        with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
            list(clients.map(ask, people))
        self.assertEqual(len(answers), LETTERS)
        self.assertLess(before, LETTERS, "the kill came after the burst was over")
        return answers

    def storm(self, settings, received):
        with Service({**QUIET, **settings}) as service:
            service.import_campaign()

            def submit(person):
                path = "/api/v1/campaigns/sanctions/letters"
                return post(service.port, path, letter(person), {"Idempotency-Key": person})

            accepted = self.everyone(service, submit, kill_after=LETTERS // 3)
            self.assertEqual({status for status, _ in accepted.values()}, {202})
            tokens = wait_until(
                lambda: len(found := confirmation_tokens(received(service))) == LETTERS and found,
                "every supporter's confirmation mail",
            )

            def confirm(person):
                return post(service.port, "/api/v1/confirmations", {"token": tokens[person]}, {})

            confirmed = self.everyone(service, confirm, kill_after=LETTERS // 3)
            self.assertEqual({status for status, _ in confirmed.values()}, {200})

            def states():
                return collections.Counter(
                    service.get("/api/v1/letters/" + answer["letter"]).json()["state"] for _, answer in accepted.values()
                )

            wait_until(lambda: set(states()) <= {"sent", "uncertain"}, "every letter has left or is uncertain")
            ended = states()
            delivered = collections.Counter(
                mail["Reply-To"].addresses[0].addr_spec for mail in received(service) if not is_service_mail(mail)
            )
            told = service.run("reach", "sanctions", "--json", "--recount")
        self.assertEqual(ended["sent"] + ended["uncertain"], LETTERS)
        self.assertEqual(max(delivered.values()), 1, "a letter was delivered twice")
        self.assertGreaterEqual(len(delivered), ended["sent"], "a letter that is `sent` was not delivered")
        self.assertIn("agree", told.stderr)
        self.assertEqual(json.loads(told.stdout)["letters_sent"], ended["sent"])

    def killed_in_a_dialogue(self, mode, event, recorded, ends_as):
        """Kills the service when a server that then falls silent has had the event and, when `recorded`, the ledger
        says that the final dot is expected; back in the sandbox the letter must end as told."""
        with tempfile.TemporaryDirectory(prefix="postbag-mute-") as name, Service(QUIET) as service:
            accepted = service.post_json("/api/v1/campaigns/sanctions/letters", letter("jo@example.org")).json()
            token = wait_until(lambda: confirmation_tokens(service.outbox()), "the confirmation mail")["jo@example.org"]
            service.stop()
            mute = subprocess.Popen(
                ["/usr/bin/python3", "-B", SOURCE / "tests/support/smtp_server.py", "--folder", name, "--mode", mode],
                stdout=subprocess.PIPE,
                text=True,
            )

            def final_dots():
                with contextlib.closing(sqlite3.connect(service.folder / "var/postbag.db")) as database:
                    return database.execute("SELECT count(*) FROM letters WHERE dot_at IS NOT NULL").fetchone()[0]

            try:
                port = mute.stdout.readline().split()[-1]
                sandbox = service.environment
                service.environment = {**sandbox, **{"POSTBAG_" + key: value for key, value in live(port).items()}}
                service.start()
                service.post_json("/api/v1/confirmations", {"token": token})
                for line in mute.stdout:
                    if line.startswith(event):
                        break
                if recorded:
                    wait_until(lambda: final_dots() == 1, "the record of the final dot is durable")
                service.kill()
            finally:
                mute.kill()
                mute.wait()
                mute.stdout.close()
            self.assertEqual(final_dots(), 1 if recorded else 0)
            service.environment = sandbox
            service.start()

            def state():
                return service.get("/api/v1/letters/" + accepted["letter"]).json()["state"]

            wait_until(lambda: state() == ends_as, f"the letter is {ends_as}")
            service.stop()
            return [mail for mail in service.outbox() if not is_service_mail(mail)]

    def test_a_letter_whose_answer_never_came_is_uncertain_and_never_sent_again(self):
        self.assertEqual(self.killed_in_a_dialogue("slow-after-dot", "message", True, "uncertain"), [])

    def test_a_letter_whose_recipient_was_named_when_the_process_died_is_sent_again(self):
        self.assertEqual(len(self.killed_in_a_dialogue("slow-recipient", "recipient", True, "sent")), 1)

    def test_a_letter_whose_sender_was_not_taken_when_the_process_died_is_sent_again(self):
        self.assertEqual(len(self.killed_in_a_dialogue("slow-sender", "mail", False, "sent")), 1)

    def test_in_the_sandbox(self):
        self.storm({}, lambda service: service.outbox())

    def test_over_smtp(self):
        with tempfile.TemporaryDirectory(prefix="postbag-sink-") as name:
            folder = pathlib.Path(name)
            folder.chmod(0o777)
            port = free_port()
            sink = subprocess.Popen(
                ["/usr/sbin/smtp-sink", "-u", "nobody", "-d", f"{folder}/mail.", f"127.0.0.1:{port}", "100"]
            )
            try:
                self.storm(live(port), lambda _: sink_messages(folder))
            finally:
                sink.kill()
                sink.wait()


if __name__ == "__main__":
    main()
