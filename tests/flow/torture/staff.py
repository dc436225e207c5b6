"""What staff do by hand, with the command line: some while letters are on their way, the rest when all is over."""

import collections
import contextlib
import sqlite3
import subprocess
import time

from service import run

FEW = 5


class Staff:
    """`process` is one whose folder and environment the commands share. `holds` are (letter, from when, until when):
    no letter may leave within. `resolved` says of letters that were uncertain whether they had arrived; `retried` are
    letters that can only arrive, because all was well again."""

    def __init__(self, process, ledger, office):
        self.counts = collections.Counter()
        self.holds = []
        self.resolved = {}
        self.retried = []
        self._process, self._ledger, self._office = process, ledger, office

    def hold(self, chance, wait):
        """The newest letters that wait, for a while."""
        held = []
        for _ in range(10):  # mostly nothing waits
            with contextlib.suppress(sqlite3.Error, subprocess.CalledProcessError):  # the database is away
                held = self._command("hold", self._ledger.in_state("queued", chance.randint(1, FEW)))
            if held:
                break
            wait(0.1)
        since = time.monotonic()
        if held:
            wait(chance.uniform(0.3, 2))
        self.holds += [(letter, since, time.monotonic()) for letter in held]
        self._command("release", held)

    def release_all(self):
        """What is still held by hand, because the database was away or a command was not answered."""
        held = self._ledger.in_state("held", reason="staff")
        released = self._command("release", held)
        return [f"letter {letter} cannot be released" for letter in set(held) - set(released)]

    def decide(self):
        """Looks some uncertain letters up at the mail server, as a person would, and retries some that failed."""
        arrived = {receipt.message_id for receipt in self._office.received}
        letters = self._ledger.letters()
        uncertain = self._ledger.in_state("uncertain")
        came = [each for each in uncertain if letters[each].message_id in arrived][:FEW]
        lost = [each for each in uncertain if letters[each].message_id not in arrived][:FEW]
        self.resolved = dict.fromkeys(self._command("resolve", came, "--sent"), True)
        self.resolved.update(dict.fromkeys(self._command("resolve", lost, "--failed"), False))
        failed = self._ledger.in_state("failed", FEW) + lost
        self.retried = self._command("retry", sorted(set(failed)))
        refused = set(came + lost) - set(self.resolved) | set(failed) - set(self.retried)
        return [f"letter {letter} cannot be resolved or retried" for letter in refused]

    def _command(self, name, letters, *words):
        """The letters that were moved."""
        if not letters:
            return []
        done = run(name, *letters, *words, environment=self._process.environment, folder=self._process.folder)
        moved = [line.split("\t")[0] for line in done.stdout.splitlines() if "\t" in line]
        self.counts[" ".join([name, *words])] += len(moved)
        return moved
