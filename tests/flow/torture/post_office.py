"""A mail server that misbehaves at every step of the dialogue, and remembers what it took.

What it took counts from the moment it has read the final dot and decided to keep the message, whether or not its
answer gets out. That is the third ledger.
"""

import asyncio
import collections
import dataclasses
import email
import email.policy
import random
import re
import threading
import time

STEPS = ["greeting", "ehlo", "mail", "rcpt", "data", "text", "dot", "answered"]

# What may go wrong at each step. `cut` hangs up, `stall` says nothing for a while, a reply is said instead of the
# good one (after 421 the connection is closed). A reply at `dot` means that the message was not taken.
FAULTS = {
    "greeting": ["cut", "stall", "421 4.3.2 Too busy", "554 5.3.2 No service"],
    "ehlo": ["cut", "stall", "421 4.3.2 Too busy"],
    "mail": ["cut", "stall", "421 4.3.2 Slow down", "451 4.3.0 Try later", "530 5.7.0 Authentication required"],
    "rcpt": ["cut", "stall", "greylist", "450 4.2.1 Try later", "421 4.7.0 Slow down", "550 5.1.1 Unknown here"],
    "data": ["cut", "stall", "451 4.3.0 Try later", "554 5.7.1 Not wanted"],
    "text": ["cut"],
    "dot": ["cut", "cut and keep", "stall", "452 4.2.2 Mailbox full", "421 4.3.2 Going down", "554 5.7.1 Not wanted"],
    "answered": ["cut"],
}
GREYLISTED_FOR = 0.5  # seconds
SMALLEST_STALL, LONGEST_STALL = 0.2, 3.0  # seconds; the longest outlasts the mailer's patience


@dataclasses.dataclass(frozen=True)
class Receipt:
    """A message that was taken. `writer` is the supporter's address, for letters and for mails to supporters."""

    message_id: str
    is_letter: bool
    writer: str
    text: str
    at: float


class HungUp(Exception):
    pass


