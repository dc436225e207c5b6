"""What a supporter reads on the service's pages, and the forms that they fill in there."""

import dataclasses
import html.parser
import re

from forms import Form

# Whichever a page has leads on.
ONWARD = ["send", "letter", "story", "details", "choose", "postcode", "confirm"]


@dataclasses.dataclass(frozen=True)
class Shown:
    """A letter as somebody was shown it: the name that it is addressed to, its subject, and the whole body."""

    to: str
    subject: str
    body: str


class LetterReader(html.parser.HTMLParser):
    """The letter on a page: what stands beside To and Subject, and the body."""

    def __init__(self, page):
        super().__init__()
        self.described, self.body = [], None
        self._into = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if "letter-body" in (dict(attributes).get("class") or "").split():
            self.body, self._into = "", tag
        elif tag == "dd" and self.body is None:
            self.described.append("")
            self._into = tag

    def handle_endtag(self, tag):
        if tag == self._into:
            self._into = None

    def handle_data(self, data):
        if self._into == "dd":
            self.described[-1] += data
        elif self._into:
            self.body += data


def shown_letter(page):
    """None where the page shows none. The subject stands last above the body, and whom it goes to before that."""
    read = LetterReader(page)
    if read.body is None or len(read.described) < 2:
        return None
    return Shown(read.described[-2], read.described[-1], read.body)


def next_form(page, values):
    """Where the form that leads on posts to, its fields filled in with those of `values` that it has, and the name of
    the button that was pressed; None where no form leads on."""
    for form in Form(page).forms:
        buttons = [value for name, value in form["buttons"] if name == "step" and value in ONWARD]
        if buttons:
            pressed = min(buttons, key=ONWARD.index)
            known = {name: text for name, text in values.items() if name in form["fields"]}
            return form["action"], {**form["fields"], **known, "step": pressed}, pressed
    return None


def first_choice(page):
    """The first of the constituencies that are offered."""
    found = re.search(r'type="radio"[^>]*name="constituency"[^>]*value="([^"]+)"', page)
    return found and found[1]
