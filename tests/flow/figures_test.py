"""What a running service tells of itself: its figures and its log, and nobody's name in either."""

import pathlib
import re
import tempfile
import unittest

from service import Service, confirmation_tokens, free_port, letter, main, wait_until


class Figures(unittest.TestCase):
    def figure(self, service, name):
        """The figure's value; its name as Prometheus writes it, with labels."""
        text = service.get("/metrics").text
        found = re.search("^" + re.escape(name) + r" (\S+)$", text, re.M)
        self.assertTrue(found, name + " in:\n" + text)
        return float(found[1])

    def test_every_stage_of_a_letter_shows(self):
        with Service() as service:
            self.assertEqual(service.get("/api/v1/postcodes/DE11AA").status, 200)
            self.assertEqual(service.get("/api/v1/postcodes/nonsense").status, 400)
            bad = service.post_json("/api/v1/campaigns/sanctions/letters", letter("not an address"))
            self.assertEqual(bad.status, 422)
            identity = service.post_json(
                "/api/v1/campaigns/sanctions/letters", letter("jo@example.org")
            ).json()["letter"]
            self.assertEqual(service.post_json("/api/v1/confirmations", {"token": "A" * 44}).status, 404)
            tokens = wait_until(lambda: confirmation_tokens(service.outbox()), "the confirmation mail")
            service.post_json("/api/v1/confirmations", {"token": tokens["jo@example.org"]})
            wait_until(
                lambda: service.get("/api/v1/letters/" + identity).json()["state"] == "sent", "the letter is sent"
            )
            service.get("/no/such/address")
            for name, least in {
                'postbag_lookups_total{result="exact"}': 2,
                'postbag_lookups_total{result="malformed_postcode"}': 1,
                'postbag_submissions_total{result="accepted"}': 1,
                'postbag_submissions_total{result="fields"}': 1,
                'postbag_confirmations_total{result="confirmed"}': 1,
                'postbag_confirmations_total{result="unknown_token"}': 1,
                'postbag_letters{state="sent"}': 1,
                'postbag_letters{state="queued"}': 0,
                'postbag_queue_oldest_due_seconds{kind="letter"}': 0,
                'postbag_delivery_seconds_count{kind="letter",outcome="accepted"}': 1,
                'postbag_delivery_seconds_count{kind="service_mail",outcome="accepted"}': 1,
                "postbag_store_commit_seconds_count": 4,
                "postbag_store_group_size_count": 4,
                'postbag_http_requests_total{route="api.letters",status="2xx"}': 1,
                'postbag_http_requests_total{route="api.letters",status="4xx"}': 1,
                'postbag_http_requests_total{route="none",status="4xx"}': 1,
                'postbag_http_request_seconds_count{route="api.postcode"}': 2,
                "postbag_http_connections": 1,
                "postbag_http_shed_total": 0,
                "postbag_mailer_works": 1,
                'postbag_data_set_timestamp_seconds{part="members"}': 1_700_000_000,
            }.items():
                with self.subTest(name):
                    self.assertGreaterEqual(self.figure(service, name), least)
            text = service.get("/metrics").text
            for personal in ("jo@example.org", "DE1", "Derby", "Jo", identity, "sanctions", "127.0.0.1"):
                self.assertNotIn(personal, text)

    def test_a_mailer_by_itself_answers_for_itself(self):
        port = free_port()
        with Service({"MAILER_EMBEDDED": "false"}) as service:
            own = {"MAILER_PROBES": f"127.0.0.1:{port}"}
            with Service(own, service.folder, service.environment, command="mailer") as mailer:
                mailer.port = port
                service.post_json("/api/v1/campaigns/sanctions/letters", letter("jo@example.org"))
                wait_until(lambda: confirmation_tokens(service.outbox()), "the confirmation mail")
                count = 'postbag_delivery_seconds_count{kind="service_mail",outcome="accepted"}'
                wait_until(lambda: count in mailer.get("/metrics").text, "the mail is counted")
                self.assertEqual(self.figure(mailer, count), 1)
                self.assertEqual(self.figure(mailer, "postbag_mailer_paused"), 0)
                self.assertEqual([mailer.get(path).status for path in ("/readyz", "/healthz", "/")], [200, 200, 404])
                self.assertNotIn("postbag_delivery_seconds_count", service.get("/metrics").text)

    def test_who_may_read_the_figures(self):
        forwarded = {"X-Forwarded-For": "127.0.0.1"}
        expected = {"off": (404, 404), "loopback": (200, 404), "all": (200, 200)}
        with tempfile.TemporaryDirectory(prefix="postbag-figures-") as folder:
            config = pathlib.Path(folder) / "postbag.toml"
            config.write_text("")
            with Service(words=["--config", config], folder=folder) as service:
                for readers, statuses in expected.items():
                    config.write_text(f'[server]\nmetrics = "{readers}"\n')
                    self.assertTrue(service.reload())
                    seen = tuple(
                        service.request("GET", "/metrics", headers=headers).status for headers in ({}, forwarded)
                    )
                    self.assertEqual(seen, statuses, readers)


class Logs(unittest.TestCase):
    def test_each_line_names_its_request_or_letter_and_nobody(self):
        with Service() as service:
            identity = service.post_json(
                "/api/v1/campaigns/sanctions/letters", letter("jo@example.org", story="Words of mine.")
            ).json()["letter"]
            tokens = wait_until(lambda: confirmation_tokens(service.outbox()), "the confirmation mail")
            service.get("/confirm/" + tokens["jo@example.org"])
            service.post_json("/api/v1/confirmations", {"token": tokens["jo@example.org"]})
            wait_until(lambda: service.events("letter.sent"), "the letter is sent")
            service.get("/readyz")
            service.request("GET", "/%zz", headers={"Host": "a b"})
            service.stop()
            for event in service.events():
                with self.subTest(event["event"]):
                    if event["event"].startswith(("http.", "health.")):
                        self.assertRegex(event["request"], r"^[A-Za-z0-9_-]{22}$")
                    if event["event"].startswith(("letter.", "service_mail.")):
                        self.assertRegex(event["id"], r"^[A-Za-z0-9_-]{22}$")
            self.assertEqual([event["id"] for event in service.events("letter.sent")], [identity])
            text = service.log.read_text().split("\n", 2)[2]  # after the greeting
            text = re.sub(r'"(request|id)":"[^"]{22}"', "", text)  # random letters may spell anything
            for personal in ("example.org", "Jo", "Derby", "DE1", "Words", "shanker", tokens["jo@example.org"][22:]):
                self.assertNotIn(personal, text)


if __name__ == "__main__":
    main()
