"""Supporters who write letters, read their mail, confirm, and remember what they were told: the first ledger."""

import collections
import dataclasses
import heapq
import http.client
import itertools
import json
import random
import re
import threading
import time

from service import letter

THREADS = 12
PATIENCE = 15  # seconds for one answer
# Half of the people live in one place, so that its Member's counter is fought for.
POSTCODES = ["DE1 1AA"] * 8 + ["M1 1AE", "LS1 1UR", "EH1 1YZ", "CF10 1EP", "B33 8TH", "CR2 6XH", "NE1 4ST", "G1 1XQ"]
LETTERS = "/api/v1/campaigns/sanctions/letters"


@dataclasses.dataclass
class Person:
    number: int
    key: str  # of the Idempotency-Key header
    came_at: float
    letter: str = None  # what the 202 said
    told_at: float = None
    token: str = None
    asked_to_confirm: bool = False
    confirmed: str = None  # the state that the confirmation was answered with
    confirmed_at: float = None
    told_sent_at: float = None

    @property
    def address(self):
        return f"jo{self.number}@example.org"

    @property
    def marker(self):
        """Stands in the letter, so that what arrives can be told to be theirs, and whole."""
        return f"This is what happened to Jo number {self.number}, from beginning to end."


class People:
    """New people come at `rate` a second until stop_coming(). `servers` are (host, port) of every serve."""

    def __init__(self, seed, servers, rate):
        self.people = []
        self.by_address = {}
        self.complaints = []  # answers that no trouble explains
        self.counts = collections.Counter()
        self.restored = []  # (when the backup was made, when it was put back): what came between is forgotten
        self._servers = servers
        self._rate = rate
        self._name = f"{seed}-{random.SystemRandom().randrange(1 << 32):08x}"
        self._random = random.Random(f"people {seed}")
        self._turns = []
        self._number = itertools.count()
        self._changed = threading.Condition()
        self._coming = True
        self._busy = 0
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(THREADS)]
        self._threads.append(threading.Thread(target=self._come, daemon=True))

    def start(self):
        for thread in self._threads:
            thread.start()

    def stop_coming(self):
        self._coming = False

    def forgotten(self, moment):
        """Whether a restored backup does not know what was told at that moment."""
        return any(made <= moment <= back for made, back in self.restored)

    def busy(self):
        """How many steps are under way or planned."""
        with self._changed:
            return len(self._turns) + self._busy

    def on_mail(self, address, text):
        """A mail reached a supporter."""
        person = self.by_address.get(address)
        found = re.search(r"/confirm/([A-Za-z0-9_-]{44})", text)
        if person and found and person.token is None:
            person.token = found[1]
            self._later(self._random.expovariate(4), self._confirm, person)

    def _come(self):
        due = time.monotonic()
        while self._coming:
            number = len(self.people)
            person = Person(number, f"torture-{self._name}-{number}", time.monotonic())
            self.by_address[person.address] = person
            self.people.append(person)
            self._later(0, self._submit, person)
            due = max(due + self._random.expovariate(self._rate), time.monotonic() - 1)
            time.sleep(max(0, due - time.monotonic()))

    def _later(self, seconds, step, person):
        with self._changed:
            heapq.heappush(self._turns, (time.monotonic() + seconds, next(self._number), step, person))
            self._changed.notify()

    def _work(self):
        while True:
            with self._changed:
                while not self._turns or self._turns[0][0] > time.monotonic():
                    self._changed.wait(self._turns[0][0] - time.monotonic() if self._turns else None)
                _, _, step, person = heapq.heappop(self._turns)
                self._busy += 1
            try:
                step(person)
            finally:
                with self._changed:
                    self._busy -= 1

    def _ask(self, method, path, value=None, headers=None):
        """Status and answer; nothing when the connection broke, so that nobody knows what became of it."""
        connection = http.client.HTTPConnection(*self._random.choice(self._servers), timeout=PATIENCE)
        try:
            body = None if value is None else json.dumps(value)
            connection.request(method, path, body, {"Content-Type": "application/json", **(headers or {})})
            response = connection.getresponse()
            answer = response.status, json.loads(response.read())
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            self.counts["lost answers"] += 1
            return None
        finally:
            connection.close()
        self.counts[f"answers {answer[0]}"] += 1
        return answer

    def _again(self, answer, step, person):
        """Whether there was no answer, or only "not now": then the same step comes again."""
        if answer is not None and answer[0] not in (429, 503):
            return False
        self._later(self._random.uniform(0.2, 1), step, person)
        return True

    def _complain(self, person, what, answer):
        if not any(person.came_at < back for _, back in self.restored):
            self.complaints.append(f"{person.address}: {what}: {answer[0]} {json.dumps(answer[1])[:200]}")

    def _submit(self, person):
        wanted = letter(person.address, POSTCODES[person.number % len(POSTCODES)], story=person.marker)
        answer = self._ask("POST", LETTERS, wanted, {"Idempotency-Key": person.key})
        if self._again(answer, self._submit, person):
            return
        if answer[0] != 202 or person.letter not in (None, answer[1]["letter"]):
            self._complain(person, f"submission, after being told letter {person.letter}", answer)
            return
        if person.letter is None:
            person.letter = answer[1]["letter"]
            person.told_at = time.monotonic()
            if self._random.random() < 0.05:  # a double click
                self._later(self._random.expovariate(1), self._submit, person)

    def _confirm(self, person):
        person.asked_to_confirm = True
        answer = self._ask("POST", "/api/v1/confirmations", {"token": person.token})
        if self._again(answer, self._confirm, person):
            return
        if answer[0] != 200 or person.letter not in (None, answer[1]["letter"]):
            self._complain(person, f"confirmation, after being told letter {person.letter}", answer)
            return
        if person.confirmed is None:
            person.confirmed = answer[1]["state"]
            person.confirmed_at = time.monotonic()
            if self._random.random() < 0.05:  # a double click
                self._later(self._random.expovariate(1), self._confirm, person)
        if self._random.random() < 0.2:
            self._later(self._random.expovariate(1), self._look, person)

    def _look(self, person):
        if person.letter is None:
            return
        answer = self._ask("GET", f"/api/v1/letters/{person.letter}")
        if self._again(answer, self._look, person):
            return
        if answer[0] != 200:
            self._complain(person, "looking the letter up", answer)
        elif answer[1]["state"] == "sent":
            person.told_sent_at = time.monotonic()
        elif person.told_sent_at is not None:
            self._complain(person, "a letter that was sent is no longer", answer)
