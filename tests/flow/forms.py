"""The forms of a page, read and filled in as a browser would do it."""

import html.parser
import re
import uuid


class Form(html.parser.HTMLParser):
    """The fields of a page's forms as a browser would send them, and each form's buttons."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self._textarea = None
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "form":
            self.forms.append({"action": attributes.get("action"), "fields": {}, "buttons": []})
        if not self.forms:
            return
        form = self.forms[-1]
        name = attributes.get("name")
        if tag == "input" and name:
            if attributes.get("type") in ("radio", "checkbox") and "checked" not in attributes:
                return
            form["fields"][name] = attributes.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            form["fields"][name] = ""
        elif tag == "button":
            form["buttons"].append((name, attributes.get("value")))

    def handle_endtag(self, tag):
        if tag == "textarea":
            # HTML drops one line break that directly follows the opening tag.
            fields = self.forms[-1]["fields"]
            fields[self._textarea] = re.sub(r"^\r?\n", "", fields[self._textarea])
            self._textarea = None

    def handle_data(self, data):
        if self._textarea:
            self.forms[-1]["fields"][self._textarea] += data


def multipart(fields):
    """The body of a form's POST, and its content type."""
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    ]
    body = ("".join(parts) + f"--{boundary}--\r\n").encode()
    return body, f"multipart/form-data; boundary={boundary}"
