#!/usr/bin/python3
"""Reads a message as Python's email package does, for tests: prints its parts as JSON strings.

Headers are decoded; `text` is the body with format=flowed undone (RFC 3676 section 4.1).
"""

import email
import email.policy
import json
import sys
from email.header import decode_header, make_header
from email.utils import parseaddr

raw = sys.stdin.buffer.read()
plain = email.message_from_bytes(raw)
message = email.message_from_bytes(raw, policy=email.policy.default)


def mailbox(header):
    # By the older functions: the default policy keeps the space between adjacent encoded words of
    # a name (CPython issue 79728), which RFC 2047 section 6.2 drops.
    value = plain[header]
    if value is None:
        return None
    name, address = parseaddr(value.replace("\r\n", ""))
    return [str(make_header(decode_header(name))), address]


def unflowed(text):
    lines, paragraph = [], ""
    for line in text.removesuffix("\n").split("\n"):
        line = line.removeprefix(" ")
        paragraph += line
        if not line.endswith(" ") or line == "-- ":
            lines.append(paragraph)
            paragraph = ""
    return "\n".join(lines + ([paragraph] if paragraph else []))


assert not message.defects, message.defects
assert message.get_content_type() == "text/plain"
assert message["Content-Type"].params["format"] == "flowed"
for header in message.keys():
    assert not message[header].defects, (header, message[header].defects)
    assert len(message.get_all(header)) == 1, header

print(
    json.dumps(
        {
            "headers": list(message.keys()),
            "from": mailbox("From"),
            "sender": mailbox("Sender"),
            "reply_to": mailbox("Reply-To"),
            "to": mailbox("To"),
            "subject": message["Subject"],
            "message_id": message["Message-ID"],
            "date": message["Date"].datetime.isoformat(),
            "language": message["Content-Language"],
            "automatic": message["Auto-Submitted"],
            "encoding": message["Content-Transfer-Encoding"],
            "text": unflowed(message.get_content().replace("\r\n", "\n")),
        }
    )
)
