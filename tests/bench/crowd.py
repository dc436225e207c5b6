#!/usr/bin/python3
"""A fresh client's times for a look-up, without and with a crowd of silent and dripping connections.

    ulimit -n 20000; tests/bench/crowd.py PORT CONNECTIONS
"""

import socket
import sys
import threading
import time

PORT, COUNT = int(sys.argv[1]), int(sys.argv[2])
LOOKUPS = 2000
REQUEST = b"GET /api/v1/postcodes/SW1A1AA HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
PADDED = REQUEST + b"X-Padding: " + b"a" * 200


def look_up():
    with socket.create_connection(("127.0.0.1", PORT)) as connection:
        connection.sendall(REQUEST + b"\r\n")
        reply = b"".join(iter(lambda: connection.recv(65536), b""))
    if not reply.startswith(b"HTTP/1.1 200"):
        raise SystemExit(reply[:100])


def measure(what):
    times = []
    for _ in range(LOOKUPS):
        start = time.perf_counter()
        look_up()
        times.append(time.perf_counter() - start)
    times.sort()
    print(f"{what}: p50 {times[LOOKUPS // 2] * 1e3:.2f} ms, p99 {times[LOOKUPS * 99 // 100] * 1e3:.2f} ms")


def drip(connections, ended):
    """A byte a second from each, spread over the second."""
    for byte in PADDED:
        pause = threading.Event()
        for number, connection in enumerate(connections):
            if ended.is_set():
                return
            try:
                connection.send(bytes([byte]))
            except OSError:
                pass
            if number % 50 == 49:
                pause.wait(50 / len(connections))


def main():
    measure("quiet")
    crowd = [socket.create_connection(("127.0.0.1", PORT)) for _ in range(COUNT)]
    ended = threading.Event()
    dripping = threading.Thread(target=drip, args=(crowd[: COUNT // 2], ended))
    dripping.start()
    measure(f"with {COUNT} slow clients")
    ended.set()
    dripping.join()


main()
