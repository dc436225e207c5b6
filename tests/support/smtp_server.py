#!/usr/bin/python3
"""A mail server for tests, on a free port of 127.0.0.1, that behaves well or badly as told.

Prints `listening on PORT` when ready, then a line per event: `connection`, `mail ADDRESS`,
`recipient ADDRESS`, `message NUMBER`. Messages are stored as FOLDER/NUMBER.eml, byte for byte as
received, without dot-stuffing.
"""

import argparse
import asyncio
import pathlib
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

MODES = {
    "accept": "takes every message",
    "refuse-greeting": "says 554 to every connection",
    "busy-greeting": "says 421 4.7.0 to every connection",
    "refuse-sender": "says 530 5.7.0 to MAIL",
    "refuse-recipient": "says 550 5.1.1 to RCPT, in two lines, naming the recipient",
    "defer-recipient": "says 451 4.3.0 to RCPT",
    "greylist": "says 450 4.2.0 to the first RCPT of each recipient and takes the next",
    "deny-relay": "says 554 5.7.1 Relay access denied to RCPT",
    "full-mailbox": "says 552 5.2.2 to RCPT",
    "throttle": "says 454 to every second MAIL",
    "refuse-data": "says 554 5.7.1 to the final dot",
    "defer-data": "says 452 4.2.2 to the final dot",
    "hang-up-before-data": "closes the connection when asked for DATA",
    "hang-up-during-data": "says 354 and closes the connection",
    "hang-up-after-dot": "takes the message and closes the connection without an answer",
    "hang-up-on-second-mail": "takes one message a connection and closes it at the next MAIL",
    "too-idle": "says 421 and closes the connection after each message",
    "slow-sender": "never answers MAIL",
    "slow-recipient": "never answers RCPT",
    "slow-after-dot": "never answers the final dot",
}

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("--mode", choices=MODES, default="accept")
arguments.add_argument("--folder", type=pathlib.Path, required=True)
arguments.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
arguments.add_argument("--port", type=int, default=0, help="else a free one")
arguments.add_argument("--certificate")
arguments.add_argument("--key")
arguments.add_argument("--user")
arguments.add_argument("--password")
options = arguments.parse_args()


def say(*words):
    # In one write, so that who reads a part of the line has the whole line.
    print(" ".join(str(word) for word in words) + "\n", end="", flush=True)


async def forever():
    await asyncio.Event().wait()


class Handler:
    stored = 0
    senders = 0

    def __init__(self):
        self.known = set()

    async def handle_MAIL(self, server, session, envelope, address, mail_options):
        if options.mode == "refuse-sender":
            return "530 5.7.0 Authentication required"
        self.senders += 1
        if options.mode == "throttle" and self.senders % 2 == 0:
            say("throttled")
            return "454 Throttling failure: Maximum sending rate exceeded."
        if options.mode == "hang-up-on-second-mail" and server.messages:
            server.transport.abort()
            return "421 4.3.0 never seen"
        say("mail", address)
        if options.mode == "slow-sender":
            await forever()
        envelope.mail_from = address
        return "250 2.1.0 Sender ok"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if options.mode == "refuse-recipient":
            return f"550-5.1.1 <{address}>: unknown here\r\n550 5.1.1 see the list of members"
        if options.mode == "defer-recipient":
            return "451 4.3.0 Try later"
        if options.mode == "greylist" and address not in self.known:
            self.known.add(address)
            say("greylisted")
            return f"450 4.2.0 <{address}>: Recipient address rejected: Greylisted"
        if options.mode == "deny-relay":
            return f"554 5.7.1 <{address}>: Relay access denied"
        if options.mode == "full-mailbox":
            return "552 5.2.2 Over quota"
        say("recipient", address)
        if options.mode == "slow-recipient":
            await forever()
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Recipient ok"

    async def handle_DATA(self, server, session, envelope):
        if options.mode == "refuse-data":
            return "554 5.7.1 Not wanted"
        if options.mode == "defer-data":
            return "452 4.2.2 Mailbox full"
        self.stored += 1
        server.messages += 1
        (options.folder / f"{self.stored}.eml").write_bytes(envelope.original_content)
        say("message", self.stored)
        if options.mode == "hang-up-after-dot":
            server.transport.abort()
        if options.mode == "slow-after-dot":
            await forever()
        return "250 2.0.0 Queued as 1"


class Server(SMTP):
    messages = 0

    def connection_made(self, transport):
        say("connection")
        super().connection_made(transport)

    async def push(self, status):
        if options.mode == "refuse-greeting" and status.startswith("220"):
            status = "554 5.3.2 No service"
        if options.mode == "busy-greeting" and status.startswith("220"):
            say("turned away")
            status = "421 4.7.0 Too many connections"
        await super().push(status)

    async def smtp_DATA(self, arg):
        if options.mode == "hang-up-before-data":
            self.transport.abort()
            return
        if options.mode == "hang-up-during-data":
            await self.push("354 go on")
            self.transport.abort()
            return
        await super().smtp_DATA(arg)
        if options.mode == "too-idle":
            await self.push("421 4.4.2 Idle too long")
            self.transport.close()


def authenticate(server, session, envelope, mechanism, data):
    right = (data.login.decode(), data.password.decode()) == (options.user, options.password)
    return AuthResult(success=right, handled=right)  # not handled: the server answers 535


async def main():
    context = None
    if options.tls != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)
    handler = Handler()

    def protocol():
        return Server(
            handler,
            hostname="test.example.org",
            tls_context=context if options.tls == "starttls" else None,
            require_starttls=options.tls == "starttls",
            authenticator=authenticate if options.user else None,
            auth_required=bool(options.user),
            auth_require_tls=options.tls == "starttls",
        )

    listener = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", options.port, ssl=context if options.tls == "implicit" else None
    )
    say("listening on", listener.sockets[0].getsockname()[1])
    await forever()


asyncio.run(main())
