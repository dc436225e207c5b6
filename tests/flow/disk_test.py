"""A disk that fills up: new letters are refused in time, what was taken goes on, nothing is lost."""

import contextlib
import pathlib
import subprocess
import tempfile
import unittest

from service import Service, confirmation_tokens, letter, main, wait_until

LETTERS = "/api/v1/campaigns/sanctions/letters"


class Disk(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-disk-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", self.folder], capture_output=True).returncode:
            self.skipTest("a file system of its own needs root")
        self.addCleanup(subprocess.run, ["umount", "-l", self.folder])
        self.filler = self.folder / "filler"
        self.service = Service({"MAILER_RETRY_SHORTEST": "1s", "MAILER_RETRY_LONGEST": "1s"}, folder=self.folder)
        self.service.start()
        self.addCleanup(self.service.kill)

    def accepted(self, address):
        answer = self.service.post_json(LETTERS, letter(address))
        self.assertEqual(answer.status, 202, answer.text)
        return answer.json()["letter"]

    def token(self, address):
        return wait_until(lambda: confirmation_tokens(self.service.outbox()).get(address), "the confirmation mail")

    def confirm(self, token):
        return self.service.post_json("/api/v1/confirmations", {"token": token}).status

    def state(self, identity):
        return self.service.get("/api/v1/letters/" + identity).json()["state"]

    def wait_until_sent(self, identity):
        wait_until(lambda: self.state(identity) == "sent", "the letter is sent")

    def test_nearly_full_it_refuses_new_letters_while_confirmations_and_deliveries_go_on(self):
        first = self.accepted("first@example.org")
        token = self.token("first@example.org")
        self.filler.write_bytes(bytes(40 << 20))
        refused = self.service.post_json(LETTERS, letter("second@example.org"))
        self.assertEqual(refused.status, 503)
        self.assertEqual(refused.headers["Content-Type"], "application/problem+json")
        self.assertIsNotNone(refused.headers["Retry-After"])
        self.assertEqual(self.service.get("/readyz").status, 503)
        self.assertIn("store.no_room", self.service.log.read_text())
        self.assertEqual(self.confirm(token), 200)
        self.wait_until_sent(first)
        self.filler.unlink()
        self.accepted("third@example.org")
        self.service.stop()
        self.filler.write_bytes(bytes(40 << 20))
        self.service.start()
        self.assertIn("no letter can be stored now", self.service.log.read_text())

    def test_full_to_the_last_byte_it_loses_nothing_and_needs_no_restart(self):
        first = self.accepted("first@example.org")
        token = self.token("first@example.org")
        with contextlib.suppress(OSError), self.filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        # The log may have room to be written again from its start; then the disk does not matter.
        answer = self.confirm(token)
        self.assertIn((answer, self.state(first) == "awaiting_confirmation"), [(503, True), (200, False)])
        self.filler.unlink()
        self.assertEqual(self.confirm(token), 200)
        self.wait_until_sent(first)


if __name__ == "__main__":
    main()
