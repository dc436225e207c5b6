"""What befalls the installation while people write: one trouble after another, drawn by the seed."""

import collections
import pathlib
import random
import signal
import threading
import time

from post_office import STEPS
from service import run
from wire import POINTS

BROKEN = "broken configuration"
FAKETIME = pathlib.Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1")


class Clocks:
    """The time of day as each of the installation's processes sees it, moved by a file. Time that only passes
    (monotonic) is left alone, as a correction of a real machine's clock leaves it."""

    def __init__(self, folder, names):
        self._folder = folder
        self._names = names
        self._furthest = 0
        self.set(0, names)
        # Sanitizers want to be loaded first, and refuse.
        self.usable = FAKETIME.exists() and run("--version", environment=self._faked(names[0])).returncode == 0

    def environment(self, name):
        return self._faked(name) if self.usable else {}

    def set(self, seconds, names):
        for name in names:
            fresh = self._folder / f"clock-{name}.new"
            fresh.write_text(f"{seconds:+d}\n")
            fresh.replace(self._file(name))
        self._furthest = max(self._furthest, seconds)

    def jump(self, chance, wait):
        """All together, or one that then differs from the others; mostly somebody then puts them right."""
        names = chance.choice([self._names, [chance.choice(self._names)]])
        self.set(chance.choice([-7200, -60, -5, 5, 60, 3600, 20_000]), names)
        wait(chance.uniform(1.2, 2.5))  # the library looks at its file once a second
        if chance.random() < 0.7:
            self.set(0, self._names)

    def settle(self):
        """Forward to beyond every time that was ever shown, so that all that waits for a time becomes due."""
        self.set(self._furthest + 60, self._names)

    def _file(self, name):
        return self._folder / f"clock-{name}"

    def _faked(self, name):
        return {
            "LD_PRELOAD": str(FAKETIME),
            "FAKETIME_TIMESTAMP_FILE": str(self._file(name)),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_CACHE_DURATION": "1",
        }

    @staticmethod
    def sweep(process):
        """What the library leaves behind when its process is killed."""
        for name in (f"faketime_shm_{process}", f"sem.faketime_sem_{process}"):
            pathlib.Path("/dev/shm", name).unlink(missing_ok=True)


class Configuration:
    """The file that every process was started with, for what a reload can change."""

    def __init__(self, folder):
        self.file = folder / "postbag.toml"
        self.write(4)

    def write(self, sessions):
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"[mailer]\nsessions = {sessions}\n")
        fresh.replace(self.file)


