"""A process that is asked to stop or to take its files anew, and what it tells of itself meanwhile."""

import http.client
import pathlib
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from manager import Manager
from service import PATIENCE, SOURCE, Service, confirmation_tokens, letter, main, wait_until

# What a stop may take: requests in hand ten seconds, a dialogue with a mail server three, both a little more.
SECONDS_TO_STOP = 20


class SlowMailServer:
    """tests/support/smtp_server.py in a mode in which it leaves a client waiting for good."""

    def __init__(self, mode, folder):
        folder.mkdir()
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-B", SOURCE / "tests/support/smtp_server.py", "--mode", mode, "--folder", folder],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(self.wait_for("listening on").rsplit(" ", 1)[1])

    def wait_for(self, event):
        for line in self.process.stdout:
            if event in line:
                return line
        raise AssertionError("the mail server ended before: " + event)

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Crowd:
    """Clients that ask again and again, each on a connection that it keeps."""

    def __init__(self, port, paths):
        self.port = port
        self.dropped = []
        self.answers = 0
        self.texts = {path: set() for path in paths}
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(path,)) for path in paths for _ in range(2)]
        for thread in self.threads:
            thread.start()

    def ask(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.connect()
        connection.auto_open = False  # a connection that the service closes is an error
        while not self.stop.is_set():
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                text = answer.read().decode()
            except Exception as problem:
                self.dropped.append(f"{path}: {problem!r}")
                return
            if answer.status != 200:
                self.dropped.append(f"{path}: {answer.status}")
                return
            self.texts[path].add(text)
            self.answers += 1
        connection.close()

    def end(self):
        self.stop.set()
        for thread in self.threads:
            thread.join()


class Life(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-life-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def mail_server(self, mode):
        server = SlowMailServer(mode, self.folder / "mail")
        self.addCleanup(server.close)
        return server

    def live(self, port):
        return {
            "MAILER_TRANSPORT": f"smtp://127.0.0.1:{port}",
            "MAILER_LIVE": "true",
            "MAILER_TLS": "none",
            "MAILER_FROM": "letters@post.charity.test",
            "STORE_URL": f"sqlite:{self.folder}/postbag.db",
        }

    def post_letter(self, service, address="jo@example.org"):
        return service.post_json("/api/v1/campaigns/sanctions/letters", letter(address))

    def stop(self, service):
        begun = time.monotonic()
        self.assertEqual(service.stop(), 0)
        self.assertLess(time.monotonic() - begun, SECONDS_TO_STOP)

    def value(self, sql):
        with sqlite3.connect(self.folder / "postbag.db") as database:
            value = database.execute(sql).fetchone()[0]
        database.close()
        return value

    def assert_given_back(self):
        self.assertEqual(self.value("SELECT count(*) FROM service_mails WHERE state = 'queued'"), 1)
        self.assertEqual(self.value("SELECT count(*) FROM service_mails WHERE lease_owner IS NOT NULL"), 0)
        self.assertEqual(self.value("SELECT sum(attempts) FROM service_mails"), 0)

    def test_a_stop_answers_what_is_in_hand_and_gives_back_what_a_silent_mail_server_holds_up(self):
        server = self.mail_server("slow-sender")
        with Service(self.live(server.port)) as service:
            service.import_campaign()
            self.assertEqual(self.post_letter(service).status, 202)
            server.wait_for("mail ")
            lock = sqlite3.connect(self.folder / "postbag.db", isolation_level=None)
            lock.execute("BEGIN IMMEDIATE")
            answers = []
            asking = threading.Thread(target=lambda: answers.append(self.post_letter(service, "al@example.org")))
            asking.start()
            drafted = 'postbag_lookups_total{result="exact"} 2\n'  # one for each letter
            wait_until(lambda: drafted in service.get("/metrics").text, "the letter is in hand")
            service.process.send_signal(signal.SIGTERM)
            wait_until(lambda: service.events("stopping"), "the stop is under way")
            lock.execute("ROLLBACK")
            lock.close()
            asking.join()
            self.assertEqual(answers[0].status, 202)
            self.assertEqual(service.process.wait(SECONDS_TO_STOP), 0)
        self.assertEqual(self.value("SELECT count(*) FROM letters"), 2)
        self.assertEqual(self.value("SELECT count(*) FROM service_mails WHERE lease_owner IS NOT NULL"), 0)

    def test_a_stop_that_a_silent_mail_server_holds_up_is_no_fault_for_the_watchdog(self):
        server = self.mail_server("slow-sender")
        manager = Manager(self.folder)
        self.addCleanup(manager.socket.close)
        with Service(self.live(server.port), environment=manager.environment(watchdog=0.4)) as service:
            service.import_campaign()
            self.assertEqual(self.post_letter(service).status, 202)
            server.wait_for("mail ")
            self.stop(service)
            self.assertEqual(service.events("watchdog.not_well"), [])

    def test_a_mailer_that_is_asked_to_stop_gives_back_what_it_holds(self):
        server = self.mail_server("slow-sender")
        with Service({**self.live(server.port), "MAILER_EMBEDDED": "false"}) as service:
            service.import_campaign()
            self.assertEqual(self.post_letter(service).status, 202)
            with Service(self.live(server.port), self.folder, command="mailer") as mailer:
                server.wait_for("mail ")
                self.stop(mailer)
            self.assert_given_back()
            self.stop(service)

    def test_a_reload_takes_data_templates_and_limits_and_drops_no_request(self):
        data = pathlib.Path(shutil.copytree(SOURCE / "data/set", self.folder / "data"))
        templates = pathlib.Path(shutil.copytree(SOURCE / "templates", self.folder / "templates"))
        config = self.folder / "postbag.toml"
        config.write_text(f'[data]\nfolder = "{data}"\n[templates]\nfolder = "{templates}"\n')
        members = (data / "mps.csv").read_text()
        page = (templates / "pages/privacy.html.mustache").read_text()
        with Service({"LIMITS_LOOKUPS_PER_SECOND": 0}, words=["--config", config]) as service:
            crowd = Crowd(service.port, ["/api/v1/postcodes/DE11AA", "/privacy", "/", "/c/sanctions"])
            self.addCleanup(crowd.end)
            for number in range(8):
                (data / "mps.csv").write_text(members.replace("Baggy Shanker", f"Baggy Shanker {number}"))
                (templates / "pages/privacy.html.mustache").write_text(page + f"<p>Version {number}.</p>\n")
                with config.open("a") as more:
                    more.write("[limits]\nletters_per_minute = 1\nletters_burst = 1\n" if number == 7 else "")
                self.assertTrue(service.reload())
                # What is asked from now on is answered from the new files.
                self.assertIn(f"Baggy Shanker {number}", service.get("/api/v1/postcodes/DE11AA").text)
                self.assertIn(f"Version {number}.", service.get("/privacy").text)
            crowd.end()
            self.assertEqual(crowd.dropped, [])
            self.assertGreater(crowd.answers, 100)
            self.assertGreater(len(crowd.texts["/privacy"]), 1)
            # One after the other, and never half of one and half of another.
            for text in crowd.texts["/api/v1/postcodes/DE11AA"]:
                self.assertEqual(len(set(re.findall(r"Baggy Shanker( \d)?", text))), 1)
            self.assertEqual([self.post_letter(service).status for _ in range(2)], [202, 429])
            self.assertIn("Baggy Shanker 7", confirmation_text(service))

    def test_a_reload_with_anything_wrong_says_all_of_it_and_changes_nothing(self):
        data = pathlib.Path(shutil.copytree(SOURCE / "data/set", self.folder / "data"))
        templates = pathlib.Path(shutil.copytree(SOURCE / "templates", self.folder / "templates"))
        config = self.folder / "postbag.toml"
        good = f'[data]\nfolder = "{data}"\n[templates]\nfolder = "{templates}"\n'
        config.write_text(good)
        page = templates / "pages/privacy.html.mustache"
        whole_page, members = page.read_text(), (data / "mps.csv").read_text()
        with Service(words=["--config", config]) as service:
            lines = members.splitlines(keepends=True)
            lines[3] = "E14001065,half a row\n"
            (data / "mps.csv").write_text("".join(lines))
            page.write_text(whole_page + "{{no_such_name}}")
            mail = templates / "mails/confirm.txt.mustache"
            mail.write_text(mail.read_text() + "{{#open}}")
            self.assertFalse(service.reload())
            wait_until(lambda: len(service.events("reload.refused")) >= 3, "every error")
            problems = "\n".join(event["problem"] for event in service.events("reload.refused"))
            for word in ("mps.csv", "line 4", "privacy.html.mustache", "no_such_name", "confirm.txt.mustache"):
                self.assertIn(word, problems)
            self.assertIn("Baggy Shanker", service.get("/api/v1/postcodes/DE11AA").text)
            self.assertEqual(service.get("/privacy").status, 200)
            config.write_text(good + "[limits]\nlookups_per_secnd = 3\n[mailer]\nsessions = 0\n")
            self.assertFalse(service.reload())
            problems = "\n".join(event["problem"] for event in service.events("reload.refused"))
            self.assertIn("lookups_per_secnd", problems)
            self.assertIn("mailer.sessions", problems)
            self.assertIn('postbag_reloads_total{result="refused"} 2', service.get("/metrics").text)
            self.assertEqual(self.post_letter(service).status, 202)

    def test_a_name_that_no_mail_may_hold_is_refused_and_a_stop_still_ends_it(self):
        config = self.folder / "postbag.toml"
        config.write_text("")
        for command in ("serve", "mailer"):
            with self.subTest(command), Service(
                folder=self.folder, words=["--config", config], command=command
            ) as service:
                config.write_text('[server]\nservice_name = "Women\u0092s Voices"\n')
                self.assertFalse(service.reload())
                self.assertIn("server.service_name", service.events("reload.refused")[0]["problem"])
                config.write_text("")
                self.assertTrue(service.reload())
                self.stop(service)

    def test_a_reload_that_finds_no_memory_for_its_threads_changes_nothing_and_a_stop_still_ends_it(self):
        config = self.folder / "postbag.toml"
        for command in ("serve", "mailer"):
            config.write_text("")
            with self.subTest(command), Service(
                folder=self.folder, words=["--config", config], command=command
            ) as service:
                config.write_text("[mailer]\nsessions = 60\n")
                process = service.process.pid
                pages = int(pathlib.Path(f"/proc/{process}/statm").read_text().split()[0])
                room = 128 << 20  # enough to read everything anew, and for the stacks of a few threads
                unlimited = resource.RLIM_INFINITY
                resource.prlimit(process, resource.RLIMIT_AS, (pages * resource.getpagesize() + room, unlimited))
                self.assertFalse(service.reload())
                self.assertEqual(service.events("reload.refused")[-1]["code"], "reload_failed")
                resource.prlimit(process, resource.RLIMIT_AS, (unlimited, unlimited))
                if command == "serve":
                    self.assertEqual(self.post_letter(service).status, 202)
                    wait_until(service.outbox, "a mail from the crew that stayed")
                self.assertTrue(service.reload())
                self.stop(service)

    def test_a_setting_that_needs_a_restart_is_named_and_stays(self):
        config = self.folder / "postbag.toml"
        config.write_text("")
        with Service(words=["--config", config]) as service:
            config.write_text(
                '[server]\nthreads = 3\nservice_name = "Another name"\n[mailer]\nsessions = 2\n[log]\nlevel = "debug"\n'
            )
            self.assertTrue(service.reload())
            named = [event["setting"] for event in service.events("reload.needs_restart")]
            self.assertEqual(named, ["server.threads"])
            self.assertEqual(self.post_letter(service).status, 202)
            mail = wait_until(service.outbox, "a mail from the new crew")[0]
            self.assertIn("Another name", str(mail["From"]))
            self.stop(service)

    def test_new_sessions_begin_when_anything_changes_that_they_go_by(self):
        config = self.folder / "postbag.toml"
        config.write_text("")
        with Service(words=["--config", config]) as service:
            threads = pathlib.Path(f"/proc/{service.process.pid}/task")
            first = set(threads.iterdir())
            self.assertTrue(service.reload())
            self.assertLessEqual(set(threads.iterdir()), first)
            config.write_text('[letters]\nkeep_text = "20d"\n')  # how long a letter that is never tried may wait
            self.assertTrue(service.reload())
            self.assertTrue(set(threads.iterdir()) - first)

    def test_figures_that_cannot_be_had_are_not_asked_for_again_at_once(self):
        with Service(folder=self.folder) as service:
            with sqlite3.connect(self.folder / "var/postbag.db") as database:
                database.execute("ALTER TABLE letters RENAME TO letters_elsewhere")
            database.close()
            for _ in range(3):
                answer = service.get("/metrics")
                self.assertEqual(answer.status, 200)
                self.assertNotIn("postbag_letters{", answer.text)
            self.assertEqual(len(service.events("metrics.store_failed")), 1)

    def test_a_mailer_takes_a_new_data_set(self):
        data = pathlib.Path(shutil.copytree(SOURCE / "data/set", self.folder / "data"))
        settings = {"DATA_FOLDER": data, "STORE_URL": f"sqlite:{self.folder}/postbag.db"}
        with Service({**settings, "MAILER_EMBEDDED": "false"}, self.folder) as service:
            identity = self.post_letter(service).json()["letter"]
            with Service(settings, self.folder, command="mailer") as mailer:
                tokens = wait_until(lambda: confirmation_tokens(service.outbox()), "the confirmation mail")
                members = (data / "mps.csv").read_text()
                (data / "mps.csv").write_text(members.replace("baggy.shanker.mp@", "someone.else.mp@"))
                self.assertTrue(mailer.reload())
                service.post_json("/api/v1/confirmations", {"token": tokens["jo@example.org"]})
                wait_until(
                    lambda: service.get("/api/v1/letters/" + identity).json()["state"] == "sent", "the letter is sent"
                )
                to = [str(mail["To"]) for mail in service.outbox()]
                self.assertTrue(any("someone.else.mp@" in address for address in to), to)


def confirmation_text(service):
    mails = wait_until(service.outbox, "the confirmation mail")
    return mails[0].get_content()


if __name__ == "__main__":
    main()
