"""Tortures an installation of Postbag and compares three ledgers: what supporters were told, what the database says,
and what the mail server received.

Exits with 1 when a letter was lost or doubled, or anything else is wrong. Made by the seed: which troubles come, in
which order, and what the mail server does; threads and processes still race as they like.
"""

import argparse
import collections
import contextlib
import json
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import time

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1]))

import postgres
from people import People
from post_office import LONGEST_STALL, PostOffice
from report import Circumstances, Comparison, kills, letters_missing, print_report, troubles_missing
from installation import Site, address, import_campaign, make_data_set, make_processes, settings, settle
from staff import Staff
from stores import Disk, PostgresStore, SqliteStore
from troubles import Clocks, Configuration, Troubles

PATIENCE = 180  # seconds more, until what every run must see has happened; for slow machines
LONG = 120  # seconds after which each trouble should have come


def options():
    words = argparse.ArgumentParser(prog="tools/torture", description=__doc__)
    words.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    words.add_argument("--minutes", type=float, help="how long troubles come; default 1")
    words.add_argument("--seconds", type=float, help="the same in seconds")
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    words.add_argument("--rate", type=float, default=40, help="new supporters a second; default 40")
    words.add_argument("--pace", type=float, default=0.5, help="mean seconds between two kills; default 0.5")
    words.add_argument("--mailers", type=int, help="mailer processes; 0 is the mailer inside serve; default 2 or 3")
    words.add_argument("--restore", action="store_true", help="also put backups back: later letters are forgotten")
    words.add_argument("--keep", action="store_true", help="keep the folder with the logs and the database")
    given = words.parse_args()
    given.seconds = given.seconds or 60 * (given.minutes or 1)
    if given.mailers is None:
        given.mailers = 2 if given.store == "sqlite" else 3
    return given


def torture(given, folder):
    logs = folder / "logs"
    logs.mkdir()
    home = folder / "home"
    home.mkdir()
    with contextlib.ExitStack() as stack:
        if given.store == "postgresql":
            store = PostgresStore(stack.enter_context(postgres.Server()), folder)
        else:
            # 64 MB beside what the letters need: some 8 KB each, thrice when there are backups. On a slow machine
            # supporters come for longer than was asked for.
            letters = (given.seconds + PATIENCE) * given.rate
            disk = Disk(home, 64 + int(letters * 8 / 1000) * (3 if given.restore else 1))
            stack.callback(disk.close)
            store = SqliteStore(home, disk)
        doors = [f"serve-{number}" for number in range(store.serves)]
        doors += [f"mailer-{number}" for number in range(given.mailers)]
        office = PostOffice(given.seed, doors, lambda *mail: people.on_mail(*mail))
        stack.enter_context(office)
        clocks = Clocks(folder, doors)
        configuration = Configuration(folder)
        data_set, addresses = make_data_set(folder)
        environment = {**settings(), **store.environment, "POSTBAG_DATA_FOLDER": str(data_set)}
        processes = make_processes(doors, environment, home, logs, office, configuration.file)
        for process in processes:
            process.environment.update(clocks.environment(process.name))
        import_campaign(processes[0])
        site = Site(processes)
        stack.callback(site.close)
        people = People(given.seed, [address(each) for each in site.named("serve")], given.rate)
        if given.restore:
            store.may_be_restored(site, people)
        staff = Staff(processes[0], store.ledger, office)
        troubles = Troubles(given.seed, given.pace, site, office, people, staff, clocks, configuration, store)
        began = time.monotonic()
        site.start()
        people.start()
        troubles.start()
        time.sleep(given.seconds)
        latest = began + given.seconds + PATIENCE
        while troubles_missing(kills(site), office, people) and time.monotonic() < latest:
            time.sleep(0.1)
        # On a slow machine nothing comes to its end while everything is killed before it is quite up.
        troubles.stop()
        while letters_missing(people) and time.monotonic() < latest:
            time.sleep(0.1)
        people.stop_coming()
        failures = troubles.failures + staff.release_all()
        settle(people, store.ledger)
        time.sleep(LONGEST_STALL)  # so that no dialogue is left that the ledger has given up
        failures += staff.decide()
        settle(people, store.ledger)
        logged = errors_logged(logs)
        if given.seconds >= LONG:
            failures += never_tried(troubles, staff, logged)
        circumstances = Circumstances(
            addresses,
            interruptions=interruptions(site, troubles),
            kills=kills(site),
            busy=people.busy(),
            held=staff.holds,
            resolved=staff.resolved,
            retried=staff.retried,
            crashes=site.crashes,
            refusals=troubles.unexplained(site.refusals),
            failures=failures,
        )
        comparison = Comparison(people, office, store.ledger, circumstances)
        title = f"{given.store}, {store.serves} serve, {given.mailers or 'no'} mailers beside, seed {given.seed}"
        more = {"troubles": troubles.counts, "staff": staff.counts, "errors logged": logged}
        print_report(title, time.monotonic() - began, site, office, people, more, comparison)
        if troubles.unavailable:
            print(f"Not tried on this machine: {', '.join(troubles.unavailable)}")
        if given.keep or not comparison.well():
            site.close()
            shutil.copytree(home, folder / "kept", ignore=shutil.ignore_patterns("filler"))
            print(f"The logs and what the installation wrote are in {folder}")
            return comparison.well()
    shutil.rmtree(folder)
    return True


def never_tried(troubles, staff, logged):
    """What cannot be missing after so long, unless it no longer does what it should."""
    missing = troubles.never_came()
    if not logged["reload.refused"]:
        missing.append("nobody refused to reload a broken configuration")
    missing += [f"staff {name} nothing" for name in ("hold", "release") if not staff.counts[name]]
    return missing


def interruptions(site, troubles):
    """How often a process that sends mail was killed, paused, or lost its leases to the clock or the database."""
    senders = site.named("mailer") or site.named("serve")
    everybodys = troubles.counts["clock jump"] + len(troubles.keep_from_starting())
    return sum(sender.interruptions for sender in senders) + everybodys * len(senders)


def errors_logged(logs):
    """By event."""
    events = collections.Counter()
    for log in logs.iterdir():
        for line in log.read_text(errors="replace").splitlines():
            with contextlib.suppress(ValueError):
                said = json.loads(line)
                events[said["event"]] += said["level"] == "error"
    return events


def main():
    given = options()
    print(f"seed {given.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing stays behind
    return 0 if torture(given, pathlib.Path(tempfile.mkdtemp(prefix="postbag-torture-"))) else 1


if __name__ == "__main__":
    sys.exit(main())
