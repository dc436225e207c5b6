"""Machines of a test's own: network namespaces on one bridge, each with its own address, host name and loopback."""

import itertools
import os
import random
import shutil
import subprocess

_numbers = itertools.count(1)


def _ip(*words, check=True):
    return subprocess.run(["ip", *map(str, words)], check=check, capture_output=True, text=True)


def can_be_made():
    return os.geteuid() == 0 and shutil.which("ip") is not None and shutil.which("unshare") is not None


class Network:
    """This machine is `address` on it. Everything is gone after close()."""

    def __init__(self):
        self._name = f"pb{os.getpid() % 100000}"
        self._prefix = f"10.{random.SystemRandom().randrange(200, 250)}.{os.getpid() % 250}"
        self.address = f"{self._prefix}.1"
        self.range = f"{self._prefix}.0/24"
        self.hosts = []
        _ip("link", "add", self._name, "type", "bridge")
        _ip("addr", "add", f"{self.address}/24", "dev", self._name)
        _ip("link", "set", self._name, "up")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def host(self):
        number = next(_numbers)
        host = Host(f"{self._name}-{number}", f"{self._prefix}.{number + 1}", f"{self._name}v{number}")
        self.hosts.append(host)
        _ip("netns", "add", host.name)
        _ip("link", "add", host.cable, "type", "veth", "peer", "name", "eth0", "netns", host.name)
        _ip("link", "set", host.cable, "master", self._name, "up")
        for words in (
            ["addr", "add", f"{host.address}/24", "dev", "eth0"],
            ["link", "set", "eth0", "up"],
            ["link", "set", "lo", "up"],
        ):
            _ip("-n", host.name, *words)
        return host

    def close(self):
        for host in self.hosts:
            _ip("netns", "del", host.name, check=False)
        _ip("link", "del", self._name, check=False)


class Host:
    """`words` before a command make it run there; it is that very process, so that signals reach it."""

    def __init__(self, name, address, cable):
        self.name = name
        self.address = address
        self.cable = cable
        self.words = ["ip", "netns", "exec", name, "unshare", "--uts"]
        self.words += ["sh", "-c", f'hostname {name} && exec "$@"', "sh"]

    def unplug(self):
        _ip("link", "set", self.cable, "down")

    def plug_in(self):
        _ip("link", "set", self.cable, "up")
