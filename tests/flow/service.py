"""A real `postbag serve` in a folder of its own, and what a test needs to talk to it."""

import email
import email.policy
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

from forms import multipart

PROGRAM = os.environ.get("POSTBAG_PROGRAM", str(pathlib.Path(__file__).parents[2] / "build/debug/postbag"))
SOURCE = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds after which a wait is a failure; never how long one takes


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(happened, what, patience=PATIENCE):
    """Asks again and again until it has happened; fails the test when it never does."""
    deadline = time.monotonic() + patience
    pause = threading.Event()
    while True:
        answer = happened()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not in time: {what}")
        pause.wait(0.02)


def run(*words, environment=None, folder=None, text=None, patience=PATIENCE):
    """Runs one postbag command to its end."""
    return subprocess.run(
        [PROGRAM, *map(str, words)],
        env={**os.environ, **(environment or {})},
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        timeout=patience,
    )


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode()

    def json(self):
        return json.loads(self.text)


class Service:
    """The sandbox unless `settings` (environment variables without `POSTBAG_`) say otherwise.

    `environment` is added as it is; `words` follow the command, `serve` or `mailer`.
    """

    def __init__(self, settings=None, folder=None, environment=None, words=(), command="serve"):
        self._own = tempfile.TemporaryDirectory(prefix="postbag-flow-") if folder is None else None
        self.folder = pathlib.Path(folder or self._own.name)
        self.port = free_port()
        self.environment = {"POSTBAG_SERVER_LISTEN": f"127.0.0.1:{self.port}"}
        for name, value in (settings or {}).items():
            self.environment["POSTBAG_" + name] = str(value)
        self.environment.update(environment or {})
        self.command = [PROGRAM, command, *map(str, words)]
        self.greeting = "Postbag is ready" if command == "serve" else "Postbag's mailer is ready"
        self.process = None
        self.log = self.folder / f"{command}.log"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        if self._own:
            self._own.cleanup()

    def start(self):
        with self.log.open("ab") as log:
            offset = log.tell()
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

        def ready():
            if self.process.poll() is not None:
                raise AssertionError("serve ended: " + self.log.read_text())
            return self.greeting in self.log.read_bytes()[offset:].decode()

        wait_until(ready, "the service is ready")

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        if self.process:
            self.process.wait()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def events(self, name=None):
        """The lines of its log, or those of one event, as objects."""
        # What follows the last line end is still being written.
        whole = self.log.read_text().rpartition("\n")[0]
        lines = (json.loads(line) for line in whole.splitlines() if line.startswith("{"))
        return [line for line in lines if name in (None, line["event"])]

    def reload(self):
        """Sends SIGHUP and waits for what comes of it: True when it was taken."""
        done, refused = (len(self.events("reload." + word)) for word in ("done", "refused"))
        self.process.send_signal(signal.SIGHUP)
        wait_until(
            lambda: len(self.events("reload.done")) > done or len(self.events("reload.refused")) > refused,
            "the reload",
        )
        return len(self.events("reload.done")) > done

    def run(self, *words, **more):
        return run(*words, environment=self.environment, folder=self.folder, **more)

    def import_campaign(self, slug="sanctions"):
        """Imports a shipped campaign and waits until the running service knows it, a second later."""
        done = self.run("campaign", "import", SOURCE / f"templates/campaigns/{slug}.toml")
        assert done.returncode == 0, done.stderr
        wait_until(lambda: self.get(f"/api/v1/campaigns/{slug}").status == 200, "the campaign shows")

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path):
        return self.request("GET", path)

    def post_json(self, path, value, headers=None):
        return self.request("POST", path, json.dumps(value), {"Content-Type": "application/json", **(headers or {})})

    def post_form(self, path, fields):
        """As a browser posts a form: multipart, from the service's own pages."""
        body, content_type = multipart(fields)
        answer = self.request(
            "POST",
            path,
            body,
            {
                "Content-Type": content_type,
                "Origin": f"http://127.0.0.1:{self.port}",
            },
        )
        return self.get(answer.headers["Location"]) if answer.status == 303 else answer

    def outbox(self):
        return messages(self.folder / "var/outbox")


def messages(folder):
    """Every whole mail in a folder, parsed."""
    if not folder.exists():
        return []
    return [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(folder.iterdir())
        if file.is_file() and file.suffix == ".eml"
    ]


def is_service_mail(message):
    return message["Auto-Submitted"] is not None


def confirmation_tokens(mails):
    """The token in each confirmation mail, by the address it went to."""
    tokens = {}
    for mail in mails:
        found = re.search(r"/confirm/([A-Za-z0-9_-]{44})", mail.get_content())
        if is_service_mail(mail) and found:
            tokens[mail["To"].addresses[0].addr_spec] = found[1]
    return tokens


def letter(address, postcode="DE1 1AA", **more):
    return {
        "postcode": postcode,
        "first_name": "Jo",
        "last_name": "Example",
        "email": address,
        "address": "1 Example Street\nDerby",
        "story": "I waited seven months for an answer.",
        **more,
    }


def main():
    import unittest

    unittest.main(module=sys.modules["__main__"])
