"""Compares the three ledgers, and says what was found."""

import collections
import dataclasses
import itertools

# Where a confirmed letter may stand when all is over. Each of these but `sent` needs a reason, which is looked for.
# `queued` and `sending` are not lost, but unsettled: a violation of its own.
KEPT = {"queued", "sending", "sent", "failed", "uncertain", "held"}
AWAITING = {"awaiting_confirmation", "expired"}
# Letters that one process has on their way to the final dot, two a session (docs/queue.md); seldom so many.
LETTERS_AT_DOTS = 12


@dataclasses.dataclass
class Circumstances:
    """What the torture did besides. `addresses` are the Members' by the name that letters bear; `interruptions` how
    often a process that sends mail was broken off by other than the mail server; `held` staff's (letter, from when,
    until when), and `resolved` whether what was uncertain had arrived; `failures` what went wrong with the torture
    itself."""

    addresses: dict
    interruptions: int = 0
    kills: int = 0
    busy: int = 0  # calls of supporters that had no end
    held: list = dataclasses.field(default_factory=list)
    resolved: dict = dataclasses.field(default_factory=dict)
    retried: list = dataclasses.field(default_factory=list)
    crashes: list = dataclasses.field(default_factory=list)
    refusals: list = dataclasses.field(default_factory=list)
    failures: list = dataclasses.field(default_factory=list)


