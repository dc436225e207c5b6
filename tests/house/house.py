"""Reads the sources and says where the house is not as docs/architecture.md draws it."""

import os
import re
import subprocess

# What each room may include besides itself. A file belongs to the longest folder that it lies in.
GROUND = ("base",)
MIDDLE = ("base", "data", "templates", "mailer")
ROOMS = {
    "base": (),
    "data": GROUND,
    "templates": GROUND,
    "mailer": GROUND,
    "server/config": GROUND,
    "server/staff": GROUND,
    "server/campaign": MIDDLE,
    "server/office": MIDDLE + ("server/campaign", "server/staff"),
    "server/sandbox": MIDDLE + ("server/campaign", "server/staff", "server/office"),
    "server/store": MIDDLE + ("server/campaign", "server/staff", "server/office"),
    "server/http": MIDDLE + ("server/campaign", "server/staff", "server/office"),
    # main: everything that lies in no room of its own
    "server": MIDDLE + (
        "server/config", "server/campaign", "server/staff", "server/office", "server/sandbox", "server/store",
        "server/http"),
}

# Where a library's types may be seen: in these rooms, and in how many files at most.
LIBRARIES = {
    "httplib.h": (("server/http",), 1),
    "gmime/": (("mailer",), 2),
    "curl/": (("mailer",), None),
    "soci/": (("server/store",), None),
    "sqlite3.h": (("server/store",), None),
    "mstch/": (("templates",), None),
    "toml++/": (("server/config", "templates"), None),
    "CLI/": (("server",), None),
    "pango/": (("server/http",), 1),
    "cmark.h": (("server/office",), 1),
    "qrencode.h": (("server/http",), 1),
    "prometheus/": (("server",), 3),
}

# Slow to compile, so it stands in no header; json_fwd.hpp does there.
NOT_IN_HEADERS = "nlohmann/json.hpp"

SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36}\b"
    r"|\bgithub_pat_[A-Za-z0-9_]{40}"
    r"|\bglpat-[A-Za-z0-9_-]{20}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10}"
    r"|\bsk-[A-Za-z0-9-]{32}"
)

# Folders of one developer's or one build server's machine.
MACHINE_PATHS = re.compile(
    r"(?<![\w./:~<>-])/(?:home|root|Users|work|workspace|builds|github|mnt|media)/[\w.]"
)

INCLUDE = re.compile(r'^\s*#\s*include\s+["<]([^">]+)[">]', re.MULTILINE)


def files_of(root):
    """The project's files, relative to its root: what git keeps or would keep, else all."""
    try:
        listing = subprocess.run(
            ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            check=True, capture_output=True).stdout
        names = [name for name in os.fsdecode(listing).split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, folders, found in os.walk(root):
            folders[:] = [f for f in folders if f not in (".git", "build", "var", "node_modules")]
            names += [os.path.relpath(os.path.join(folder, name), root) for name in found]
    return sorted(name for name in set(names) if os.path.isfile(os.path.join(root, name)))


def room_of(name):
    """The room that a file or an include lies in; None for what is outside (tests, libraries)."""
    rooms = [room for room in ROOMS if name.startswith(room + "/")]
    return max(rooms, key=len, default=None)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def complaints_of_includes(sources):
    """Arrows that run back, and libraries seen outside their rooms. sources: name -> text."""
    complaints = []
    seen = {library: set() for library in LIBRARIES}
    for name, text in sources.items():
        room = room_of(name)
        if room is None:
            continue
        for include in INCLUDE.finditer(text):
            target = include.group(1)
            place = f"{name}:{line_of(text, include.start(1))}"
            other = room_of(target)
            if other is not None and other != room and other not in ROOMS[room]:
                complaints.append(f"{place}: {room} may not use {other} ({target})")
            if target.startswith("tests/"):
                complaints.append(f"{place}: {room} may not use the tests ({target})")
            if target == NOT_IN_HEADERS and name.endswith(".h"):
                complaints.append(f"{place}: {target} may stand in no header")
            for library, (rooms, _) in LIBRARIES.items():
                if not target.startswith(library):
                    continue
                seen[library].add(name)
                if room not in rooms:
                    complaints.append(f"{place}: {target} may be seen only in {' and '.join(rooms)}")
    for library, (_, most) in LIBRARIES.items():
        if most is not None and len(seen[library]) > most:
            complaints.append(
                f"{library} may be seen in {most} files, not in {len(seen[library])}: "
                + ", ".join(sorted(seen[library])))
    return complaints


def complaints_of_text(name, text):
    """Secrets, and paths that exist on one machine only."""
    return [
        f"{name}:{line_of(text, found.start())}: {what}"
        for pattern, what in ((SECRETS, "this looks like a secret"),
                              (MACHINE_PATHS, "this is a path of somebody's own machine"))
        for found in pattern.finditer(text)
    ]


def inspect(root):
    """Everything wrong in the project at root, one sentence each."""
    complaints = []
    sources = {}
    for name in files_of(root):
        with open(os.path.join(root, name), "rb") as file:
            content = file.read()
        if b"\0" in content:
            continue  # not text
        text = content.decode("utf-8", errors="replace")
        complaints += complaints_of_text(name, text)
        if name.endswith((".h", ".cpp")):
            sources[name] = text
    return complaints + complaints_of_includes(sources)