class PostOffice:
    """Listens on one port for each name in `doors`, so that a step can be told to belong to one mailer. `weather` is
    the chance that a step goes wrong. `on_mail(address, text)` is called for each mail to a supporter."""

    def __init__(self, seed, doors, on_mail, host="127.0.0.1", tls=None):
        self.weather = 0.0
        self.closed = False
        self.counts = collections.Counter()
        self.received = []
        self.ports = {}
        self._random = random.Random(f"post office {seed}")
        self._doors = doors
        self._on_mail = on_mail
        self._host = host
        self._tls = tls
        self._traps = {}
        self._greylisted = {}
        self._servers = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        opened = threading.Event()
        self._loop.create_task(self._open(opened))
        self._thread.start()
        if not opened.wait(10):
            raise AssertionError("the mail server does not listen")
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def set_trap(self, step, late, spring):
        """Calls `spring(door)` the next time that the step is seen: before it is answered, or just after (`late`)."""
        self._traps[step] = (late, spring)

    def take_traps_away(self):
        self._traps.clear()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    async def _open(self, opened):
        for door in self._doors:
            server = await asyncio.start_server(
                lambda reader, writer, door=door: self._serve(door, reader, writer),
                self._host,
                0,
                ssl=self._tls,
                limit=1 << 20,
            )
            self._servers.append(server)
            self.ports[door] = server.sockets[0].getsockname()[1]
        opened.set()

    async def _close(self):
        for server in self._servers:
            server.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, door, reader, writer):
        self.counts["connections"] += 1
        try:
            await Dialogue(self, door, reader, writer).hold()
        except (HungUp, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            writer.transport.abort()

    def fault(self, step):
        """What goes wrong now, or nothing."""
        if self._random.random() >= self.weather:
            return None
        fault = self._random.choice(FAULTS[step])
        self.counts[f"{fault.split()[0]} at {step}"] += 1
        return fault

    def spring(self, step, late, door):
        trap = self._traps.get(step)
        if trap and trap[0] == late:
            del self._traps[step]
            trap[1](door)

    def stall(self):
        return asyncio.sleep(self._random.uniform(SMALLEST_STALL, LONGEST_STALL))

    def greylists(self, sender, recipient):
        """Whoever comes again after a while is let in."""
        now = time.monotonic()
        return now - self._greylisted.setdefault((sender, recipient), now) < GREYLISTED_FOR

    def is_greylisted(self, sender, recipient):
        return (sender, recipient) in self._greylisted and self.greylists(sender, recipient)

    def keep(self, data):
        mail = email.message_from_bytes(data, policy=email.policy.default)
        is_letter = mail["Auto-Submitted"] is None
        writer = mail["Reply-To" if is_letter else "To"].addresses[0].addr_spec
        text = " ".join(mail.get_content().split())
        self.received.append(Receipt(mail["Message-ID"].strip("<> "), is_letter, writer, text, time.monotonic()))
        if not is_letter:
            self._on_mail(writer, text)


class Dialogue:
    """One connection."""

    def __init__(self, office, door, reader, writer):
        self.office, self.door, self.reader, self.writer = office, door, reader, writer
        self.sender = self.recipient = ""

    async def hold(self):
        if self.office.closed:
            self.office.counts["cut when closed"] += 1
            raise HungUp
        await self.step("greeting", "220 post.example.org ESMTP")
        while True:
            line = (await self.reader.readuntil(b"\r\n")).decode("latin-1").strip()
            word = line[:4].upper()
            if word in ("EHLO", "HELO"):
                await self.step("ehlo", "250-post.example.org\r\n250-8BITMIME\r\n250 ENHANCEDSTATUSCODES")
            elif word == "MAIL":
                self.sender = address_in(line)
                await self.step("mail", "250 2.1.0 Sender ok")
            elif word == "RCPT":
                self.recipient = address_in(line)
                await self.step("rcpt", "250 2.1.5 Recipient ok")
            elif word == "DATA":
                if await self.step("data", "354 Go on"):
                    await self.take_message()
            elif word == "QUIT":
                await self.say("221 2.0.0 Bye")
                raise HungUp
            else:
                await self.say("250 2.0.0 Ok" if word in ("RSET", "NOOP") else "502 5.5.1 What?")

    async def step(self, name, good):
        """Answers, well or badly; true when well."""
        self.office.spring(name, False, self.door)
        fault = self.office.fault(name)
        if fault == "cut":
            raise HungUp
        if fault == "stall":
            await self.office.stall()
        reply = fault if fault and fault[0].isdigit() else good
        if name == "rcpt" and (fault == "greylist" or self.office.is_greylisted(self.sender, self.recipient)):
            if self.office.greylists(self.sender, self.recipient):
                reply = "450 4.7.1 Greylisted"
        await self.say(reply)
        self.office.spring(name, True, self.door)
        return reply == good

    async def take_message(self):
        self.office.spring("text", False, self.door)
        if self.office.fault("text"):
            await self.reader.read(300)
            raise HungUp
        data = (await self.reader.readuntil(b"\r\n.\r\n"))[:-3]
        self.office.spring("dot", False, self.door)
        fault = self.office.fault("dot")
        if fault == "cut":
            raise HungUp
        if fault and fault[0].isdigit():
            await self.say(fault)
            return
        self.office.keep(re.sub(rb"(?m)^\.\.", b".", data))
        if fault == "stall":
            await self.office.stall()
        if fault == "cut and keep":
            raise HungUp
        await self.say("250 2.0.0 Taken")
        self.office.spring("dot", True, self.door)
        if self.office.fault("answered"):
            raise HungUp

    async def say(self, reply):
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()
        if reply.startswith("421"):
            raise HungUp


def address_in(line):
    found = re.search(r"<([^>]*)>", line)
    return found[1] if found else ""
