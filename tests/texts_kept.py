"""Senders of texts for tests: one that keeps what it was given, and some that fail."""

from __future__ import annotations

from mutualise.accounts.actions.text_senders import NotSent, Unanswered

KEPT, REFUSING, SILENT = (f"{__name__}.{name}" for name in ("Kept", "Refusing", "Silent"))
outbox: list[tuple[str, str]] = []
tries: list[str] = []


def empty() -> None:
    """Begin a test with nothing sent."""
    outbox.clear()
    tries.clear()


class Kept:
    def send(self, to: str, text: str) -> None:
        outbox.append((to, text))


class Refusing:
    def send(self, to: str, text: str) -> None:
        tries.append(to)
        raise NotSent("answered 429")


class Silent:
    """Takes the text and gives no answer."""

    def send(self, to: str, text: str) -> None:
        outbox.append((to, text))
        raise Unanswered("no answer")
