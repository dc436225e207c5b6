"""Tortures an installation of Postbag and compares three ledgers: what supporters were told, what the database says,
and what the mail server received.

Exits with 1 when a letter was lost or doubled, or anything else is wrong. Made by the seed: which troubles come, in
which order, and what the mail server does; threads and processes still race as they like.
"""

import argparse
import contextlib
import pathlib
import random
import signal
import sys
import tempfile
import time

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parents[1]))

import postgres
from people import People
from post_office import PostOffice
from report import Comparison, print_report
from service import SOURCE, free_port, run
from installation import Process, Site
from stores import PostgresStore, SqliteStore
from troubles import Clock, Disk, Troubles

SETTLING = 120  # seconds after the last trouble, within which every letter must have an end


def options():
    words = argparse.ArgumentParser(prog="tools/torture", description=__doc__)
    words.add_argument("--store", choices=["sqlite", "postgresql"], default="sqlite")
    words.add_argument("--minutes", type=float, help="how long troubles come; default 1")
    words.add_argument("--seconds", type=float, help="the same in seconds")
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    words.add_argument("--rate", type=float, default=40, help="new supporters a second; default 40")
    words.add_argument("--pace", type=float, default=0.5, help="mean seconds between two troubles; default 0.5")
    words.add_argument("--mailers", type=int, help="mailer processes; 0 is the mailer inside serve; default 2 or 3")
    words.add_argument("--restore", action="store_true", help="also restore backups (sqlite): later letters are forgotten")
    words.add_argument("--keep", action="store_true", help="keep the folder with the logs and the database")
    given = words.parse_args()
    given.seconds = given.seconds or 60 * (given.minutes or 1)
    if given.mailers is None:
        given.mailers = 2 if given.store == "sqlite" else 3
    return given


def settings(store, clock, folder):
    values = {
        "MAILER_LIVE": "true",
        "MAILER_TLS": "none",
        "MAILER_FROM": "letters@post.charity.test",
        "MAILER_TIMEOUT": "2s",
        "MAILER_LEASE": "5s",
        "MAILER_RETRY_SHORTEST": "200ms",
        "MAILER_RETRY_LONGEST": "1s",
        "LETTERS_CANCEL_WINDOW": "0s",
        "LIMITS_LETTERS_PER_MINUTE": "0",
        "LIMITS_LOOKUPS_PER_SECOND": "0",
        "LIMITS_CONNECTIONS": "0",
        "LOG_LEVEL": "warning",
    }
    return {**{"POSTBAG_" + name: value for name, value in values.items()}, **store.environment, **clock.environment}


def make_processes(given, store, environment, folder, logs, office):
    """Each process that sends has a door of its own at the mail server, with its own name on it."""
    processes = []
    for number in range(store.serves):
        name = f"serve-{number}"
        own = {
            "POSTBAG_SERVER_LISTEN": f"127.0.0.1:{free_port()}",
            "POSTBAG_MAILER_EMBEDDED": "false" if given.mailers else "true",
            "POSTBAG_MAILER_TRANSPORT": f"smtp://127.0.0.1:{office.ports[name]}",
        }
        processes.append(Process(name, ["serve"], {**environment, **own}, folder, logs / f"{name}.log"))
    for number in range(given.mailers):
        name = f"mailer-{number}"
        own = {"POSTBAG_MAILER_TRANSPORT": f"smtp://127.0.0.1:{office.ports[name]}"}
        processes.append(Process(name, ["mailer"], {**environment, **own}, folder, logs / f"{name}.log"))
    return processes


def import_campaign(process):
    done = run(
        "campaign", "import", SOURCE / "templates/campaigns/sanctions.toml",
        environment=process.environment, folder=process.folder,
    )
    if done.returncode != 0:
        raise AssertionError(done.stderr)


def address(process):
    host, port = process.environment["POSTBAG_SERVER_LISTEN"].rsplit(":", 1)
    return host, int(port)


def settle(people, ledger, site):
    """Waits until nobody asks any more and no letter is under way; reports what is still open after that."""
    deadline = time.monotonic() + SETTLING
    while people.busy() or ledger.under_way():
        if time.monotonic() > deadline:
            print(f"not settled: {people.busy()} calls of supporters, {ledger.under_way()} mails under way", flush=True)
            return
        time.sleep(0.2)


def torture(given, folder):
    logs = folder / "logs"
    logs.mkdir()
    home = folder / "home"
    home.mkdir()
    with contextlib.ExitStack() as stack:
        # 64 MB beside what the letters need, some 8 KB each with their history, mails and indexes.
        disk = Disk(home, 64 + int(given.seconds * given.rate * 8 / 1000) * (4 if given.restore else 1))
        stack.callback(disk.close)
        clock = Clock(folder)
        if given.store == "postgresql":
            store = PostgresStore(stack.enter_context(postgres.Server()))
        else:
            store = SqliteStore(home)
        doors = [f"serve-{number}" for number in range(store.serves)]
        doors += [f"mailer-{number}" for number in range(given.mailers)]
        office = PostOffice(given.seed, doors, lambda *mail: people.on_mail(*mail))
        stack.enter_context(office)
        processes = make_processes(given, store, settings(store, clock, home), home, logs, office)
        import_campaign(processes[0])
        site = Site(processes)
        stack.callback(site.close)
        people = People(given.seed, [address(each) for each in site.named("serve")], given.rate)
        if given.restore:
            store.befall(site, people)
        troubles = Troubles(given.seed, given.pace, site, office, clock, disk, store)
        began = time.monotonic()
        site.start()
        people.start()
        troubles.start()
        time.sleep(given.seconds)
        people.stop_coming()
        troubles.stop()
        settle(people, store.ledger, site)
        comparison = Comparison(people, office, store.ledger)
        for failure in troubles.failures:
            comparison.wrong["torture"].append(failure)
        print_report(given.seed, given.store, time.monotonic() - began, site, office, people, troubles.counts, comparison)
        if given.keep:
            print(f"kept: {folder}")
        return comparison.well()


def main():
    given = options()
    print(f"seed {given.seed}", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing stays behind
    with tempfile.TemporaryDirectory(prefix="postbag-torture-") as name:
        return 0 if torture(given, pathlib.Path(name)) else 1


if __name__ == "__main__":
    sys.exit(main())
