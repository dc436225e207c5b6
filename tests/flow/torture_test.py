"""A short torture on each store, with a seed that is always the same."""

import pathlib
import subprocess
import sys
import unittest

import postgres
from service import main

TORTURE = pathlib.Path(__file__).resolve().parent / "torture"


class Torture(unittest.TestCase):
    def ledgers_agree(self, *words):
        words = [sys.executable, "-B", TORTURE, "--seconds", "7", "--pace", "0.2", "--seed", "2", *words]
        self.assertEqual(subprocess.run(words).returncode, 0)

    def test_of_sqlite_with_the_mailer_inside_serve(self):
        self.ledgers_agree("--mailers", "0")

    @unittest.skipUnless(postgres.is_installed(), "needs PostgreSQL")
    def test_of_postgresql_with_mailers_beside_two_serves(self):
        self.ledgers_agree("--store", "postgresql")


if __name__ == "__main__":
    main()
