"""The house stands as docs/architecture.md draws it. Run by CTest; needs Python alone."""

import os
import sys
import tempfile
import unittest

import house

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))


class MadeUpTree(unittest.TestCase):
    """The inspection is tried on small trees first, so that its silence means something."""

    def inspect(self, files):
        with tempfile.TemporaryDirectory() as root:
            for name, text in files.items():
                path = os.path.join(root, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            return house.inspect(root)

    def test_a_tree_whose_arrows_run_forward_is_left_in_peace(self):
        self.assertEqual([], self.inspect({
            "base/text.h": "#include <string>\n",
            "data/postcode.h": '#include "base/text.h"\n#include "data/csv.h"\n',
            "server/store/letters.cpp": '#include "server/campaign/store.h"\n#include <soci/soci.h>\n',
            "server/main.cpp": '#include "server/http/listener.h"\n#include <CLI/CLI.hpp>\n',
            "tests/data/postcode_test.cpp": '#include "server/http/listener.h"\n#include <sqlite3.h>\n',
        }))

    def test_an_arrow_that_runs_back_is_named_with_its_line(self):
        self.assertEqual(
            ["base/text.h:2: base may not use data (data/postcode.h)"],
            self.inspect({"base/text.h": '#pragma once\n#include "data/postcode.h"\n'}))
        self.assertEqual(
            ["data/lookup.cpp:1: data may not use server/campaign (server/campaign/reach.h)"],
            self.inspect({"data/lookup.cpp": '  #  include "server/campaign/reach.h"\n'}))

    def test_rooms_beside_each_other_do_not_know_each_other(self):
        for name, target in (("mailer/worker.cpp", "data/data_set.h"),
                             ("server/store/letters.cpp", "server/http/listener.h"),
                             ("server/http/pages.cpp", "server/store/letters.h"),
                             ("server/config/load.cpp", "mailer/transport.h"),
                             ("server/campaign/reach.cpp", "server/config/config.h"),
                             ("server/http/pages.cpp", "server/program.h"),
                             ("mailer/worker.cpp", "tests/support/process.h")):
            with self.subTest(name=name, target=target):
                self.assertEqual(1, len(self.inspect({name: f'#include "{target}"\n'})))

    def test_a_library_seen_outside_its_room_is_named(self):
        for name, target in (("server/campaign/a.cpp", "httplib.h"), ("server/http/a.cpp", "gmime/gmime.h"),
                             ("mailer/a.cpp", "soci/soci.h"), ("server/http/a.cpp", "sqlite3.h"),
                             ("server/http/a.cpp", "mstch/mstch.hpp"), ("mailer/a.cpp", "toml++/toml.h"),
                             ("server/http/a.cpp", "CLI/CLI.hpp"), ("base/a.h", "nlohmann/json.hpp")):
            with self.subTest(name=name, target=target):
                self.assertEqual(1, len(self.inspect({name: f"#include <{target}>\n"})))

    def test_a_third_file_that_sees_gmime_is_one_too_many(self):
        include = "#include <gmime/gmime.h>\n"
        two = {"mailer/compose.cpp": include, "mailer/report.cpp": include}
        self.assertEqual([], self.inspect(two))
        self.assertEqual(
            ["gmime/ may be seen in 2 files, not in 3: mailer/compose.cpp, mailer/report.cpp, mailer/third.cpp"],
            self.inspect({**two, "mailer/third.cpp": include}))

    def test_a_secret_and_a_path_of_somebodys_machine_are_found_in_any_file(self):
        # Put together here, so that this file holds neither.
        key = "-----BEGIN " + "PRIVATE KEY-----"
        path = "/" + "home/somebody/postbag"
        self.assertEqual(["docs/a.md:2: this looks like a secret"], self.inspect({"docs/a.md": f"\n{key}\n"}))
        self.assertEqual(["tools/a:1: this is a path of somebody's own machine"],
                         self.inspect({"tools/a": f"cd {path}\n"}))
        self.assertEqual([], self.inspect({"docs/a.md": "https://example.org/home/page and var/home/x\n"}))


class ThisProject(unittest.TestCase):

    def test_no_arrow_runs_back_no_library_has_left_its_room_and_nothing_private_is_kept(self):
        complaints = house.inspect(ROOT)
        self.assertEqual([], complaints, "\n" + "\n".join(complaints))

    def test_the_inspection_has_seen_the_sources(self):
        rooms = {house.room_of(name) for name in house.files_of(ROOT) if name.endswith(".h")}
        self.assertLessEqual({"base", "server/config"}, rooms)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=2))
