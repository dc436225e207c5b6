"""A supporter's connection to the service, which may be cut or watched at each point of a request."""

import collections
import http.client
import random
import socket

PATIENCE = 15  # seconds for one answer
# Half of the head, half of the body, all of the request, and the answer's first line have passed.
POINTS = ["head", "body", "request", "answer"]


class HungUp(Exception):
    pass


class Wire:
    """`servers` are (host, port) of every serve. `impatience` is the chance that a supporter's connection is lost in
    the middle of a request."""

    def __init__(self, seed, servers):
        self.impatience = 0.0
        self.counts = collections.Counter()
        self._servers = servers
        self._random = random.Random(f"wire {seed}")
        self._traps = {}

    def set_trap(self, point, spring):
        """Calls `spring(number of the serve)` the next time that a request gets as far."""
        self._traps[point] = spring

    def take_traps_away(self):
        self._traps.clear()

    def cuts(self):
        return sum(count for kind, count in self.counts.items() if kind.startswith("cut"))

    def ask(self, method, path, body=b"", headers=None):
        """Status and text; nothing when the connection broke, so that nobody knows what became of it."""
        number = self._random.randrange(len(self._servers))
        cut = self._random.choice(POINTS) if self._random.random() < self.impatience else None
        lines = [f"{method} {path} HTTP/1.1", "Host: post.charity.test", "Connection: close"]
        if method == "POST":
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        head = "\r\n".join([*lines, "", ""]).encode()
        parts = [head[: len(head) // 2], head[len(head) // 2 :] + body[: len(body) // 2], body[len(body) // 2 :]]
        try:
            with socket.create_connection(self._servers[number], timeout=PATIENCE) as connection:
                for point, part in zip(POINTS, parts):
                    connection.sendall(part)
                    self._reach(point, number, cut)
                response = http.client.HTTPResponse(connection, method=method)
                response.begin()
                self._reach("answer", number, cut)
                answer = response.status, response.read().decode()
        except HungUp:
            self.counts[f"cut by supporters, {cut}"] += 1
            return None
        except (OSError, http.client.HTTPException):
            self.counts["lost answers"] += 1
            return None
        self.counts[f"answers {answer[0]}"] += 1
        return answer

    def _reach(self, point, number, cut):
        spring = self._traps.pop(point, None)
        if spring:
            spring(number)
        if point == cut:
            raise HungUp
