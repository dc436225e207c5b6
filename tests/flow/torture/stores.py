"""The two databases as the torture sees them: how the installation reaches them, and what may befall them."""

import contextlib
import os
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


class SqliteStore:
    """A file in the installation's folder, shared by one serve and the mailers beside it."""

    name = "sqlite"
    serves = 1

    def __init__(self, folder, disk):
        self.file = folder / "var/postbag.db"
        self.environment = {}
        self.ledger = SqliteLedger(self.file)
        self.troubles = [(2, "full disk", self._fill)] if disk.own else []
        self._disk = disk
        self._copy = folder / "var/backup.db"
        self._copied_at = None

    def befall(self, site, people):
        """Only when backups are to be restored, for then the service forgets."""
        self._site, self._people = site, people
        self.troubles += [(1, "backup", self._back_up), (1, "backup restored", self._restore)]

    def _fill(self, chance, wait):
        try:
            self._disk.fill(chance.choice([0, 0, 100_000, 1 << 20, 20 << 20]))
            wait(chance.uniform(0.3, 1.5))
        finally:
            self._disk.free()

    def _back_up(self, chance, _):
        made = time.monotonic()
        serve = self._site.processes[0]
        done = run("backup", self._copy, environment=serve.environment, folder=serve.folder)
        if done.returncode != 0:
            raise AssertionError(done.stderr)
        self._copied_at = made

    def _restore(self, chance, wait):
        if self._copied_at is None:
            self._back_up(chance, wait)
            wait(2)
        self._site.down(brutal=chance.random() < 0.5)
        for name in ("-wal", "-shm"):
            self.file.with_name(self.file.name + name).unlink(missing_ok=True)
        self.file.write_bytes(self._copy.read_bytes())
        self._people.restored.append((self._copied_at, time.monotonic()))
        self._site.up()


class PostgresStore:
    """A PostgreSQL of the torture's own (tests/flow/postgres.py), for several serves and mailers."""

    name = "postgresql"
    serves = 2

    def __init__(self, server):
        self._server = server
        self.environment = {"POSTBAG_STORE_URL": server.url}
        self.ledger = PostgresLedger(server)
        self.troubles = [
            (3, "database restarted", lambda chance, wait: server.restart("fast")),
            (3, "database crashed", lambda chance, wait: server.restart("immediate")),
        ]

    def befall(self, site, people):
        pass
