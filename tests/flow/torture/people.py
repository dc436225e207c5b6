"""Supporters who write letters, read their mail, confirm, and remember what they were told: the first ledger."""

import collections
import dataclasses
import heapq
import itertools
import json
import random
import re
import threading
import time
import traceback

from forms import multipart
from pages import Shown, first_choice, next_form, shown_letter
from service import letter
from wire import Wire

THREADS = 12
MOST_PAGES = 30  # of one journey, however often the form's key changes
# Half of the people live in one place, so that its Member's counter is fought for.
POSTCODES = ["DE1 1AA"] * 8 + ["M1 1AE", "LS1 1UR", "EH1 1YZ", "CF10 1EP", "B33 8TH", "CR2 6XH", "NE1 4ST", "G1 1XQ"]
CAMPAIGN = "/api/v1/campaigns/sanctions"
BY_PAGES = 0.25  # of the people
SHARED_ADDRESS = 0.06
NEVER_CONFIRM = 0.04
# What mail systems like to change: dots, quote marks, "From " at a line's beginning, long lines, spaces, other scripts.
HARDSHIP = """
.
..and then
From that day on it was > worse, for Zoë and for Łukasz: 7 months = no answer.
> It will take a while,  they said.
""" + " ".join(["I called again and again."] * 12)


@dataclasses.dataclass
class Person:
    """Somebody who writes one letter; two of them may share an address."""

    number: int
    address: str
    key: str  # of the Idempotency-Key header
    came_at: float
    by_pages: bool = False
    confirms: bool = True
    letter: str = None  # what the 202 said, or else the link
    told_at: float = None
    previewed: Shown = None
    read_back: Shown = None  # from the page that asks for confirmation
    asked_to_confirm: bool = False
    confirmed: str = None  # how the confirmation was answered
    confirmed_at: float = None
    told_sent_at: float = None
    pages: int = 0

    @property
    def marker(self):
        """Begins the story, so that what arrives can be told to be theirs."""
        return f"This is what happened to Jo number {self.number}, from beginning to end."

    def wanted(self):
        """The letter's fields."""
        postcode = POSTCODES[self.number % len(POSTCODES)]
        return letter(self.address, postcode, last_name="Exámple", story=self.marker + HARDSHIP)


@dataclasses.dataclass
class Link:
    """Of a confirmation mail."""

    token: str
    address: str
    person: Person = None

    @property
    def letter(self):
        return self.token[:22]


