#!/usr/bin/python3
"""Runs the benchmarks that tools/bench has built, each beside its reference, and writes tests/bench/RESULTS.md.

Every row is one line: what, reference, measured, ratio or figure, target. A row whose program or reference is
missing or fails says so and spoils no other.
"""

import argparse
import csv
import datetime
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "tests/bench/RESULTS.md"
BUILD = pathlib.Path(os.environ.get("POSTBAG_BUILD", ROOT / "build/release"))
PATIENCE = 3600


class Failed(Exception):
    pass


class Report:
    """The rows, and what each program said."""

    def __init__(self):
        self.rows = []
        self.said = []

    def at_least(self, what, reference, measured, ratio, target):
        self.add(what, reference, measured, f"{ratio:.2f}", f"≥ {target:g}", ratio >= target)

    def at_most(self, what, reference, measured, figure, target, unit=""):
        self.add(what, reference, measured, f"{figure:.4g}{unit}", f"≤ {target:g}{unit}", figure <= target)

    def add(self, what, reference, measured, figure, target, met=None):
        verdict = {True: "met", False: "**missed**", None: "–"}[met]
        self.rows.append((what, reference, measured, figure, target, verdict))
        print("  " + " | ".join(self.rows[-1]), flush=True)

    def not_measured(self, what, why):
        self.add(what, "–", "not measured: " + why, "–", "–")

    def text(self, mode):
        now = datetime.datetime.now(datetime.timezone.utc)
        processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
        lines = [
            "# Benchmark results",
            "",
            f"Written by `tools/bench` on {now:%-d %B %Y at %H:%M} UTC ({mode}): {os.cpu_count()} processors"
            + (f" ({processor[1].strip()})" if processor else "")
            + f", load {os.getloadavg()[0]:.1f} at the end. Load generators, servers and databases share the machine,",
            "so only the ratios count. What the rows mean: [README.md](README.md).",
            "",
            "| row | reference | measured | ratio or figure | target | |",
            "| --- | --- | --- | --- | --- | --- |",
            *("| " + " | ".join(row) + " |" for row in self.rows),
        ]
        for name, text in self.said:
            lines += ["", f"## {name}", "```", text.strip(), "```"]
        return "\n".join(lines) + "\n"


def run(report, name, command, **environment):
    print(f"tools/bench: {name}", flush=True)
    try:
        done = subprocess.run([str(word) for word in command], cwd=ROOT, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, timeout=PATIENCE, env={**os.environ, **environment})
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Failed(str(problem)) from problem
    # What the service logs is not the benchmark's.
    said = "\n".join(line for line in done.stdout.splitlines() if not line.startswith("{"))
    report.said.append((name, said))
    if done.returncode != 0:
        raise Failed(f"{pathlib.Path(command[0]).name} ended with status {done.returncode}")
    return said


def program(name):
    return BUILD / "tests" / name


def find(pattern, text):
    """The numbers of the first match."""
    found = re.search(pattern, text)
    if not found:
        raise Failed(f"its output has no {pattern!r}")
    return [float(each) for each in found.groups()]


def medians(report, name, options):
    """Google Benchmark's, by name, in the unit of each."""
    said = run(report, name, [program(name), "--benchmark_format=csv", *options])
    table = csv.DictReader(io.StringIO(said[said.index("name,"):]))
    return {row["name"].removesuffix("_median"): float(row["cpu_time"]) for row in table
            if row["name"].endswith("_median")}


def repeated(quick):
    return [f"--benchmark_repetitions={3 if quick else 5}", f"--benchmark_min_time={0.1 if quick else 0.5}",
            "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true"]


def lookup(report, quick):
    ns = medians(report, "lookup_bench", repeated(quick))
    ours = ns["postbag_lookup"]
    report.at_least("look-up of a random postcode", f"binary search, {ns['sorted_array']:.0f} ns", f"{ours:.0f} ns",
                    ns["sorted_array"] / ours, 7)
    report.at_least("", f"SQLite `SELECT`, {ns['sqlite_select']:.0f} ns", f"{ours:.0f} ns", ns["sqlite_select"] / ours,
                    150)
    report.add("", f"`std::unordered_map`, {ns['unordered_map']:.0f} ns", f"{ours:.0f} ns",
               f"{ns['unordered_map'] / ours:.2f}", "–")
    report.at_most("the same from what a person types", f"the look-up, {ours:.0f} ns", f"{ns['postbag_typed']:.0f} ns",
                   ns["postbag_typed"] / ours, 2)
    report.at_most("the data set ready", "–", f"{ns['load_data_set']:.2f} ms", ns["load_data_set"], 3, " ms")
    size = (ROOT / "data/set/postcodes.bin").stat().st_size / 1e6
    report.at_most("all postcodes on disk", "–", f"{size:.2f} MB", size, 1.3, " MB")


