"""A PostgreSQL of a test's own: in its own temporary folder, on a free port of loopback, durable, and stopped at
the end. As root it runs as an unprivileged user, because PostgreSQL refuses to run as root."""

import os
import pathlib
import pwd
import subprocess
import tempfile

from service import free_port

# The newest, where Debian keeps them.
VERSIONS = sorted(pathlib.Path("/usr/lib/postgresql").glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name))
PROGRAMS = VERSIONS[-1] if VERSIONS else None
USER = "postbag"


def is_installed():
    return PROGRAMS is not None


class Server:
    """Runs from construction to close(). `url` is for `store.url` on this machine. With a certificate and its key it
    also listens on `address`, over TLS, for everybody in `network`."""

    def __init__(self, address=None, network=None, certificate=None, key=None):
        self._temporary = tempfile.TemporaryDirectory(prefix="postbag-postgres-")
        self.folder = pathlib.Path(self._temporary.name)
        self._data = self.folder / "data"
        self._words, self._certificate = [], certificate
        hosts = ["127.0.0.1"] if address is None else ["127.0.0.1", address]
        user = pwd.getpwuid(os.geteuid())
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._words = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        self.port = free_port()
        self._own("initdb", "-D", self._data, "-U", USER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8")
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = '{','.join(hosts)}'\nport = {self.port}\n"
                f"unix_socket_directories = '{self.folder}'\n"
                "fsync = on\nsynchronous_commit = on\nmax_connections = 200\nlog_min_messages = warning\n"
            )
        with (self._data / "pg_hba.conf").open("a") as access:
            if network:
                access.write(f"hostssl all all {network} trust\n")
        if certificate:
            self._speak_tls(certificate, key, user)
        self.start()
        self.url = f"postgresql://{USER}@127.0.0.1:{self.port}/postbag"
        self.environment = {"PGHOST": str(self.folder), "PGPORT": str(self.port), "PGUSER": USER}
        self.run("createdb", "postbag")

    def url_at(self, address):
        """For other machines."""
        return (
            f"postgresql://{USER}@{address}:{self.port}/postbag?sslmode=verify-full&sslrootcert={self._certificate}"
        )

    def _speak_tls(self, certificate, key, user):
        for source, name in [(certificate, "server.crt"), (key, "server.key")]:
            file = self._data / name
            file.write_bytes(source.read_bytes())
            os.chown(file, user.pw_uid, user.pw_gid)
            file.chmod(0o600)
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.write("ssl = on\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @staticmethod
    def program(name):
        return PROGRAMS / name

    def run(self, program, *words):
        """One of PostgreSQL's client programs, connected to this server."""
        words = [self.program(program), *map(str, words)]
        return subprocess.run(
            words, env={**os.environ, **self.environment}, check=True, capture_output=True, text=True
        ).stdout

    def start(self):
        self._control("start", "-l", self.folder / "log")

    def restart(self, mode):
        """`fast` disconnects everybody and shuts down cleanly; `immediate` is a crash, with recovery at the start."""
        self._control("stop", "-m", mode)
        self.start()

    def stop(self, mode="fast"):
        self._control("stop", "-m", mode)

    def close(self):
        try:
            self.stop("immediate")
        finally:
            self._temporary.cleanup()

    def _control(self, *words):
        self._own("pg_ctl", "-D", self._data, "-w", "-s", *words)

    def _own(self, program, *words):
        # Its output goes to a file: the server that pg_ctl starts would hold a pipe open for ever.
        with open(self.folder / "control.log", "ab") as log:
            done = subprocess.run(
                [*self._words, PROGRAMS / program, *map(str, words)], stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        if done.returncode != 0:
            log = (self.folder / "control.log").read_text() + self._log()
            raise AssertionError(f"{program} failed: {log[-3000:]}")

    def _log(self):
        file = self.folder / "log"
        return file.read_text() if file.exists() else ""
