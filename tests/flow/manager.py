import socket

from service import PATIENCE


class Manager:
    """systemd's end of its notification socket."""

    def __init__(self, folder):
        self.path = folder / "notify"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(self.path))
        self.socket.settimeout(PATIENCE)

    def environment(self, watchdog=None):
        told = {"NOTIFY_SOCKET": str(self.path)}
        return told if watchdog is None else {**told, "WATCHDOG_USEC": str(int(watchdog * 1e6))}

    def next(self):
        return dict(line.split("=", 1) for line in self.socket.recv(4096).decode().splitlines())

    def until(self, key):
        message = self.next()
        while key not in message:
            message = self.next()
        return message

    def is_silent_for(self, seconds):
        self.socket.settimeout(seconds)
        try:
            self.socket.recv(4096)
            return False
        except TimeoutError:
            return True
        finally:
            self.socket.settimeout(PATIENCE)

    def drain(self):
        while not self.is_silent_for(0.01):
            pass
