#!/usr/bin/python3
"""What the server costs from outside: look-ups a second against nginx, a crowd of slow clients, memory, its start.

    tests/bench/front.py build/release/postbag [seconds] [rounds]

Prints a line for each figure: its name and numbers, each a median. Needs nginx and wrk. With node it also
measures a server of Node's own, and where NODE_PATH has express and pg, Express with PostgreSQL.
"""

import contextlib
import os
import pathlib
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests/flow"))
import postgres  # noqa: E402

LOOKUP = "/api/v1/postcodes/SW1A1AA"
CROWD = 5000
IDLE = 2000


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for_answer(port, process):
    """Seconds until a look-up is answered, asked again and again from now on."""
    start = time.perf_counter()
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                if connection.recv(100).startswith(b"HTTP/1.1 "):
                    return time.perf_counter() - start
        except OSError:
            pass
        if process.poll() is not None:
            raise SystemExit("front.py: the server ended before it answered")
        if time.perf_counter() - start > 20:
            raise SystemExit("front.py: the server does not answer")
        time.sleep(0.001)


class Server:
    """A program of its own that listens on a port, ended with the block."""

    def __init__(self, command, port, **options):
        self.start = time.perf_counter()
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
        self.port = port
        self.answered = 0.0

    def __enter__(self):
        wait_for_answer(self.port, self.process)
        self.answered = time.perf_counter() - self.start
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def resident(self):
        """Kilobytes."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def postbag(program, folder):
    port = free_port()
    config = folder / "postbag.toml"
    config.write_text(
        f"""[server]
listen = "127.0.0.1:{port}"
secret_file = "{folder}/secret"
read_timeout = "60s"
[store]
url = "sqlite:{folder}/postbag.db"
[mailer]
transport = "folder:{folder}/outbox"
marks = "{folder}/marks"
[data]
folder = "{ROOT}/data/set"
[templates]
folder = "{ROOT}/templates"
[limits]
letters_per_minute = 0
lookups_per_second = 0
connections = 0
"""
    )
    return Server([program, "serve", "--config", str(config)], port, cwd=ROOT)


def nginx(folder):
    port = free_port()
    (folder / "html").mkdir()
    os.chmod(folder, 0o755)
    (folder / "html" / "file").write_bytes(b"x" * 200)
    config = folder / "nginx.conf"
    config.write_text(
        f"""daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log /dev/null;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
keepalive_requests 100000000;
server {{ listen 127.0.0.1:{port}; root {folder}/html; }} }}
"""
    )
    return Server(["/usr/sbin/nginx", "-c", str(config), "-p", str(folder)], port)


def wrk(port, path, seconds):
    """Requests a second, and the 99th percentile in milliseconds."""
    said = subprocess.run(
        ["wrk", "-t1", "-c32", f"-d{seconds}s", "--latency", f"http://127.0.0.1:{port}{path}"],
        check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1]), float(number) * {"us": 1e-3, "ms": 1, "s": 1e3}[unit]


def node(*words):
    port = free_port()
    return Server(["node", ROOT / "tests/bench/node_lookups.js", words[0], str(port), *words[1:]], port)


def references(folder, stack):
    """Name, server and path of each that can run here."""
    yield "nginx", stack.enter_context(nginx(folder)), "/file"
    if shutil.which("node") is None:
        return
    yield "node", stack.enter_context(node("map")), LOOKUP
    packages = pathlib.Path(os.environ.get("NODE_PATH", folder / "none"))
    if (packages / "express").is_dir() and (packages / "pg").is_dir() and postgres.is_installed():
        database = stack.enter_context(postgres.Server())
        yield "express", stack.enter_context(node("express", database.url)), LOOKUP


def measure_lookups(folder, server, seconds, rounds):
    with contextlib.ExitStack() as stack:
        asked = [*references(folder, stack), ("lookups", server, LOOKUP)]
        seen = {name: [] for name, _, _ in asked}
        for _ in range(rounds):
            for name, each, path in asked:
                seen[name].append(wrk(each.port, path, seconds))
    for name, figures in seen.items():
        print(name, *(f"{statistics.median(each):.2f}" for each in zip(*figures)))


def measure_crowd(server, rounds):
    times = []
    for _ in range(rounds):
        said = subprocess.run([sys.executable, ROOT / "tests/bench/crowd.py", str(server.port), str(CROWD)],
                              check=True, capture_output=True, text=True).stdout
        times.append([float(number) for number in re.findall(r"p99 ([\d.]+)", said)])
    print("crowd", *(f"{statistics.median(each):.2f}" for each in zip(*times)))


def measure_memory(server):
    idle = server.resident()
    crowd = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(IDLE)]
    wait_for_answer(server.port, server.process)  # by then it has taken those before
    print("memory", idle / 1000, f"{max(0, server.resident() - idle) * 1024 / IDLE:.0f}")
    for connection in crowd:
        connection.close()


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard < 20000 else 20000, hard))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        with postbag(program, folder):
            pass  # makes the database
        starts = []
        for _ in range(5):
            with postbag(program, folder) as server:
                starts.append(server.answered)
        print("start", f"{statistics.median(starts) * 1e3:.0f}")
        with postbag(program, folder) as server:
            measure_memory(server)
        with postbag(program, folder) as server:
            measure_lookups(folder, server, seconds, rounds)
            measure_crowd(server, min(rounds, 3))


main()
