"""What the form of a page would send if nobody touched it."""

from __future__ import annotations

from html.parser import HTMLParser


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = self.area = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "input" and name:
            if given.get("type") in ("radio", "checkbox") and "checked" not in given:
                return
            self.values[name] = given.get("value") or ""
        elif tag == "select":
            self.select = name or ""
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select] = given.get("value") or ""
        elif tag == "textarea" and name:
            self.area = name
            self.values[name] = ""

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data


def filled(page) -> dict[str, str]:
    """Names and values of every field of the page's forms."""
    form = _Form()
    form.feed(page.content.decode())
    return {name: value.strip() for name, value in form.values.items()}
