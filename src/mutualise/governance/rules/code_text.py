"""The text message that carries a code to vote: short, and in letters that every telephone shows.

A text in the alphabet of GSM 03.38 (3GPP TS 23.038, section 6.2.1) holds 160 characters, and in
parts that the telephone joins again 153 each. One letter outside it would make the parts 67 long.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

MOST_PARTS, ONE_PART, EACH_OF_MANY = 3, 160, 153
# A letter that takes two places is not cut in two: each part but the last may leave a place empty.
MOST = MOST_PARTS * (EACH_OF_MANY - 1) + 1
BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# They take the place of two.
EXTENDED = frozenset("^{}\\[~]|€")
# What word processors write, in letters of the alphabet.
PLAIN = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\t": " ",
})  # fmt: skip
LONGEST_BODY, SHORTEST_TITLE = 50, 20


class TextTooLong(ValueError):
    """The text does not fit in three messages, however its names are shortened."""


@dataclass(frozen=True)
class Poll:
    """What a text says of a poll: whose it is, what is voted on, since when and until when."""

    body: str
    title: str
    opens: str
    until: str
    vote_at: str
    # Where the roll can be looked at with the code; empty once it cannot.
    roll_at: str = ""


def plain(text: str) -> str:
    """The text in the letters of the alphabet: an accent it lacks is left out, another sign is “?”.

    >>> plain("Nurses’ director – Llŷn"), plain("Crèche")
    ("Nurses' director - Llyn", 'Crèche')
    """
    return "".join(map(_plain, text.translate(PLAIN)))


def _plain(char: str) -> str:
    if char in BASIC or char in EXTENDED:
        return char
    bare = unicodedata.normalize("NFKD", char)
    kept = "".join(c for c in bare if not unicodedata.combining(c))
    return kept if kept and all(c in BASIC for c in kept) else "?" * bool(kept)


def size(text: str) -> int:
    """How many places of the alphabet a text takes."""
    return sum(2 if char in EXTENDED else 1 for char in text)


def parts(text: str) -> int:
    """In how many messages a text of the alphabet leaves.

    >>> parts("a" * 160), parts("a" * 161), parts("a" * 459), parts("€" * 80), parts("€" * 81)
    (1, 2, 3, 1, 2)
    """
    taken = size(text)
    return 1 if taken <= ONE_PART else -(-taken // EACH_OF_MANY)


def code_text(poll: Poll, code: str) -> str:
    """The text with a code: who sends it first. Raises TextTooLong."""
    for roll_at in dict.fromkeys((poll.roll_at, "")):
        body, title = _cut(plain(poll.body), LONGEST_BODY), plain(poll.title)
        left = MOST - size(_filled(poll, body, "", code, roll_at))
        if left >= min(SHORTEST_TITLE, size(title)):
            return _filled(poll, body, _cut(title, left), code, roll_at)
    raise TextTooLong(
        f"The address {poll.vote_at} is too long for a text message. Issue codes by letter or mail."
    )


def _filled(poll: Poll, body: str, title: str, code: str, roll_at: str) -> str:
    roll = f" Until the poll opens, see the roll with it at {roll_at}." if roll_at else ""
    return plain(
        f"{body}: your code to vote in {title} is {code}. Vote at {poll.vote_at} from {poll.opens} "
        f"{poll.until}, in a browser of your own, no private window.{roll} Do not pass it on. "
        "To vote on paper ask the company secretary."
    )


def _cut(text: str, most: int) -> str:
    """The beginning of a text of the alphabet in so many places, with dots where it goes on."""
    if size(text) <= most:
        return text
    while size(text) > most - 3:
        text = text[:-1]
    return text.rstrip() + "..."
