"""Compares the three ledgers, and says what was found."""

import collections

# Where a confirmed letter may stand when all is over. `uncertain` and `held` wait for a person, and are counted.
# `queued` and `sending` are not lost, but unsettled: a violation of its own.
KEPT = {"queued", "sending", "sent", "failed", "uncertain", "held"}


class Comparison:
    """`wrong` are violations by kind, each a list of sentences; `counts` are plain numbers."""

    def __init__(self, people, office, ledger):
        self.counts = collections.Counter()
        self.wrong = collections.defaultdict(list)
        self._people = people
        self._letters = ledger.letters()
        self._service_mails = ledger.service_mails()
        received = [receipt for receipt in office.received if receipt.is_letter]
        self._times_received = collections.Counter(receipt.message_id for receipt in received)
        self._compare_told()
        self._compare_received(received)
        self._compare_states()
        service = collections.Counter(receipt.message_id for receipt in office.received if not receipt.is_letter)
        self.counts["mails to supporters that came twice"] = sum(1 for times in service.values() if times > 1)
        if under_way := ledger.under_way():
            self.wrong["unsettled"].append(f"{under_way} mails are still under way")
        for fault in ledger.faults():
            self.wrong["database"].append(fault)
        for complaint in people.complaints:
            self.wrong["surprising answers"].append(complaint)

    def _compare_told(self):
        for person in list(self._people.people):
            if person.letter is None:
                self.counts["never told"] += 1
                if not person.confirmed:
                    self.wrong["unserved"].append(f"{person.address} was never answered")
                continue
            self.counts["acknowledged"] += 1
            self.counts["confirmed"] += person.confirmed is not None
            row = self._letters.get(person.letter)
            if row is None:
                self._lost(person, person.told_at, "is not in the database")
            elif person.confirmed and row[0] not in KEPT:
                self._lost(person, person.confirmed_at, f"was confirmed and is {row[0]}")
            elif person.told_sent_at and row[0] != "sent":
                self._lost(person, person.told_sent_at, f"was told to be sent and is {row[0]}")
            elif person.token is None and not self._mail_may_be_missing(person):
                self._lost(person, person.told_at, "never got its confirmation mail")
            elif person.token and not person.asked_to_confirm:
                self.wrong["unsettled"].append(f"{person.address} has a confirmation mail and had no time to use it")

    def _lost(self, person, told_at, what):
        if self._people.forgotten(told_at):
            self.counts["forgotten with the restored database"] += 1
        else:
            self.wrong["lost"].append(f"letter {person.letter} of {person.address} {what}")

    def _mail_may_be_missing(self, person):
        """The mail server refused it for good, its outcome stayed unknown too often, or it is not settled yet."""
        return bool({"failed", "uncertain", "queued", "sending"} & set(self._service_mails.get(person.letter, [])))

    def _compare_received(self, received):
        letter_of = {message_id: letter for letter, (_, message_id, _) in self._letters.items()}
        writers = collections.Counter()
        for message_id, times in self._times_received.items():
            if times > 1:
                letter = letter_of.get(message_id)
                state = self._letters[letter][0] if letter else "unknown"
                inside = "doubled, uncertain" if state == "uncertain" else "doubled"
                self.wrong[inside].append(f"{message_id} ({letter}, {state}) came {times} times")
        for receipt in {receipt.message_id: receipt for receipt in received}.values():
            writers[receipt.writer] += 1
            person = self._people.by_address[receipt.writer]
            if not person.asked_to_confirm:
                self.wrong["never confirmed"].append(f"{receipt.message_id} of {person.address}")
            if person.marker not in receipt.text:
                self.wrong["mangled"].append(f"{receipt.message_id} of {person.address}")
            if receipt.message_id not in letter_of and not self._people.forgotten(receipt.at):
                self.wrong["unknown letters"].append(f"{receipt.message_id} of {person.address}")
        for writer, letters in writers.items():
            if letters > 1 and not self._people.restored:
                self.wrong["doubled"].append(f"{letters} different letters of {writer} came")

    def _compare_states(self):
        for letter, (state, message_id, reason) in self._letters.items():
            came = message_id in self._times_received
            self.counts[f"{state}"] += 1
            if state == "uncertain":
                self.counts["uncertain, received" if came else "uncertain, not received"] += 1
                self.counts[f"uncertain for {reason}"] += 1
            elif state == "held":
                self.counts["held, received" if came else "held, not received"] += 1
            elif state == "sent" and not came:
                self.wrong["lost"].append(f"letter {letter} is sent and never came")
            elif state in ("queued", "sending"):
                self.wrong["unsettled"].append(f"letter {letter} is still {state}")
            elif state != "sent" and came and not self._people.restored:
                self.wrong["counted as not delivered"].append(f"letter {letter} is {state} ({reason}) and came")
        self.counts["letters"] = len(self._letters)
        self.counts["received"] = len(self._times_received)

    def well(self):
        return not any(self.wrong.values())


def print_report(seed, store, seconds, site, office, people, troubles, comparison):
    def line(title, counts):
        said = ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if count)
        print(f"{title + ':':<18} {said or 'none'}")

    counts, wrong = comparison.counts, comparison.wrong
    kills = sum(count for kind, count in site.counts.items() if kind.startswith("SIGKILL"))
    cuts = sum(count for kind, count in office.counts.items() if kind.startswith("cut"))
    print(f"\nTorture of {store}, seed {seed}, {seconds:.0f} seconds")
    line("processes", site.counts)
    line("troubles", troubles)
    line("mail server", office.counts)
    line("supporters' calls", people.counts)
    line("letters", counts)
    print(f"{'longest stop:':<18} {site.longest_stop:.1f} s")
    for crash in site.crashes:
        wrong["crashes"].append(crash)
    for kind, sentences in wrong.items():
        for sentence in sentences[:10]:
            print(f"WRONG, {kind}: {sentence}")
        if len(sentences) > 10:
            print(f"WRONG, {kind}: and {len(sentences) - 10} more")
    print(
        f"kills {kills}, cuts {cuts}, letters {counts['letters']}, lost {len(wrong['lost'])}, "
        f"doubled {len(wrong['doubled'])} (and {len(wrong['doubled, uncertain'])} of uncertain), "
        f"uncertain {counts['uncertain']} "
        f"({counts['uncertain, received']} received, {counts['uncertain, not received']} not)"
    )
    print("The ledgers agree." if comparison.well() else f"THE LEDGERS DIFFER. Again: --seed {seed}", flush=True)