def letter(report, quick):
    ns = medians(report, "letter_bench", repeated(quick))
    report.at_least("a rendered letter", f"mstch afresh, {ns['mstch_afresh']:.0f} ns", f"{ns['whole_letter']:.0f} ns",
                    ns["mstch_afresh"] / ns["whole_letter"], 2.5)


def accept(report, quick, store="sqlite"):
    said = run(report, f"accept_bench, {store}", [program("accept_bench"), 1 if quick else 5, store])
    fsync, = find(r"one fsync: ([\d.]+) ms", said)
    grouped, single = find(r"bare rows: ([\d.]+)/s grouped, ([\d.]+)/s", said)
    letters, ratio, over_single, p99 = find(
        r"64 clients: ([\d.]+)/s, ([\d.]+) of grouped rows, ([\d.]+) of one a commit, p99 ([\d.]+) ms", said)
    alone, fsyncs = find(r"one client alone: ([\d.]+) ms a letter, ([\d.]+) fsyncs", said)
    what = "accepted letters, SQLite, 64 clients" if store == "sqlite" else "accepted letters, PostgreSQL, 16 connections"
    report.at_least(what, f"bare rows, grouped, {grouped:.0f}/s", f"{letters:.0f}/s", ratio, 0.35)
    if store == "sqlite":
        report.at_least("", f"bare rows, one a commit, {single:.0f}/s", f"{letters:.0f}/s", over_single, 1)
        report.at_most("one client alone", f"one fsync, {fsync:.2f} ms", f"{alone:.2f} ms", fsyncs, 4, " fsyncs")
    report.at_most("99th percentile of accepting", "–", f"{p99:.1f} ms", p99, 50, " ms")


def accept_postgresql(report, quick):
    accept(report, quick, "postgresql")


def delivery(report, quick):
    said = run(report, "delivery_bench", [program("delivery_bench"), 1 if quick else 5, 5000 if quick else 20000])
    for sessions, target in ((1, 0.7), (4, 0.4)):
        reference, memory, memory_ratio, durable, ratio = find(
            rf"{sessions} session\(s\): smtp-source ([\d.]+)/s, in memory ([\d.]+)/s \(([\d.]+)\), durable ([\d.]+)/s "
            r"\(([\d.]+)\)", said)
        source = f"`smtp-source -s {sessions}`, {reference:.0f}/s"
        report.at_least(f"delivered letters, sessions: {sessions}, ledger durable", source, f"{durable:.0f}/s", ratio, target)
        report.at_least("the same, queue in memory", source, f"{memory:.0f}/s", memory_ratio, target)
    what = "delivered letters against nodemailer"
    if "nodemailer" in said:
        other, = find(r"nodemailer ([\d.]+)/s", said)
        report.at_least(what, f"nodemailer, {other:.0f}/s", f"{durable:.0f}/s", durable / other, 2.5)
    else:
        report.not_measured(what, "node, or NODE_PATH with nodemailer, is missing (`tests/bench/nodemailer.js`)")


def tls(report, quick):
    said = run(report, "tls_bench", [program("tls_bench"), 1 if quick else 5, 3000 if quick else 10000])
    for sessions in (1, 4):
        alone, ours, ratio = find(
            rf"{sessions} session\(s\) over STARTTLS: libcurl alone ([\d.]+)/s, ours ([\d.]+)/s \(([\d.]+)\)", said)
        report.at_least(f"over STARTTLS, sessions: {sessions}", f"libcurl alone, {alone:.0f}/s", f"{ours:.0f}/s", ratio, 0.6)


