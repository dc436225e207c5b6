"""What a service manager such as systemd hears of a process, and when its watchdog is fed."""

import os
import pathlib
import socket
import sqlite3
import tempfile
import time
import unittest

from manager import Manager
from service import PATIENCE, Service, main


class Managed(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-managed-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.manager = Manager(self.folder)
        self.addCleanup(self.manager.socket.close)

    def test_the_manager_hears_of_every_turn_of_its_life(self):
        for command in ("serve", "mailer"):
            with self.subTest(command), Service(
                {}, self.folder, environment=self.manager.environment(), command=command
            ) as service:
                ready = self.manager.next()
                self.assertEqual(ready["READY"], "1")
                self.assertTrue(ready["STATUS"])
                before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
                self.assertTrue(service.reload())
                reloading = self.manager.next()
                self.assertEqual(reloading["RELOADING"], "1")
                after = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
                self.assertTrue(before <= int(reloading["MONOTONIC_USEC"]) <= after)
                self.assertEqual(self.manager.next()["READY"], "1")
                self.assertEqual(service.stop(), 0)
                self.assertEqual(self.manager.next()["STOPPING"], "1")

    def test_an_abstract_socket_is_known_by_its_at_sign(self):
        name = f"postbag-test-{os.getpid()}-{time.monotonic_ns()}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind("\0" + name)
            manager.settimeout(PATIENCE)
            with Service({}, self.folder, environment={"NOTIFY_SOCKET": "@" + name}):
                self.assertIn(b"READY=1", manager.recv(4096))

    def test_the_watchdog_is_fed_only_while_the_writer_answers(self):
        with Service({}, self.folder, environment=self.manager.environment(watchdog=0.4)):
            self.manager.until("READY")
            for _ in range(3):
                self.manager.until("WATCHDOG")
            lock = sqlite3.connect(self.folder / "var/postbag.db", isolation_level=None)
            lock.execute("BEGIN IMMEDIATE")
            self.manager.is_silent_for(0.5)  # one that was on its way
            self.manager.drain()
            self.assertTrue(self.manager.is_silent_for(2))
            lock.execute("ROLLBACK")
            lock.close()
            self.manager.until("WATCHDOG")

    def test_a_watchdog_of_another_process_is_not_fed(self):
        environment = {**self.manager.environment(watchdog=0.1), "WATCHDOG_PID": "1"}
        with Service({}, self.folder, environment=environment):
            self.manager.until("READY")
            self.assertTrue(self.manager.is_silent_for(1))


if __name__ == "__main__":
    main()