class Troubles:
    """`pace` is the mean time between two kills, in seconds; beside them other troubles come half as often, and those
    of the database, which stop everybody, a twentieth as often. `counts` are what came, by kind, `spans` when, and
    `unavailable` what this machine cannot do. `traps` and `sprung` count what was set for a kill at a chosen point."""

    def __init__(self, seed, pace, site, office, people, staff, clocks, configuration, store):
        self.counts = collections.Counter()
        self.failures = []  # of a trouble itself
        self.spans = []  # (kind, from when, until when)
        self.traps = collections.Counter()
        self.sprung = collections.Counter()
        self.unavailable = list(store.unavailable)
        self._site, self._office, self._people, self._clocks = site, office, people, clocks
        self._configuration = configuration
        self._stopping = threading.Event()
        kills = [
            (3, "kill", self._kill),
            (4, "kill at a step", self._kill_at_step),
            (3, "kill of serve at a point", self._kill_serve_at_point),
            (1, "stop", self._stop),
        ]
        others = [
            (6, "weather", self._weather),
            (1, "mail server closed", self._close),
            (1, "pause", self._pause),
            (2, "reload", self._reload),
            (1, BROKEN, self._break_configuration),
            (2, "held by staff", staff.hold),
        ]
        if clocks.usable:
            others.append((2, "clock jump", clocks.jump))
        else:
            self.unavailable.append("clock jumps (faketime)")
        self._threads = [
            threading.Thread(target=self._run, args=[random.Random(f"{name} {seed}"), mean, troubles], daemon=True)
            for name, mean, troubles in [
                ("kills", pace, kills),
                ("others", 2 * pace, others),
                ("the store's", 20 * pace, store.troubles),
            ]
            if troubles
        ]
        self._names = [name for _, name, _ in [*kills, *others, *store.troubles]]
        self._keep_from_starting = {name for _, name, _ in store.troubles} | {BROKEN}

    def keep_from_starting(self):
        """The spans of those that a process cannot start in."""
        return [span for span in self.spans if span[0] in self._keep_from_starting]

    def unexplained(self, refusals):
        """Of (who, from when, until when) the starts that were refused while nothing was away."""
        return [
            f"{who} refused to start"
            for who, began, ended in refusals
            if not any(since <= ended and began <= until + 1 for _, since, until in self.keep_from_starting())
        ]

    def never_came(self):
        """Of what had every chance to come, so that it was never tried."""
        return [f"{name} never came" for name in self._names if not self.counts[name]] + self.silent_traps()

    def silent_traps(self):
        """Those that were set often and never sprung: what they stand for was never tried."""
        return [f"never killed {point}" for point, times in self.traps.items() if times >= 8 and not self.sprung[point]]

    def start(self):
        self._office.weather = 0.03
        for thread in self._threads:
            thread.start()

    def stop(self):
        """Afterwards all is well: the installation must now settle by itself."""
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        self._office.take_traps_away()
        self._people.wire.take_traps_away()
        self._office.weather = 0.0
        self._clocks.settle()

    def _run(self, chance, pace, troubles):
        # Each trouble once, in any order and the first of them soon, so that a short run meets most; then by weight.
        first = chance.sample(troubles, len(troubles))
        rest = min(pace, 2)
        while not self._stopping.wait(rest):
            rest = chance.expovariate(1 / pace)
            _, name, befall = first.pop() if first else chance.choices(troubles, [each[0] for each in troubles])[0]
            began = time.monotonic()
            try:
                befall(chance, self._stopping.wait)
                self.counts[name] += 1
            except Exception as failure:
                self.failures.append(f"{name}: {failure!r}")
            self.spans.append((name, began, time.monotonic()))

    def _kill_and_sweep(self, process, count):
        number = process.popen.pid
        self._site.kill(process, count)
        self._clocks.sweep(number)

    def _kill(self, chance, _):
        self._kill_and_sweep(chance.choice(self._site.processes), "SIGKILL at random")

    def _kill_at_step(self, chance, wait):
        step, late = chance.choice(STEPS), chance.random() < 0.5
        point = f"{'after' if late else 'at'} {step}"
        named = {process.name: process for process in self._site.processes}
        self._wait_for(point, lambda spring: self._office.set_trap(step, late, lambda door: spring(named[door])))

    def _kill_serve_at_point(self, chance, _):
        """When so much of a supporter's request has gone out, or the answer has begun."""
        point = chance.choice(POINTS)
        serves = self._site.named("serve")
        set_trap = self._people.wire.set_trap
        self._wait_for(f"serve at {point}", lambda spring: set_trap(point, lambda number: spring(serves[number])))

    def _wait_for(self, point, set_trap):
        sprung = threading.Event()

        def spring(process):
            self._kill_and_sweep(process, f"SIGKILL {point}")
            self.sprung[point] += 1
            sprung.set()

        self.traps[point] += 1
        set_trap(spring)
        sprung.wait(0.7)  # it stays set for later

    def _reload(self, chance, _):
        """One process, or all, with as many sessions as before or with others."""
        self._configuration.write(chance.choice([2, 4, 6]))
        for process in chance.choice([self._site.processes, [chance.choice(self._site.processes)]]):
            if process.ready():
                process.signal(signal.SIGHUP)

    def _break_configuration(self, chance, wait):
        try:
            self._configuration.write(0)
            for process in self._site.processes:
                if process.ready():
                    process.signal(signal.SIGHUP)
            wait(0.3)
        finally:
            self._configuration.write(4)

    def _stop(self, chance, _):
        if running := [each for each in self._site.processes if not each.paused]:
            self._site.restart(chance.choice(running))

    def _weather(self, chance, _):
        self._office.weather = chance.choice([0.0, 0.01, 0.03, 0.03, 0.1, 0.2])

    def _close(self, chance, wait):
        self._office.closed = True
        wait(chance.uniform(0.2, 1))
        self._office.closed = False

    def _pause(self, chance, wait):
        """A machine that is stopped for longer than its leases last."""
        process = chance.choice(self._site.processes)
        process.paused = True
        process.interruptions += 1
        process.signal(signal.SIGSTOP)
        wait(chance.choice([0.5, 2, 7]))
        process.signal(signal.SIGCONT)
        process.paused = False