def front(report, quick):
    said = run(report, "front.py",
               [sys.executable, "-B", ROOT / "tests/bench/front.py", BUILD / "postbag", 2 if quick else 4, 1 if quick else 5])
    nginx, _ = find(r"nginx ([\d.]+) ([\d.]+)", said)
    lookups, p99 = find(r"lookups ([\d.]+) ([\d.]+)", said)
    quiet, crowded = find(r"crowd ([\d.]+) ([\d.]+)", said)
    resident, connection = find(r"memory ([\d.]+) ([\d.]+)", said)
    start, = find(r"start ([\d.]+)", said)
    report.at_least("look-ups over HTTP, `wrk -t1 -c32`", f"nginx, a static file, {nginx:.0f}/s", f"{lookups:.0f}/s",
                    lookups / nginx, 0.6)
    report.at_most("their 99th percentile", "–", f"{p99:.2f} ms", p99, 3, " ms")
    for name, what, target in (("node", "Node with a Map", 1.3), ("express", "Express and PostgreSQL", 12)):
        if f"\n{name} " in said:
            other, _ = find(rf"{name} ([\d.]+) ([\d.]+)", said)
            report.at_least("the same", f"{what}, {other:.0f}/s", f"{lookups:.0f}/s", lookups / other, target)
        else:
            report.not_measured(f"look-ups against {what}",
                                "node, or NODE_PATH with express and pg, is missing (`tests/bench/node_lookups.js`)")
    report.at_most("a fresh client's p99 beside 5,000 slow ones", f"without them, {quiet:.2f} ms", f"{crowded:.2f} ms",
                   crowded / quiet, 2)
    report.at_most("resident memory, idle", "–", f"{resident:.1f} MB", resident, 30, " MB")
    report.at_most("an idle connection", "–", f"{connection / 1000:.2f} KB", connection / 1000, 8, " KB")
    report.at_most("start to first answer", "–", f"{start:.0f} ms", start, 150, " ms")


# The questions with a target; what the program says below has all.
GROWING = ("reach", "claim and finish 8", "submit, who already wrote")


def growth(report, quick):
    largest = 100_000 if quick else 1_000_000
    # In memory where there is room: a disk's fsync varies more than anything grows.
    memory = pathlib.Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 8e9
    said = run(report, "growth_bench", [program("growth_bench"), largest], **({"TMPDIR": str(memory)} if roomy else {}))
    for name, part in zip(("SQLite", "PostgreSQL"), re.split(r"\n(?=PostgreSQL)", said)):
        for row in GROWING:
            first, last, ratio = find(rf"\n{row} +(\d+) .* (\d+) \( *([\d.]+)\)(?:\n|$)", part)
            report.at_most(f"{row}, {name}, {largest:,} letters", f"10,000 letters, {first:.0f} µs", f"{last:.0f} µs", ratio,
                           1.5)
        size, = find(r"bytes a purged letter .*?(\d+)(?:\n|$)", part)
        report.at_most(f"a purged letter, {name}", "–", f"{size:.0f} bytes", size, 400, " bytes")


ROWS = {"lookup": lookup, "letter": letter, "front": front, "accept": accept, "accept_postgresql": accept_postgresql,
        "delivery": delivery, "tls": tls, "growth": growth}


def main():
    parser = argparse.ArgumentParser(prog="tools/bench", description=__doc__.split("\n\n", maxsplit=1)[0])
    parser.add_argument("rows", nargs="*", metavar="ROW", help="only these: " + ", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help="in four minutes: fewer rounds, and 100,000 letters at most")
    parser.add_argument("--dry", action="store_true", help="print the results, do not write them")
    options = parser.parse_args()
    unknown = [row for row in options.rows if row not in ROWS]
    if unknown:
        parser.error(f"there is no row {unknown[0]}; there are {', '.join(ROWS)}")
    if shutil.which("node") is None:
        os.environ.pop("NODE_PATH", None)
    report = Report()
    for name in options.rows or ROWS:
        try:
            ROWS[name](report, options.quick)
        except (Failed, ValueError, KeyError) as problem:
            report.not_measured(name, str(problem))
    text = report.text("quick" if options.quick else "full")
    if options.dry or options.rows:
        print(text)
    else:
        RESULTS.write_text(text, encoding="utf-8")
        print(f"tools/bench: wrote {RESULTS.relative_to(ROOT)}")


main()