class Comparison:
    """`wrong` are violations by kind, each a list of sentences; `counts` are plain numbers."""

    def __init__(self, people, office, ledger, circumstances):
        self.counts = collections.Counter()
        self.wrong = collections.defaultdict(list)
        self._people, self._office, self._circumstances = people, office, circumstances
        self._letters = ledger.letters()
        self._service_mails = ledger.service_mails()
        self._letters_of = collections.defaultdict(list)
        for letter, row in self._letters.items():
            if row.writer:
                self._letters_of[row.writer].append(letter)
        self._mails_of = collections.defaultdict(list)
        for mail in self._service_mails:
            self._mails_of[mail.letter].append(mail)
        self._received = [receipt for receipt in office.received if receipt.is_letter]
        self._times_received = collections.Counter(receipt.message_id for receipt in self._received)
        self._compare_told()
        self._compare_addresses()
        self._compare_received()
        self._compare_letters()
        self._compare_service_mails()
        self._compare_uncertain()
        self._look_for_idleness()
        if under_way := sum(ledger.under_way()):
            self.wrong["unsettled"].append(f"{under_way} mails are still under way")
        if circumstances.busy:
            self.wrong["unsettled"].append(f"{circumstances.busy} calls of supporters have no end")
        self.wrong["database"] += ledger.faults()
        self.wrong["surprising answers"] += people.complaints
        self.wrong["torture"] += people.failures + office.failures + circumstances.failures
        self.wrong["crashes"] += circumstances.crashes
        self.wrong["refused to start"] += circumstances.refusals

    def _compare_told(self):
        for person in list(self._people.people):
            if person.told_at is None:
                self.counts["never told"] += 1
                if not person.confirmed and not self._people.may_be_surprised(person):
                    self.wrong["unserved"].append(f"{person.address} was never answered")
                continue
            self.counts["acknowledged"] += 1
            self.counts["confirmed"] += person.confirmed is not None
            row = self._letters.get(person.letter)
            if row is None and (person.letter or not self._letters_of[person.address.lower()]):
                self._lose(person, person.told_at, "is not in the database")
            elif person.confirmed and row.state not in KEPT:
                self._lose(person, person.confirmed_at, f"was confirmed and is {row.state}")
            elif person.told_sent_at and row.state != "sent":
                self._lose(person, person.told_sent_at, f"was told to be sent and is {row.state}")
            elif not person.read_back and not self._mail_may_be_missing(person):
                if self._mail_came(person):
                    self.wrong["unsettled"].append(f"{person.address} has a confirmation mail and had no time for it")
                else:
                    self._lose(person, person.told_at, "never got its confirmation mail")

    def _lose(self, person, told_at, what):
        if self._people.forgotten(told_at):
            self.counts["forgotten with the restored database"] += 1
        else:
            self.wrong["lost"].append(f"letter {person.letter} of {person.address} {what}")

    def _mail_may_be_missing(self, person):
        """Somebody of that address was told that one of them wrote; or the mail came to nothing, for which
        _compare_service_mails() wants a reason, or is not settled yet."""
        address = person.address.lower()
        if address in self._people.already_told and any(each.confirmed for each in self._people.by_address[address]):
            return True
        return any(mail.state != "sent" for mail in self._mails_to(person))

    def _mail_came(self, person):
        received = {receipt.message_id for receipt in self._office.received}
        return any(mail.message_id in received for mail in self._mails_to(person))

    def _mails_to(self, person):
        letters = [person.letter] if person.letter else self._letters_of[person.address.lower()]
        return [mail for letter in letters for mail in self._mails_of[letter]]

    def _compare_addresses(self):
        """Of those who share an address one gets a letter sent, and nobody more than one."""
        for address, people in list(self._people.by_address.items()):
            if any(self._people.may_be_surprised(person) for person in people):
                continue
            asked = sum(person.asked_to_confirm for person in people)
            confirmed = sum(person.confirmed is not None for person in people)
            self.counts["addresses of two who confirmed"] += asked > 1
            if asked and confirmed != 1:
                self.wrong["unserved"].append(f"{address}: {asked} asked to confirm, {confirmed} could")
            counted = [letter for letter in self._letters_of[address] if self._letters[letter].state not in AWAITING]
            if len(counted) > 1:
                self.wrong["doubled"].append(f"{len(counted)} letters of {address} were confirmed: {counted}")

    def _compare_received(self):
        letter_of = {row.message_id: letter for letter, row in self._letters.items()}
        writers = collections.Counter()
        for message_id, times in self._times_received.items():
            if times > 1:
                letter = letter_of.get(message_id)
                state = self._letters[letter].state if letter else "unknown"
                inside = "doubled, uncertain" if state == "uncertain" else "doubled"
                self.wrong[inside].append(f"{message_id} ({letter}, {state}) came {times} times")
        for receipt in self._received:
            self._compare_receipt(receipt, letter_of.get(receipt.message_id))
        for receipt in {receipt.message_id: receipt for receipt in self._received}.values():
            writers[receipt.writer] += 1
        for writer, letters in writers.items():
            if letters > 1 and not self._people.restored:
                self.wrong["doubled"].append(f"{letters} different letters of {writer} came")

    def _compare_receipt(self, receipt, letter):
        called = f"{receipt.message_id} of {receipt.writer}"
        writers = self._people.by_address.get(receipt.writer, [])
        person = next((each for each in writers if each.marker in receipt.body), None)
        if person is None:
            self.wrong["mangled"].append(f"{called} is nobody's letter")
            return
        if not person.asked_to_confirm:
            self.wrong["never confirmed"].append(called)
        if letter is None and not self._people.forgotten(receipt.at):
            self.wrong["unknown letters"].append(called)
        before, shown = person.previewed, person.read_back
        for what, told, told_body, body in [
            ("the page that asked for confirmation", shown, shown.body, receipt.body),
            # The first line is the day, which clocks change.
            ("the preview", before, below_the_day(before.body), below_the_day(receipt.body)),
        ]:
            here = [receipt.to_name, receipt.subject, *body.split("\n")]
            if difference := first_difference(here, [told.to, told.subject, *told_body.split("\n")]):
                self.wrong["mangled"].append(f"{called} is not what {what} showed: {difference}")
        if {receipt.to, receipt.recipient} != {self._circumstances.addresses.get(before.to)}:
            self.wrong["misdirected"].append(f"{called} to {before.to} went to {receipt.recipient}")
        self.counts["compared with what was shown"] += 1
        for held, since, until in self._circumstances.held:
            if held == letter and since < receipt.at < until and not self._people.restored:
                self.wrong["sent while held"].append(called)

    def _compare_letters(self):
        for letter, row in self._letters.items():
            came = row.message_id in self._times_received
            self.counts[row.state] += 1
            if row.state == "uncertain":
                self.counts["uncertain, received" if came else "uncertain, not received"] += 1
                self.counts[f"uncertain for {row.reason}"] += 1
            elif letter in self._circumstances.resolved:
                arrived = self._circumstances.resolved[letter]
                self.counts["uncertain"] += 1
                self.counts["uncertain, received" if arrived else "uncertain, not received"] += 1
            if row.state == "held":
                self.counts["held, received" if came else "held, not received"] += 1
                if not self._people.restored:
                    self.wrong["held without a cause"].append(f"letter {letter} is held ({row.reason})")
            elif row.state == "sent" and not came:
                self.wrong["lost"].append(f"letter {letter} is sent and never came")
            elif row.state in ("queued", "sending"):
                self.wrong["unsettled"].append(f"letter {letter} is still {row.state}")
            elif row.state not in ("sent", "uncertain") and came and not self._people.restored:
                self.wrong["counted as not delivered"].append(f"letter {letter} is {row.state} ({row.reason}) and came")
            if row.state == "failed" and not self._office.refused[letter]:
                self.wrong["failed without a cause"].append(f"letter {letter} failed ({row.reason}), never refused")
            if letter in self._circumstances.retried and row.state != "sent":
                self.wrong["lost"].append(f"letter {letter} was retried when all was well, and is {row.state}")
        self.counts["letters"] = len(self._letters)
        self.counts["received"] = len(self._times_received)

    def _compare_service_mails(self):
        times = collections.Counter(receipt.message_id for receipt in self._office.received if not receipt.is_letter)
        self.counts["mails to supporters that came twice"] = sum(1 for count in times.values() if count > 1)
        for receipt in self._office.received:
            if not receipt.is_letter and receipt.recipient.lower() != receipt.writer:
                self.wrong["misdirected"].append(f"{receipt.message_id} to {receipt.writer} went to {receipt.recipient}")
        for mail in self._service_mails:
            if mail.state == "sent" and not times[mail.message_id]:
                self.wrong["lost"].append(f"mail {mail.public_id} to a supporter is sent and never came")
            elif mail.state == "failed" and not self._office.refused[mail.public_id]:
                self.wrong["failed without a cause"].append(f"mail {mail.public_id} to a supporter was never refused")

    def _compare_uncertain(self):
        """The mail server knows of each that it left in doubt. Of the others there can be one for each time that a
        process was broken off, on average."""
        uncertain = [letter for letter, row in self._letters.items() if row.state == "uncertain"]
        uncertain += list(self._circumstances.resolved)
        uncertain += [mail.public_id for mail in self._service_mails if mail.state == "uncertain"]
        unknown = [public_id for public_id in uncertain if self._office.doubts[public_id] <= 0]
        self.counts["uncertain by a process that was broken off"] = len(unknown)
        interruptions = self._circumstances.interruptions
        most = LETTERS_AT_DOTS + interruptions if interruptions else 0
        if len(unknown) > most:
            sentence = f"{len(unknown)} mails that no connection left in doubt; at most {most} can be: {unknown[:5]}"
            self.wrong["uncertain without a cause"].append(sentence)

    def _look_for_idleness(self):
        """What a run must have seen, lest it passes because nothing happened."""
        arrived = self.counts["sent"] + (self.counts["held"] if self._people.restored else 0)
        self.wrong["idle"] += still_missing(self._circumstances.kills, self._office, self._people)
        for little, sentence in [
            (self.counts["acknowledged"] < 10, "less than ten letters were acknowledged"),
            (2 * self.counts["confirmed"] < self.counts["acknowledged"], "less than half were confirmed"),
            (2 * arrived < self.counts["confirmed"], "less than half of the confirmed ones were sent"),
        ]:
            if little:
                self.wrong["idle"].append(sentence)

    def well(self):
        return not any(self.wrong.values())


