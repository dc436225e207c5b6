"""Staff accounts on the command line."""

import os
import pty
import subprocess
import tempfile
import unittest
import urllib.parse

from forms import Form
from service import PATIENCE, PROGRAM, Service, main, run

PASSWORD = "three brown ducks"


class User(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-user-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def user(self, *words, text=None):
        return run("user", *words, folder=self.folder, text=text)

    def add(self, email="ada@example.org", role="admin", password=PASSWORD):
        return self.user("add", email, "--role", role, text=password + "\n")

    def lines(self):
        return [line.split("\t") for line in self.user("list").stdout.splitlines()]

    def assert_refused(self, done, status, words):
        self.assertEqual(done.returncode, status, done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn(words, done.stderr)

    def test_accounts_are_added_listed_disabled_and_enabled(self):
        self.assertEqual(self.lines(), [])
        self.assertEqual(self.add().returncode, 0)
        self.assertEqual(self.add("ed@example.org", "editor").returncode, 0)
        self.assertEqual(
            [line[:4] for line in self.lines()],
            [["ada@example.org", "admin", "enabled", "password"], ["ed@example.org", "editor", "enabled", "password"]],
        )
        self.assertEqual(self.user("disable", "ED@example.org").returncode, 0)
        self.assertEqual(self.lines()[1][2], "disabled")
        self.assertEqual(self.user("enable", "ed@example.org").returncode, 0)
        self.assertEqual(self.lines()[1][2], "enabled")
        self.assertEqual(self.user("forget-code", "ed@example.org").returncode, 0)

    def test_what_cannot_be_done_is_said_in_one_line(self):
        self.add()
        self.assert_refused(self.add(), 1, "already")
        self.assert_refused(self.add("al@example.org", password="short"), 1, "12 characters")
        self.assert_refused(self.user("add", "al@example.org", "--role", "viewer", text=""), 1, "stdin")
        self.assert_refused(self.user("disable", "ada@example.org"), 1, "last admin")
        self.assert_refused(self.user("disable", "nobody@example.org"), 1, "postbag user list")
        self.assert_refused(self.add("nonsense"), 2, "email address")
        self.assert_refused(self.add("al@example.org", "owner"), 2, "--role")
        self.assert_refused(self.user("add", "al@example.org"), 2, "--role")
        self.assertEqual(len(self.lines()), 1)

    def test_a_password_is_typed_twice_on_a_terminal_that_does_not_show_it(self):
        for second, status in ((PASSWORD, 0), ("another one", 1)):
            email = f"ada{status}@example.org"
            ours, theirs = pty.openpty()
            process = subprocess.Popen(
                [PROGRAM, "user", "add", email, "--role", "admin"],
                cwd=self.folder, stdin=theirs, stdout=theirs, stderr=theirs,
            )
            os.close(theirs)
            shown = b""
            for question, answer in ((b"New password", PASSWORD), (b"The same again", second)):
                while question not in shown or not shown.rstrip().endswith(b":"):
                    shown += os.read(ours, 1024)
                os.write(ours, answer.encode() + b"\n")
            self.assertEqual(process.wait(PATIENCE), status)
            try:
                while more := os.read(ours, 1024):
                    shown += more
            except OSError:
                pass  # Linux says so where the other side has closed
            os.close(ours)
            self.assertNotIn(PASSWORD.encode(), shown)
        self.assertEqual([line[0] for line in self.lines()], ["ada0@example.org"])

    def test_a_password_set_beside_the_running_service_ends_the_sessions(self):
        with Service() as service:
            service.run("user", "add", "ada@example.org", "--role", "admin", text=PASSWORD + "\n")
            form = Form(service.get("/staff/sign-in").text).forms[0]["fields"]
            fields = {**form, "email": "ada@example.org", "password": PASSWORD}
            answer = service.request(
                "POST", "/staff/sign-in", urllib.parse.urlencode(fields),
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
            self.assertEqual(answer.status, 303, answer.text)
            cookies = "; ".join(line.partition(";")[0] for line in answer.headers.get_all("Set-Cookie"))
            self.assertEqual(service.request("GET", "/staff", headers={"Cookie": cookies}).status, 200)
            done = service.run("user", "password", "ada@example.org", text="seven white swans\n")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(service.request("GET", "/staff", headers={"Cookie": cookies}).status, 303)
            log = service.log.read_text()
            self.assertNotIn("ada@example.org", log)
            self.assertNotIn(cookies.partition("=")[2][:22], log)


if __name__ == "__main__":
    main()
