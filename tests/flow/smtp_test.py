"""Letters over real SMTP: to Postfix's smtp-sink, and to a server with TLS and AUTH."""

import pathlib
import re
import subprocess
import tempfile
import unittest

from service import SOURCE, Service, confirmation_tokens, free_port, is_service_mail, letter, main, messages, wait_until


def sink_messages(folder):
    """What smtp-sink dumped, one file a message, with its own X- header lines above the mail."""
    import email
    import email.policy

    found = []
    for file in sorted(folder.iterdir()):
        text = file.read_bytes()
        mail = email.message_from_bytes(text, policy=email.policy.default)
        if mail["Message-ID"] and text.endswith(b"\n"):
            found.append(mail)
    return found


def live(port, **more):
    return {
        "MAILER_TRANSPORT": f"smtp://127.0.0.1:{port}",
        "MAILER_LIVE": "true",
        "MAILER_TLS": "none",
        "MAILER_FROM": "letters@post.charity.test",
        "LETTERS_CANCEL_WINDOW": "0s",
        **more,
    }


class Smtp(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-smtp-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def send_one(self, settings, received):
        with Service(settings) as service:
            accepted = service.post_json("/api/v1/campaigns/sanctions/letters", letter("jo@example.org"))
            self.assertEqual(accepted.status, 404)  # outside the sandbox nothing is imported by itself
            campaign = SOURCE / "templates/campaigns/sanctions.toml"
            self.assertEqual(service.run("campaign", "import", campaign).returncode, 0)
            accepted = wait_until(
                lambda: (
                    answer := service.post_json("/api/v1/campaigns/sanctions/letters", letter("jo@example.org"))
                ).status
                == 202
                and answer,
                "the running service knows the campaign",
            )
            tokens = wait_until(lambda: confirmation_tokens(received()), "the confirmation mail")
            service.post_json("/api/v1/confirmations", {"token": tokens["jo@example.org"]})
            identity = accepted.json()["letter"]
            wait_until(
                lambda: service.get("/api/v1/letters/" + identity).json()["state"] == "sent", "the letter is sent"
            )
            self.assertEqual(service.get("/api/v1/campaigns/sanctions/reach").json()["mps_reached"], 1)
            self.assertEqual(service.get("/sandbox/outbox").status, 404)
        letters = [mail for mail in received() if not is_service_mail(mail)]
        self.assertEqual(len(letters), 1)
        self.assertEqual(letters[0]["To"].addresses[0].addr_spec, "baggy.shanker.mp@parliament.uk")
        return letters[0]

    def test_to_smtp_sink(self):
        port = free_port()
        self.folder.chmod(0o777)
        sink = subprocess.Popen(
            ["/usr/sbin/smtp-sink", "-u", "nobody", "-d", f"{self.folder}/mail.", f"127.0.0.1:{port}", "100"]
        )
        self.addCleanup(sink.wait)
        self.addCleanup(sink.kill)
        sent = self.send_one(live(port), lambda: sink_messages(self.folder))
        self.assertRegex(sent["X-Mail-Args"], r"^<bounce\+[A-Za-z0-9_-]+@post\.charity\.test>")

    def test_with_starttls_and_a_password(self):
        certificate, key = self.folder / "certificate.pem", self.folder / "key.pem"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
            + ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
            check=True,
            capture_output=True,
        )
        mail = self.folder / "mail"
        mail.mkdir()
        server = subprocess.Popen(
            ["/usr/bin/python3", "-B", SOURCE / "tests/support/smtp_server.py", "--folder", mail, "--tls", "starttls"]
            + ["--certificate", certificate, "--key", key, "--user", "postbag", "--password", "not a real one"],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.addCleanup(server.stdout.close)
        self.addCleanup(server.wait)
        self.addCleanup(server.kill)
        port = re.search(r"\d+", server.stdout.readline())[0]
        password = self.folder / "password"
        password.write_text("not a real one\n")
        self.send_one(
            live(
                port,
                MAILER_TRANSPORT=f"smtp://localhost:{port}",
                MAILER_TLS="starttls",
                MAILER_CA_FILE=certificate,
                MAILER_USER="postbag",
                MAILER_PASSWORD_FILE=password,
            ),
            lambda: messages(mail),
        )


if __name__ == "__main__":
    main()