def unseen(what):
    return [sentence for seen, sentence in what if not seen]


def troubles_missing(kills, office, people):
    """Of the troubles that every run must have seen, those that have not come yet, in sentences."""
    return unseen([
        (kills, "nothing was killed"),
        (cuts(office), "the mail server cut nothing"),
        (people.wire.cuts(), "no supporter's connection was cut"),
    ])


def letters_missing(people):
    """The same of what supporters do."""
    confirming = (sum(person.asked_to_confirm for person in each) for each in list(people.by_address.values()))
    return unseen([
        (people.counts["letters by pages"], "nobody used the pages"),
        (any(count > 1 for count in confirming), "no two people of one address confirmed"),
    ])


def still_missing(kills, office, people):
    """What every run must have seen and has not yet, in sentences."""
    return troubles_missing(kills, office, people) + letters_missing(people)


def below_the_day(body):
    return body.partition("\n")[2]


def first_difference(here, there):
    """Of two lists of lines."""
    for one, other in itertools.zip_longest(here, there):
        if one != other:
            return f"{one!r} is not {other!r}"[:300]
    return None


def print_report(title, seconds, site, office, people, more, comparison):
    """`more` are further counts by name."""

    def line(name, counts):
        said = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()) if count)
        print(f"{name + ':':<18} {said or 'none'}")

    counts, wrong = comparison.counts, comparison.wrong
    print(f"\nTorture of {title}, {seconds:.0f} seconds")
    line("processes", site.counts)
    for name, found in more.items():
        line(name, found)
    line("mail server", office.counts)
    line("supporters' calls", people.wire.counts + people.counts)
    line("letters", counts)
    seconds_of_stop, stopped = site.longest_stop
    print(f"{'longest stop:':<18} {seconds_of_stop:.1f} s, {stopped}")
    for kind, sentences in wrong.items():
        for sentence in sentences[:10]:
            print(f"WRONG, {kind}: {sentence}")
        if len(sentences) > 10:
            print(f"WRONG, {kind}: and {len(sentences) - 10} more")
    print(
        f"kills {kills(site)}, cuts {cuts(office)}, letters {counts['letters']}, lost {len(wrong['lost'])}, "
        f"doubled {len(wrong['doubled'])} (and {len(wrong['doubled, uncertain'])} of uncertain), "
        f"uncertain {counts['uncertain']} "
        f"({counts['uncertain, received']} received, {counts['uncertain, not received']} not)"
    )
    print("The ledgers agree." if comparison.well() else "THE LEDGERS DIFFER.", flush=True)


def kills(site):
    return sum(count for kind, count in site.counts.items() if kind.startswith("SIGKILL"))


def cuts(office):
    return sum(count for kind, count in office.counts.items() if kind.startswith("cut"))
