"""The two databases as the torture sees them: how the installation reaches them, and what may befall them."""

import contextlib
import sqlite3
import time

from ledger import PostgresLedger, SqliteLedger
from service import run


class SqliteStore:
    """A file in the installation's folder, shared by a serve and, when `mailers` is not 0, that many mailers."""

    name = "sqlite"
    serves = 1

    def __init__(self, folder):
        self.file = folder / "var/postbag.db"
        self.environment = {}
        self.ledger = SqliteLedger(self.file)
        self.troubles = []
        self._backups = []

    def befall(self, site, people):
        """Only when backups are to be restored, for then the service forgets."""
        self._site, self._people = site, people
        self.troubles = [(2, "backup", self._back_up), (1, "backup restored", self._restore)]

    def close(self):
        pass

    def _back_up(self, chance, _):
        made = time.monotonic()
        copy = self.file.with_name(f"backup-{len(self._backups)}.db")
        serve = self._site.processes[0]
        done = run("backup", copy, environment=serve.environment, folder=serve.folder)
        if done.returncode == 0:
            self._backups.append((made, copy))

    def _restore(self, chance, wait):
        if not self._backups:
            self._back_up(chance, wait)
            wait(2)
        made, copy = self._backups[-1]
        self._site.down(brutal=chance.random() < 0.5)
        for name in ("-wal", "-shm"):
            self.file.with_name(self.file.name + name).unlink(missing_ok=True)
        self.file.write_bytes(copy.read_bytes())
        self._people.restored.append((made, time.monotonic()))
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

    def close(self):
        self._server.close()