class People:
    """New people come at `rate` a second until stop_coming(). `servers` are (host, port) of every serve."""

    def __init__(self, seed, servers, rate):
        self.people = []
        self.by_address = collections.defaultdict(list)
        self.complaints = []  # answers that no trouble explains
        self.failures = []  # of the people themselves: a fault of the torture, or a page that nobody understands
        self.counts = collections.Counter()
        self.already_told = set()  # addresses that got the mail that says that they wrote before
        self.restored = []  # (when the backup was made, when it was put back): what came between is forgotten
        self.wire = Wire(seed, servers)
        self._rate = rate
        self._name = f"{seed}-{random.SystemRandom().randrange(1 << 32):08x}"
        self._random = random.Random(f"people {seed}")
        self._links = set()
        self._turns = []
        self._number = itertools.count()
        self._changed = threading.Condition()
        self._coming = True
        self._busy = 0
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(THREADS)]
        self._threads.append(threading.Thread(target=self._come, daemon=True))

    def start(self):
        self.wire.impatience = 0.04
        for thread in self._threads:
            thread.start()

    def stop_coming(self):
        self._coming = False
        self.wire.impatience = 0.0

    def forgotten(self, moment):
        """Whether a restored backup does not know what was told at that moment."""
        return any(made <= moment <= back for made, back in self.restored)

    def may_be_surprised(self, person):
        """Whether a backup was put back after they came, so that their links and letters may be gone."""
        return any(person.came_at < back for _, back in self.restored)

    def busy(self):
        """How many steps are under way or planned."""
        with self._changed:
            return len(self._turns) + self._busy

    def add(self, person):
        self.people.append(person)
        self.by_address[person.address.lower()].append(person)
        return person

    def on_mail(self, address, text):
        """A mail reached a supporter."""
        found = re.search(r"/confirm/([A-Za-z0-9_-]{44})", text)
        if found is None:
            self.already_told.add(address.lower())
        elif found[1] not in self._links:
            self._links.add(found[1])
            self._later(self._random.expovariate(4), self._read, Link(found[1], address.lower()))

    def _come(self):
        due = time.monotonic()
        while self._coming:
            self._invite()
            due = max(due + self._random.expovariate(self._rate), time.monotonic() - 1)
            time.sleep(max(0, due - time.monotonic()))

    def _invite(self):
        number = len(self.people)
        address = f"jo{number}@example.org"
        if number and self._random.random() < SHARED_ADDRESS:
            address = self.people[-self._random.randint(1, min(number, 20))].address.upper()
            if len(self.by_address[address.lower()]) > 1:  # an hour has room for only so many mails
                address = f"jo{number}@example.org"
        person = self.add(Person(number, address, f"torture-{self._name}-{number}", time.monotonic()))
        person.by_pages = self._random.random() < BY_PAGES
        person.confirms = self._random.random() >= NEVER_CONFIRM
        if person.by_pages:
            self._later(0, self._open_page, person)
        else:
            self._later(0, self._preview, person)

    def _later(self, seconds, step, *about):
        with self._changed:
            heapq.heappush(self._turns, (time.monotonic() + seconds, next(self._number), step, about))
            self._changed.notify()

    def _work(self):
        while True:
            with self._changed:
                while not self._turns or self._turns[0][0] > time.monotonic():
                    self._changed.wait(self._turns[0][0] - time.monotonic() if self._turns else None)
                _, _, step, about = heapq.heappop(self._turns)
                self._busy += 1
            try:
                step(*about)
            except Exception:
                self.failures.append(f"{step.__name__}: {traceback.format_exc(limit=-2)}")
            finally:
                with self._changed:
                    self._busy -= 1

    def _again(self, answer, step, *about):
        """Whether there was no answer, or only "not now": then the same step comes again."""
        if answer is not None and answer[0] not in (429, 503):
            return False
        self._later(self._random.uniform(0.2, 1), step, *about)
        return True

    def _complain(self, person, what, answer):
        if not self.may_be_surprised(person):
            self.complaints.append(f"{person.address}: {what}: {answer[0]} {' '.join(answer[1].split())[:200]}")

    def _call(self, path, value, headers=None):
        headers = {"Content-Type": "application/json", **(headers or {})}
        return self.wire.ask("POST", path, json.dumps(value).encode(), headers)

    def _post(self, path, fields):
        """As browsers do, whose lines end with CR LF."""
        body, kind = multipart({name: re.sub("\r?\n", "\r\n", text) for name, text in fields.items()})
        return self.wire.ask("POST", path, body, {"Content-Type": kind, "Origin": "https://post.charity.test"})

    # By the API.

    def _preview(self, person):
        answer = self._call(CAMPAIGN + "/preview", person.wanted())
        if self._again(answer, self._preview, person):
            return
        if answer[0] != 200:
            self._complain(person, "preview", answer)
            return
        said = json.loads(answer[1])
        person.previewed = Shown(said["to"], said["subject"], said["body"])
        self._submit(person)

    def _submit(self, person):
        answer = self._call(CAMPAIGN + "/letters", person.wanted(), {"Idempotency-Key": person.key})
        if self._again(answer, self._submit, person):
            return
        identity = json.loads(answer[1]).get("letter")
        if answer[0] != 202 or person.letter not in (None, identity):
            self._complain(person, f"submission, after being told letter {person.letter}", answer)
            return
        if person.told_at is None:
            person.letter = identity
            person.told_at = time.monotonic()
            if self._random.random() < 0.05:  # a double click
                self._later(self._random.expovariate(1), self._submit, person)

    # By pages.

    def _open_page(self, person):
        answer = self.wire.ask("GET", "/c/sanctions")
        if not self._again(answer, self._open_page, person):
            self._turn_page(person, answer)

    def _turn_page(self, person, answer):
        """Fills in the form that leads on, and says so when there is none."""
        shown, form = shown_letter(answer[1]), next_form(answer[1], person.wanted())
        person.pages += 1
        if form is None and answer[0] == 200 and person.previewed:
            if person.told_at is None:
                person.told_at = time.monotonic()
                self.counts["letters by pages"] += 1
        elif form is None or answer[0] not in (200, 403, 422) or person.pages > MOST_PAGES:
            self._complain(person, f"page {person.pages}", answer)
        else:
            action, fields, pressed = form
            if pressed == "choose":
                fields["constituency"] = first_choice(answer[1])
            if pressed == "letter" and person.number % 3 == 0:
                fields["body"] += "\n\nPS: I wrote this last sentence – and only this – myself."
            if pressed == "send":
                person.previewed = shown
            self._press(person, action, fields)

    def _press(self, person, action, fields):
        """The same button again and again, until there is an answer."""
        answer = self._post(action, fields)
        if self._again(answer, self._press, person, action, fields):
            return
        if fields["step"] == "send" and answer[0] == 200 and self._random.random() < 0.05:  # a page loaded again
            self._later(self._random.expovariate(1), self._press, person, action, fields)
        self._turn_page(person, answer)

    # By the link in the mail.

    def _read(self, link):
        """What the link leads to. Half of the people then say yes there."""
        answer = self.wire.ask("GET", "/confirm/" + link.token)
        if self._again(answer, self._read, link):
            return
        shown = shown_letter(answer[1])
        writers = self.by_address[link.address]
        link.person = next((each for each in writers if shown and each.marker in shown.body), None)
        if answer[0] != 200 or link.person is None:
            self._complain(link.person or writers[0], f"the link of letter {link.letter}", answer)
            return
        person = link.person
        if not person.by_pages and person.letter not in (None, link.letter):
            self._complain(person, f"the link of {link.letter}, after being told letter {person.letter}", answer)
        person.letter = person.letter or link.letter
        person.read_back = shown
        if not person.confirms:
            self.counts["never confirmed by their writers"] += 1
        elif self._random.random() < 0.5:
            self._later(self._random.expovariate(4), self._confirm, link)
        else:
            self._later(self._random.expovariate(4), self._say_yes, link, next_form(answer[1], {})[:2])

    def _say_yes(self, link, form):
        link.person.asked_to_confirm = True
        answer = self._post(*form)
        if self._again(answer, self._say_yes, link, form):
            return
        if answer[0] in (403, 422):  # the page was open for too long
            self._later(0, self._read, link)
        elif answer[0] == 200:
            self._note_confirmed(link, "by a page", self._say_yes, link, form)
        else:
            self._note_refused(link, answer)

    def _confirm(self, link):
        link.person.asked_to_confirm = True
        answer = self._call("/api/v1/confirmations", {"token": link.token})
        if self._again(answer, self._confirm, link):
            return
        said = json.loads(answer[1])
        if answer[0] == 200 and said["letter"] == link.letter:
            self._note_confirmed(link, said["state"], self._confirm, link)
        else:
            self._note_refused(link, answer)

    def _note_confirmed(self, link, state, step, *about):
        person = link.person
        if person.confirmed is None:
            person.letter = link.letter
            person.confirmed = state
            person.confirmed_at = time.monotonic()
            if self._random.random() < 0.05:  # a double click
                self._later(self._random.expovariate(1), step, *about)
            if self._random.random() < 0.2:
                self._later(self._random.expovariate(1), self._look, person)

    def _note_refused(self, link, answer):
        """Only one who shares the address with somebody, or sent the form of two pages, may be told that they wrote
        before. The report looks whether one of them was let in."""
        person = link.person
        if answer[0] == 409 and (person.by_pages or len(self.by_address[link.address]) > 1):
            self.counts["told to have written before"] += 1
        else:
            self._complain(person, f"confirmation, after being told letter {person.letter}", answer)

    def _look(self, person):
        answer = self.wire.ask("GET", f"/api/v1/letters/{person.letter}")
        if self._again(answer, self._look, person):
            return
        said = json.loads(answer[1])
        if answer[0] != 200:
            self._complain(person, "looking the letter up", answer)
        elif said["state"] == "sent":
            person.told_sent_at = time.monotonic()
        elif person.told_sent_at is not None:
            self._complain(person, "a letter that was sent is no longer", answer)
