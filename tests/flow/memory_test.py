"""A crowd that sends large requests: what it took of the memory is given back when it has gone."""

import pathlib
import re
import resource
import socket
import unittest

from service import Service, main, wait_until

HEAD = (
    b"POST /api/v1/campaigns/sanctions/letters HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n"
)
CLIENTS = 1500
MEGABYTES = 30


class Memory(unittest.TestCase):
    def setUp(self):
        self.service = self.enterContext(Service({"LIMITS_CONNECTIONS": 0}))
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))

    def resident(self):
        status = pathlib.Path(f"/proc/{self.service.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024

    def test_half_sent_requests_of_a_crowd_that_left_cost_nothing_any_more(self):
        quiet = self.resident()
        crowd = []
        for _ in range(CLIENTS):
            client = socket.create_connection(("127.0.0.1", self.service.port))
            self.addCleanup(client.close)
            client.sendall(HEAD + b"x" * 50000)
            crowd.append(client)
        wait_until(lambda: self.resident() > quiet + 2 * MEGABYTES, "the requests are in memory")
        for client in crowd:
            client.close()
        wait_until(lambda: self.resident() < quiet + MEGABYTES, "the memory is given back")
        self.assertEqual(self.service.get("/healthz").status, 200)


if __name__ == "__main__":
    main()
