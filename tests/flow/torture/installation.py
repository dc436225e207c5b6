"""The processes of one installation, started again whenever they end, as systemd would do it."""

import collections
import csv
import dataclasses
import os
import pathlib
import signal
import subprocess
import threading
import time

from service import PROGRAM, SOURCE, free_port, run

STOP_PATIENCE = 30  # seconds that a process may take to end after SIGTERM
# Seconds without progress after the last trouble: then what is open will never have an end. A mailer that was told to
# slow down sends one letter a minute at first (docs/queue.md).
STANDSTILL = 150
REST = 0.3  # seconds before one that ended by itself is started again


@dataclasses.dataclass
class Process:
    """One `postbag serve` or `postbag mailer`. `prefix` are words before the command, for another host's namespace."""

    name: str
    words: list
    environment: dict
    folder: pathlib.Path
    log: pathlib.Path
    prefix: list = dataclasses.field(default_factory=list)
    popen: subprocess.Popen = None
    wanted: bool = False
    expected: bool = False  # somebody asked for the end that comes next
    noted: bool = False  # its end was counted
    paused: bool = False
    started_at: float = 0
    interruptions: int = 0  # kills and pauses
    offset: int = 0  # of the log's part that is its own

    def start(self):
        self.expected = self.noted = False
        with self.log.open("ab") as log:
            self.offset = log.tell()
            self.popen = subprocess.Popen(
                [*self.prefix, PROGRAM, *self.words],
                cwd=self.folder,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.started_at = time.monotonic()
        self.wanted = True

    def alive(self):
        return self.popen is not None and self.popen.poll() is None

    def was_ready(self):
        """Since it was last started."""
        with self.log.open("rb") as log:
            log.seek(self.offset)
            return b"is ready" in log.read()

    def ready(self):
        return self.alive() and self.was_ready()

    def signal(self, number):
        """False when there was nobody to signal."""
        if not self.alive():
            return False
        if number in (signal.SIGKILL, signal.SIGTERM):
            self.expected = True
        self.popen.send_signal(number)
        return True


class Site:
    """All processes, and one thread that looks after them. `counts` are endings by kind; `crashes` are those that
    nobody asked for; `refusals` starts that ended before it was ready: (who, from when, until when)."""

    def __init__(self, processes):
        self.processes = processes
        self.counts = collections.Counter()
        self.crashes = []
        self.refusals = []
        self.longest_stop = (0.0, "nobody")
        self._lock = threading.RLock()
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self):
        self.up()
        self.wait_until_ready()
        self._keeper.start()

    def wait_until_ready(self, patience=60):
        deadline = time.monotonic() + patience
        for process in self.processes:
            while not process.ready():
                if time.monotonic() > deadline:
                    raise AssertionError(f"{process.name} does not start: {process.log.read_text()[-2000:]}")
                time.sleep(0.02)

    def named(self, kind):
        return [process for process in self.processes if process.name.startswith(kind)]

    def kill(self, process, count="SIGKILL"):
        """At once, from any thread."""
        killed = process.signal(signal.SIGKILL)
        if killed:
            self.counts[count] += 1
            process.interruptions += 1
        return killed

    def stop(self, process):
        """SIGTERM; a process that does not obey is a crash of its own kind."""
        with self._lock:
            process.wanted = False
            if process.signal(signal.SIGTERM):
                self.counts["SIGTERM"] += 1
                self._wait(process)

    def restart(self, process):
        """Unless everything is down."""
        with self._lock:
            if process.wanted:
                self.stop(process)
                process.start()

    def _wait(self, process):
        began = time.monotonic()
        try:
            status = process.popen.wait(STOP_PATIENCE)
            while_starting = not process.was_ready() and status in (1, -signal.SIGTERM)
            if status not in (0, -signal.SIGKILL) and not while_starting:
                self.crashes.append(f"{process.name} ended with {status} after SIGTERM")
        except subprocess.TimeoutExpired:
            self.crashes.append(f"{process.name} did not end within {STOP_PATIENCE} s after SIGTERM")
            process.popen.kill()
            process.popen.wait()
        self.longest_stop = max(self.longest_stop, (time.monotonic() - began, process.name))

    def down(self, brutal):
        """Everything, and nothing is started again until up()."""
        with self._lock:
            for process in self.processes:
                process.wanted = False
            for process in self.processes:
                if brutal:
                    self.kill(process)
                    process.popen.wait()
                else:
                    self.stop(process)

    def up(self):
        with self._lock:
            for process in self.processes:
                process.start()

    def close(self):
        self._stopping.set()
        if self._keeper.is_alive():
            self._keeper.join()
        for process in self.processes:
            if process.alive():
                process.popen.kill()
            if process.popen:
                process.popen.wait()

    def _keep(self):
        while not self._stopping.wait(0.02):
            for process in self.processes:
                with self._lock:
                    if not process.wanted or process.alive():
                        continue
                    self._note_end(process)
                    # What cannot start (no disk, no database) is not tried in a tight loop.
                    if process.expected or time.monotonic() > process.started_at + REST:
                        process.start()

    def _note_end(self, process):
        if process.expected or process.noted:
            return
        process.noted = True
        if process.popen.returncode in (1, 2) and not process.was_ready():
            self.counts["refused to start"] += 1
            self.refusals.append((process.name, process.started_at, time.monotonic()))
        else:
            self.crashes.append(f"{process.name} ended by itself with {process.popen.returncode}")


