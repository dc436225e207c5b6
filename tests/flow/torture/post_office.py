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
import traceback

STEPS = ["greeting", "ehlo", "mail", "rcpt", "data", "text", "dot"]
FINAL_STEPS = {"rcpt", "data", "dot"}  # where 5xx is about one mail, and for good

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
SURELY_IN_TIME = 1.0  # seconds after a mail's dialogue began; a mailer's patience with all of it is twice as long


@dataclasses.dataclass(frozen=True)
class Receipt:
    """A message that was taken. `public_id` and `recipient` are the envelope's (several
    with commas between them), `writer` is the supporter's address,
    for letters and for mails to supporters; `body` is what a mail program shows."""

    message_id: str
    public_id: str
    is_letter: bool
    writer: str
    recipient: str
    to: str
    to_name: str
    subject: str
    body: str
    at: float


class HungUp(Exception):
    pass


class PostOffice:
    """Listens on one port for each name in `doors`, so that a step can be told to belong to one mailer. `weather` is
    the chance that a step goes wrong. `on_mail(address, text)` is called for each mail to a supporter.

    `refused` and `doubts` count by the id in the envelope's sender: what was refused for good, and dialogues that ended
    after the text was asked for without an answer that surely arrived. `failures` are faults of its own."""

    def __init__(self, seed, doors, on_mail, host="127.0.0.1", tls=None):
        self.weather = 0.0
        self.closed = False
        self.counts = collections.Counter()
        self.received = []
        self.refused = collections.Counter()
        self.doubts = collections.Counter()
        self.failures = []
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
        except Exception:  # such as a mail that cannot be parsed
            self.failures.append(traceback.format_exc(limit=-3))
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

    def keep(self, data, public_id, recipient):
        mail = email.message_from_bytes(data, policy=email.policy.default)
        if mail.defects:
            raise ValueError(f"a malformed mail: {mail.defects}")
        is_letter = mail["Auto-Submitted"] is None
        [to] = mail["To"].addresses
        [writer] = mail["Reply-To" if is_letter else "To"].addresses
        receipt = Receipt(
            message_id=mail["Message-ID"].strip("<> "),
            public_id=public_id,
            is_letter=is_letter,
            writer=writer.addr_spec.lower(),
            recipient=recipient,
            to=to.addr_spec,
            to_name=to.display_name,
            subject=str(mail["Subject"]),
            body=unflowed(mail.get_content().replace("\r\n", "\n")),
            at=time.monotonic(),
        )
        self.received.append(receipt)
        if not is_letter:
            self._on_mail(receipt.writer, receipt.body)


class Dialogue:
    """One connection."""

    def __init__(self, office, door, reader, writer):
        self.office, self.door, self.reader, self.writer = office, door, reader, writer
        self.sender = self.recipient = ""
        self.began = time.monotonic()

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
                if self.sender:  # not the first mail of the connection
                    self.began = time.monotonic()
                self.sender, self.recipient = address_in(line), ""
                await self.step("mail", "250 2.1.0 Sender ok")
            elif word == "RCPT":
                self.recipient = ",".join(filter(None, [self.recipient, address_in(line)]))
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
        self.office.refused[self.public_id] += name in FINAL_STEPS and reply.startswith("5")
        await self.say(reply)
        self.office.spring(name, True, self.door)
        return reply == good

    @property
    def public_id(self):
        return self.sender.partition("+")[2].partition("@")[0]

    async def take_message(self):
        self.office.doubts[self.public_id] += 1
        self.office.spring("text", False, self.door)
        cut = self.office.fault("text")
        data = await self.reader.read(300)
        self.office.spring("text", True, self.door)
        if cut:
            raise HungUp
        while not data.endswith(b"\r\n.\r\n"):
            more = await self.reader.read(1 << 16)
            if not more:
                raise HungUp
            data += more
        self.office.spring("dot", False, self.door)
        fault = self.office.fault("dot")
        if fault == "cut":
            raise HungUp
        if fault and fault[0].isdigit():
            if time.monotonic() < self.began + SURELY_IN_TIME:
                self.office.doubts[self.public_id] -= 1
            self.office.refused[self.public_id] += fault.startswith("5")
            await self.say(fault)
            return
        self.office.keep(re.sub(rb"(?m)^\.\.", b".", data[:-3]), self.public_id, self.recipient)
        if fault == "stall":
            await self.office.stall()
        if fault == "cut and keep":
            raise HungUp
        cut = self.office.fault("answered")  # the answer may be lost on its way
        if not cut and time.monotonic() < self.began + SURELY_IN_TIME:
            self.office.doubts[self.public_id] -= 1
        await self.say("250 2.0.0 Taken")
        self.office.spring("dot", True, self.door)
        if cut:
            raise HungUp

    async def say(self, reply):
        """Hangs up after 421, as servers do."""
        self.writer.write(reply.encode() + b"\r\n")
        await self.writer.drain()
        if reply.startswith("421"):
            raise HungUp


def address_in(line):
    found = re.search(r"<([^>]*)>", line)
    return found[1] if found else ""


def unflowed(text):
    """The paragraphs of a flowed text (RFC 3676), without the line end after the last."""
    paragraphs, begun = [], ""
    for line in text.removesuffix("\n").split("\n"):
        line = begun + line.removeprefix(" ")
        goes_on = line.endswith(" ") and line != "-- "
        begun = line if goes_on else ""
        if not goes_on:
            paragraphs.append(line)
    if begun:
        paragraphs.append(begun)
    return "\n".join(paragraphs)
