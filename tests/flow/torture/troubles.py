"""What befalls the installation while people write: one trouble after another, drawn by the seed."""

import collections
import pathlib
import random
import signal
import threading

from post_office import STEPS
from service import run

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
        """All together, or one that then differs from the others."""
        names = chance.choice([self._names, [chance.choice(self._names)]])
        self.set(chance.choice([-7200, -60, -5, 0, 5, 60, 3600, 20_000]), names)
        wait(1.2)  # the library looks at its file once a second

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


class Troubles:
    """`pace` is the mean time between two kills, in seconds; beside them other troubles come half as often, and those
    of the database, which stop everybody, a twentieth as often. `counts` are what came, by kind."""

    def __init__(self, seed, pace, site, office, clocks, store):
        self.counts = collections.Counter()
        self.failures = []  # of a trouble itself
        self._site, self._office, self._clocks = site, office, clocks
        self._stopping = threading.Event()
        kills = [(3, "kill", self._kill), (4, "kill at a step", self._kill_at_step), (1, "stop", self._stop)]
        others = [(6, "weather", self._weather), (1, "mail server closed", self._close), (1, "pause", self._pause)]
        if clocks.usable:
            others.append((2, "clock jump", clocks.jump))
        self._threads = [
            threading.Thread(target=self._run, args=[random.Random(f"{name} {seed}"), mean, troubles], daemon=True)
            for name, mean, troubles in [
                ("kills", pace, kills),
                ("others", 2 * pace, others),
                ("the store's", 20 * pace, store.troubles),
            ]
            if troubles
        ]

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
        self._office.weather = 0.0
        self._clocks.settle()

    def _run(self, chance, pace, troubles):
        # Each trouble once, in any order and the first of them soon, so that a short run meets most; then by weight.
        first = chance.sample(troubles, len(troubles))
        rest = min(pace, 2)
        while not self._stopping.wait(rest):
            rest = chance.expovariate(1 / pace)
            _, name, befall = first.pop() if first else chance.choices(troubles, [each[0] for each in troubles])[0]
            try:
                befall(chance, self._stopping.wait)
                self.counts[name] += 1
            except Exception as failure:
                self.failures.append(f"{name}: {failure!r}")

    def _kill_and_sweep(self, process, count):
        number = process.popen.pid
        self._site.kill(process, count)
        self._clocks.sweep(number)

    def _kill(self, chance, _):
        self._kill_and_sweep(chance.choice(self._site.processes), "SIGKILL at random")

    def _kill_at_step(self, chance, wait):
        step, late = chance.choice(STEPS[:-1]), chance.random() < 0.5
        sprung = threading.Event()

        def spring(door):
            for process in self._site.processes:
                if process.name == door:
                    self._kill_and_sweep(process, f"SIGKILL {'after' if late else 'at'} {step}")
            sprung.set()

        self._office.set_trap(step, late, spring)
        sprung.wait(0.7)  # it stays set for later

    def _stop(self, chance, _):
        self._site.restart(chance.choice([each for each in self._site.processes if not each.paused]))

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
        process.signal(signal.SIGSTOP)
        wait(chance.choice([0.5, 2, 7]))
        process.signal(signal.SIGCONT)
        process.paused = False
