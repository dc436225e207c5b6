"""Two serves and three mailers on hosts of their own, and one PostgreSQL: one of each is killed, one is cut off from
the network for longer than its leases last, the database is restarted and crashes. Then three ledgers must agree."""

import contextlib
import pathlib
import ssl
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(1, str(pathlib.Path(__file__).resolve().parent / "torture"))

import hosts
import postgres
from installation import Process, Site, address, import_campaign, make_data_set, settings, settle
from ledger import PostgresLedger
from people import People
from post_office import PostOffice
from report import Circumstances, Comparison, kills, print_report
from service import PATIENCE, main, wait_until

SEED = 1
# Of which the ledger must have sent more before the next trouble comes.
LETTERS = 25


def certificate_for(address, folder):
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=post office"]
        + ["-addext", f"subjectAltName=IP:{address}", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return certificate, key, context


@unittest.skipUnless(hosts.can_be_made(), "hosts of one's own need root")
@unittest.skipUnless(postgres.is_installed(), "needs PostgreSQL")
class Hosts(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.folder = pathlib.Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="postbag-hosts-")))
        self.network = self.stack.enter_context(hosts.Network())
        self.certificate, key, tls = certificate_for(self.network.address, self.folder)
        self.database = self.stack.enter_context(
            postgres.Server(self.network.address, self.network.range, self.certificate, key)
        )
        self.ledger = PostgresLedger(self.database)
        names = ["serve-0", "serve-1", "mailer-0", "mailer-1", "mailer-2"]
        self.office = PostOffice(SEED, names, lambda *mail: self.people.on_mail(*mail), self.network.address, tls)
        self.stack.enter_context(self.office)
        self.data_set, self.addresses = make_data_set(self.folder)
        self.hosts = {name: self.network.host() for name in names}
        self.site = Site([self.process(name) for name in names])
        self.stack.callback(self.site.close)
        import_campaign(self.site.processes[0])
        self.people = People(SEED, [address(serve) for serve in self.site.named("serve")], rate=40)

    def process(self, name):
        host = self.hosts[name]
        home = self.folder / name
        home.mkdir()
        (home / "secret").write_text("the same on every host, and longer than 32 bytes\n")
        own = {
            "STORE_URL": self.database.url_at(self.network.address),
            "DATA_FOLDER": self.data_set,
            "SERVER_LISTEN": f"{host.address}:8080",
            "SERVER_SECRET_FILE": "secret",
            "MAILER_EMBEDDED": "false",
            "MAILER_TLS": "implicit",
            "MAILER_CA_FILE": self.certificate,
            "MAILER_TRANSPORT": f"smtps://{self.network.address}:{self.office.ports[name]}",
        }
        environment = {**settings(), **{"POSTBAG_" + key: str(value) for key, value in own.items()}}
        return Process(name, [name.split("-")[0]], environment, home, self.folder / f"{name}.log", host.words)

    def killed_at(self, step, name):
        """Kills a mailer the next time that the mail server sees the step from it."""
        mailer = next(process for process in self.site.processes if process.name == name)
        kills = self.site.counts["SIGKILL"]
        deadline = time.monotonic() + 10
        while self.site.counts["SIGKILL"] == kills and time.monotonic() < deadline:
            self.office.set_trap(step, False, lambda door: door == name and self.site.kill(mailer))
            time.sleep(0.01)

    def count(self, condition):
        return int(self.ledger.rows("SELECT count(*) FROM letters WHERE " + condition)[0][0])

    def send_some_more(self):
        before = self.count("state = 3")
        wait_until(lambda: self.count("state = 3") >= before + LETTERS, "more letters are sent", 3 * PATIENCE)

    def outlast_its_leases(self):
        """Waits until whatever anybody has leased now has been ended or taken back."""
        last = self.ledger.rows("SELECT coalesce(max(lease_until), 0) FROM letters WHERE state = 2")[0][0]
        wait_until(lambda: self.count(f"state = 2 AND lease_until <= {last}") == 0, "the leases end", 3 * PATIENCE)

    def test_when_one_of_each_dies_and_the_database_restarts_the_ledgers_agree(self):
        began = time.monotonic()
        self.site.start()
        self.people.start()
        self.office.weather = 0.03
        self.send_some_more()
        self.site.kill(self.site.named("serve")[0])
        self.killed_at("dot", "mailer-0")
        self.send_some_more()
        self.database.restart("fast")
        self.killed_at("rcpt", "mailer-2")
        self.hosts["mailer-1"].unplug()
        self.outlast_its_leases()
        self.hosts["mailer-1"].plug_in()
        self.database.restart("immediate")
        self.killed_at("text", "mailer-1")
        self.send_some_more()
        self.people.stop_coming()
        self.office.take_traps_away()
        self.office.weather = 0.0
        settle(self.people, self.ledger)
        mailers = self.site.named("mailer")
        circumstances = Circumstances(
            self.addresses,
            # Besides the kills everybody lost the database twice, and one the network.
            interruptions=sum(each.interruptions for each in mailers) + 2 * len(mailers) + 1,
            kills=kills(self.site),
            busy=self.people.busy(),
            crashes=self.site.crashes,
        )
        comparison = Comparison(self.people, self.office, self.ledger, circumstances)
        title = f"two serves and three mailers, seed {SEED}"
        print_report(title, time.monotonic() - began, self.site, self.office, self.people, {}, comparison)
        self.assertTrue(comparison.well())
        self.assertGreater(comparison.counts["sent"], 100)


if __name__ == "__main__":
    main()
