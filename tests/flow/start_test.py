"""What the program says when something is wrong before it starts, and that it then touches nothing."""

import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import unittest

from service import SOURCE, Service, free_port, letter, main, run, wait_until


class Start(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="postbag-start-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def serve(self, **settings):
        environment = {"POSTBAG_SERVER_LISTEN": f"127.0.0.1:{free_port()}"}
        environment.update({"POSTBAG_" + name: str(value) for name, value in settings.items()})
        return run("serve", environment=environment, folder=self.folder)

    def refused(self, done, status, *words):
        self.assertEqual(done.returncode, status, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        self.assertNotIn("terminate", done.stderr)

    def data_copy(self):
        return pathlib.Path(shutil.copytree(SOURCE / "data/set", self.folder / "data"))

    def test_a_configuration_with_an_unknown_key_names_the_nearest(self):
        file = self.folder / "postbag.toml"
        file.write_text("[mailer]\nsesions = 4\n[nonsense]\nx = 1\n")
        done = run("serve", "--config", file, folder=self.folder)
        self.refused(done, 2, "sesions", "sessions", "nonsense")
        self.assertFalse((self.folder / "var").exists())

    def test_bad_usage_ends_with_2(self):
        unknown = run("lokup", "DE11AA")
        self.assertEqual(unknown.returncode, 2)
        self.assertEqual(len(unknown.stderr.splitlines()), 1)
        self.assertIn('did you mean "lookup"', unknown.stderr)
        self.assertEqual(run().returncode, 2)
        self.assertEqual(run("lookup").returncode, 2)
        self.assertEqual(run("--help").returncode, 0)

    def test_a_missing_data_set_is_named(self):
        self.refused(self.serve(DATA_FOLDER=self.folder / "none"), 1, str(self.folder / "none"))

    def test_a_checked_configuration_names_every_file_that_is_missing(self):
        file = self.folder / "postbag.toml"
        file.write_text(f'[data]\nfolder = "{self.folder}/none"\n[templates]\nfolder = "{self.folder}/no"\n')
        self.refused(run("check-config", "--config", file, folder=self.folder), 2,
                     str(self.folder / "none"), str(self.folder / "no/strings"))
        self.assertEqual(run("check-config", folder=self.folder).returncode, 0)
        self.assertFalse((self.folder / "var").exists())

    def test_a_truncated_and_a_foreign_data_file_are_refused_by_name(self):
        data = self.data_copy()
        whole = (data / "postcodes.bin").read_bytes()
        (data / "postcodes.bin").write_bytes(whole[: len(whole) // 2])
        self.refused(self.serve(DATA_FOLDER=data), 1, "postcodes.bin")
        (data / "postcodes.bin").write_bytes(b"GIF89a" + whole[6:])
        self.refused(self.serve(DATA_FOLDER=data), 1, "postcodes.bin")
        damaged = bytearray(whole)
        damaged[len(damaged) // 2] ^= 1
        (data / "postcodes.bin").write_bytes(damaged)
        self.refused(self.serve(DATA_FOLDER=data), 1, "postcodes.bin")

    def test_a_damaged_members_file_is_refused_with_its_line(self):
        data = self.data_copy()
        lines = (data / "mps.csv").read_text().splitlines(keepends=True)
        lines[3] = "E14001065,half a row\n"
        (data / "mps.csv").write_text("".join(lines))
        self.refused(self.serve(DATA_FOLDER=data), 1, "mps.csv", "4")

    def test_a_newer_database_is_refused(self):
        with Service(folder=self.folder) as service:
            service.stop()
        with sqlite3.connect(self.folder / "var/postbag.db") as database:
            database.execute("INSERT INTO schema_versions VALUES (99)")
        database.close()
        self.refused(self.serve(), 1, "99", "newer")

    def test_a_copy_from_a_database_that_is_not_there_or_to_itself_makes_none(self):
        with tempfile.TemporaryDirectory(prefix="postbag-copy-") as folder:
            copied = run("store", "copy", "--from", "sqlite:mistyped.db", "--to", "sqlite:new.db", folder=folder)
            self.assertEqual(copied.returncode, 1)
            self.assertIn("There is no database mistyped.db. Check --from.", copied.stderr)
            self.assertEqual(list(pathlib.Path(folder).glob("*.db")), [])
            same = run("store", "copy", "--from", "sqlite:one.db", "--to", "sqlite:one.db", folder=folder)
            self.assertEqual(same.returncode, 2)
            self.assertIn("the same database", same.stderr)

    def test_an_address_in_use_is_named(self):
        with Service() as service:
            done = run("serve", environment=service.environment, folder=self.folder)
            self.refused(done, 1, str(service.port))

    def test_live_mail_needs_its_switch(self):
        self.refused(self.serve(MAILER_TRANSPORT="smtp://mail.example.org:587"), 2, "mailer.live")

    def test_another_secret_than_the_databases_own_is_refused_until_it_is_forgotten(self):
        with Service(folder=self.folder) as service:
            self.assertEqual(service.stop(), 0)
            (self.folder / "var/secret").unlink()
            self.refused(self.serve(), 1, "var/secret", "forget-secret")
            self.assertEqual(service.run("store", "forget-secret").returncode, 0)
            service.start()

    def test_a_stop_signal_ends_it_cleanly(self):
        with Service() as service:
            self.assertEqual(service.stop(), 0)

    def test_a_campaign_for_a_party_without_mps_is_taken_with_a_warning(self):
        file = self.folder / "slip.toml"
        text = (SOURCE / "templates/campaigns/sanctions.toml").read_text()
        file.write_text(text.replace('party = ["Sinn Féin"]', 'party = ["Sinn Fein"]', 1))
        environment = {"POSTBAG_STORE_URL": f"sqlite:{self.folder}/postbag.db"}
        done = run("campaign", "import", file, environment=environment, folder=self.folder)
        self.assertEqual(done.returncode, 0)
        self.assertIn('did you mean "Sinn Féin"', done.stderr)

    def test_a_campaign_for_an_office_that_nobody_holds_is_taken_with_a_warning(self):
        file = self.folder / "slip.toml"
        text = (SOURCE / "templates/campaigns/sanctions.toml").read_text()
        self.assertIn('"Prime Minister"', text)
        file.write_text(text.replace('"Prime Minister"', '"Prime Minster"', 1))
        environment = {"POSTBAG_STORE_URL": f"sqlite:{self.folder}/postbag.db"}
        done = run("campaign", "import", file, environment=environment, folder=self.folder)
        self.assertEqual(done.returncode, 0)
        self.assertIn('the office "Prime Minster"; did you mean "Prime Minister"', done.stderr)
        self.assertNotIn("Secretary of State for Work and Pensions", done.stderr)
        self.assertNotIn("*", done.stderr)

    def test_a_campaign_whose_letter_can_be_empty_is_refused_with_line_and_column(self):
        file = self.folder / "empty.toml"
        text = (SOURCE / "templates/campaigns/sanctions.toml").read_text()
        head = text[: text.index("[[letter]]")]
        head = "\n".join(line for line in head.splitlines() if not line.startswith("unmatched"))
        file.write_text(head + '\n[[letter]]\nsubjects = ["{{#title}}{{title}}{{/title}}"]\n'
                        'body = "{{#title}}x{{/title}}{{#story}}{{story}}{{/story}}"\n')
        environment = {"POSTBAG_STORE_URL": f"sqlite:{self.folder}/postbag.db"}
        done = run("campaign", "import", file, environment=environment, folder=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"empty\.toml:\d+:\d+: letter\.subjects has a subject that comes out empty")
        self.assertRegex(done.stderr, r"empty\.toml:\d+:\d+: letter\.body comes out empty without a title or own words")

    def test_a_postcode_needs_no_quotation_marks(self):
        done = run("lookup", "DE1", "1AA")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("DE1 1AA: exact", done.stdout)
        self.assertEqual(run("lookup", "DE1 1AA", "--json").returncode, 0)

    def test_a_build_without_its_source_says_so_in_one_line(self):
        done = run("data", "build", "none.csv", "--date", "2026-08", "--output", "out.bin", folder=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("Check that the path is right", done.stderr)

    def test_a_campaign_with_mistakes_is_refused_with_line_and_column(self):
        file = self.folder / "bad.toml"
        text = (SOURCE / "templates/campaigns/sanctions.toml").read_text()
        file.write_text(text.replace("{{greeting}}", "{{greting}}", 1))
        environment = {"POSTBAG_STORE_URL": f"sqlite:{self.folder}/postbag.db"}
        done = run("campaign", "import", file, environment=environment, folder=self.folder)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"bad\.toml:\d+:\d+: .*greting")
        listed = run("campaign", "list", environment=environment, folder=self.folder)
        self.assertEqual(listed.stdout, "")


if __name__ == "__main__":
    main()
