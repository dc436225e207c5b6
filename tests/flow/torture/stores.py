"""The two databases as the torture sees them: how the installation reaches them, and what may befall them."""

import contextlib
import os
import sqlite3
import subprocess
import time

from ledger import PostgresLedger, SqliteLedger
from service import run


class Disk:
    """A file system of its own for the installation, when root may make one."""

    def __init__(self, folder, megabytes):
        self.folder = folder
        self._filler = folder / "filler"
        words = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
        self.own = subprocess.run(words, capture_output=True).returncode == 0

    def fill(self, leave):
        """Until so many bytes are left, or fewer: others write meanwhile."""
        with self._filler.open("wb") as file:
            for _ in range(10):
                space = os.statvfs(self.folder)
                size = space.f_bavail * space.f_frsize - leave
                with contextlib.suppress(OSError):
                    if size > 0:
                        os.posix_fallocate(file.fileno(), 0, file.seek(0, os.SEEK_END) + size)
                    return

    def free(self):
        self._filler.unlink(missing_ok=True)

    def close(self):
        if self.own:
            subprocess.run(["umount", "-l", str(self.folder)])


class Store:
    """`serves` is how many there should be, `environment` how they reach the database, `ledger` how the torture reads
    it, `troubles` what may befall it, as (weight, name, function of chance and wait), `unavailable` what cannot here."""

    unavailable = ()

    def may_be_restored(self, site, people):
        """Now and then a backup is put back, and the installation forgets what came after it."""
        self._site, self._people = site, people
        self._copied_at = None
        self.troubles += [(1, "backup", self._back_up), (1, "backup restored", self._restore)]

    def _back_up(self, chance, _):
        copied_at = time.monotonic()
        self._copy(chance)
        self._copied_at = copied_at

    def _restore(self, chance, wait):
        if self._copied_at is None:
            self._back_up(chance, wait)
            wait(2)
        self._site.down(brutal=chance.random() < 0.5)
        self._put_back()
        self._people.restored.append((self._copied_at, time.monotonic()))
        self._site.up()

    def _postbag(self, *words):
        serve = self._site.processes[0]
        done = run(*words, environment=serve.environment, folder=serve.folder)
        if done.returncode != 0:
            raise AssertionError(done.stderr)


class SqliteStore(Store):
    """A file in the installation's folder, shared by one serve and the mailers beside it."""

    name = "sqlite"
    serves = 1

    def __init__(self, folder, disk):
        self.file = folder / "var/postbag.db"
        self.environment = {}
        self.ledger = SqliteLedger(self.file)
        self.troubles = [(2, "full disk", self._fill)] if disk.own else []
        self.unavailable = () if disk.own else ("full disks (root)",)
        self._disk = disk
        self._backup = folder / "var/backup.db"
        self._by_postbag = True

    def _fill(self, chance, wait):
        try:
            self._disk.fill(chance.choice([0, 0, 100_000, 1 << 20, 20 << 20]))
            wait(chance.uniform(0.3, 1.5))
        finally:
            self._disk.free()

    def _copy(self, chance):
        self._by_postbag = chance.random() < 0.7
        if self._by_postbag:
            self._postbag("backup", self._backup)
            return
        self._backup.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(self.file)) as source:
            with contextlib.closing(sqlite3.connect(self._backup)) as copy:
                source.backup(copy)

    def _put_back(self):
        for name in ("-wal", "-shm"):
            self.file.with_name(self.file.name + name).unlink(missing_ok=True)
        self.file.write_bytes(self._backup.read_bytes())
        if not self._by_postbag:
            self._postbag("store", "restored")


class PostgresStore(Store):
    """A PostgreSQL of the torture's own (tests/flow/postgres.py), for several serves and mailers."""

    name = "postgresql"
    serves = 2

    def __init__(self, server, folder):
        self._server = server
        self._backup = folder / "backup.dump"
        self.environment = {"POSTBAG_STORE_URL": server.url}
        self.ledger = PostgresLedger(server)
        self.troubles = [
            (2, "database restarted", lambda chance, wait: server.restart("fast")),
            (2, "database crashed", lambda chance, wait: server.restart("immediate")),
            (1, "database away", self._go_away),
        ]

    def _go_away(self, chance, wait):
        self._server.stop(chance.choice(["fast", "immediate"]))
        wait(chance.uniform(1, 4))
        self._server.start()

    def _copy(self, _):
        self._server.run("pg_dump", "--format=custom", f"--file={self._backup}", "postbag")

    def _put_back(self):
        self._server.run("dropdb", "--force", "postbag")
        self._server.run("createdb", "postbag")
        self._server.run("pg_restore", "--exit-on-error", "--dbname=postbag", self._backup)
        self._postbag("store", "restored")