def settings():
    """Every process's, as environment: a live service that is quick to give up and to try again."""
    values = {
        "SERVER_BASE_URL": "https://post.charity.test",
        "MAILER_LIVE": "true",
        "MAILER_TLS": "none",
        "MAILER_FROM": "letters@post.charity.test",
        "MAILER_TIMEOUT": "2s",
        "MAILER_LEASE": "5s",
        "MAILER_BATCH": "16",  # what a session cannot send within half a lease it gives back, one by one
        "MAILER_RETRY_SHORTEST": "200ms",
        "MAILER_RETRY_LONGEST": "1s",
        "LETTERS_CANCEL_WINDOW": "0s",
        "LIMITS_LETTERS_PER_MINUTE": "0",
        "LIMITS_LOOKUPS_PER_SECOND": "0",
        "LIMITS_CONFIRMATIONS_PER_SECOND": "0",
        "LIMITS_CONNECTIONS": "0",
        "LOG_LEVEL": "warning",
    }
    return {"POSTBAG_" + name: value for name, value in values.items()}


def make_data_set(folder):
    """The bundled data set, with made-up addresses of all Members: whatever goes wrong, no mail can reach one. Gives
    the folder, and the address by the name that letters bear."""
    source, made = SOURCE / "data/set", folder / "data"
    made.mkdir()
    for file in source.iterdir():
        if file.name != "mps.csv":
            (made / file.name).symlink_to(file)
    with (source / "mps.csv").open(newline="") as mps:
        rows = list(csv.DictReader(mps))
    for row in rows:
        if row["email"]:
            row["email"] = f"member-{row['member_id']}@house.example.org"
    with (made / "mps.csv").open("w", newline="") as mps:
        table = csv.DictWriter(mps, rows[0], lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    return made, {row["full_title"]: row["email"] for row in rows}


def make_processes(names, environment, folder, logs, office, configuration):
    """A `serve` or `mailer` for each name such as `serve-0`, all with that file. Each has a door of its own at the
    mail server, with its name on it. Serves have a mailer inside when there is no mailer beside them."""
    embedded = not any(name.startswith("mailer") for name in names)
    processes = []
    for name in names:
        word = name.split("-")[0]
        own = {"POSTBAG_MAILER_TRANSPORT": f"smtp://127.0.0.1:{office.ports[name]}"}
        if word == "serve":
            own["POSTBAG_SERVER_LISTEN"] = f"127.0.0.1:{free_port()}"
            own["POSTBAG_MAILER_EMBEDDED"] = "true" if embedded else "false"
        words = [word, "--config", str(configuration)]
        processes.append(Process(name, words, {**environment, **own}, folder, logs / f"{name}.log"))
    return processes


def import_campaign(process):
    campaign = SOURCE / "templates/campaigns/sanctions.toml"
    done = run("campaign", "import", campaign, environment=process.environment, folder=process.folder)
    if done.returncode != 0:
        raise AssertionError(done.stderr)


def address(serve):
    """Host and port."""
    host, port = serve.environment["POSTBAG_SERVER_LISTEN"].rsplit(":", 1)
    return host, int(port)


def settle(people, ledger):
    """Waits until nobody asks any more and no mail is under way. What is open after that will be found missing."""
    least, deadline = None, 0
    while sum(open_now := (people.busy(), *ledger.under_way())):
        calls, letters, service_mails = open_now
        # A mail to a supporter leads to calls, and those to a letter: each step forward leaves less.
        left = letters + 3 * calls + 5 * service_mails
        if least is None or left < least:
            least, deadline = left, time.monotonic() + STANDSTILL
        if time.monotonic() > deadline:
            said = f"{calls} calls of supporters, {letters} letters and {service_mails} mails to them under way"
            print(f"not settled: {said}", flush=True)
            return
        time.sleep(0.2)
