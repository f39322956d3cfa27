"""The names and the title behind the papers of a BLT file, in the forms that archives have.

    "Ann"                          # ALTERNATIVE NAME 1: Ann           "Ann" "The Green Party"
    "Bea" "Cem"                    # ALTERNATIVE NAME 2: Bea           "Bea" "Independent"
    "A board"                      "A ward"                            "A ward"

One a line or several, with or without quotation marks; as PrefLib numbers them; or, as Scottish
councils' counting system writes its preference profiles, a name and a party on the line of each.
Each line is gone through once, from left to right, whatever stands on it.
"""

from __future__ import annotations

import re

from mutualise.governance.rules.counting.reading.lines import BallotsUnreadable, text_of

_NUMBERED = re.compile(r"#\s*ALTERNATIVE NAME ([0-9]{1,9}):\s*(.*)", re.IGNORECASE)
_MARK = re.compile(r'["\\]')
_AROUND = " \t,;\x00\x1a"  # what spreadsheets and old systems leave at the end of a line

Entry = tuple[int, tuple[str, ...]]  # a line, and the texts on it


def read_names(
    rest: bytes, name: str, line: int, candidates: int
) -> tuple[tuple[str, ...], str, list[str]]:
    """The names, the title and notes. A file without any names gets numbers. `line` is the last before.

    Raises BallotsUnreadable.
    """
    text, notes = text_of(rest)
    entries: list[Entry] = []
    numbered: dict[int, str] = {}
    for number, content in enumerate(text.splitlines(), start=line + 1):
        content = content.strip().rstrip(_AROUND)
        if found := _NUMBERED.match(content):
            numbered[int(found[1])] = found[2]
        elif content and not content.startswith("#"):
            entries.append((number, _texts(content, name, number)))
    if numbered:
        listed = sorted(numbered.items())
        entries = [(line + 1, (each,)) for _, each in listed] + entries
    return _named(entries, name, candidates, notes)


def _named(
    entries: list[Entry], name: str, candidates: int, notes: list[str]
) -> tuple[tuple[str, ...], str, list[str]]:
    if not entries:
        notes.append("The file gives no names; candidates are shown by number.")
        return tuple(f"Candidate {each}" for each in range(1, candidates + 1)), "", notes
    listed = [text for _, texts in entries for text in texts]
    if not candidates <= len(listed) <= candidates + 1 and len(entries) in (
        candidates,
        candidates + 1,
    ):
        listed = [_with_party(texts) for _, texts in entries]
    if not candidates <= len(listed) <= candidates + 1:
        raise BallotsUnreadable(
            name, entries[-1][0], "the list of names",
            f"has {len(listed)} entries for {candidates} candidates",
            f"Write {candidates} names, one a line, and then the title.",
        )  # fmt: skip
    title = listed[candidates] if len(listed) > candidates else ""
    return tuple(listed[:candidates]), title, notes


def _with_party(texts: tuple[str, ...]) -> str:
    name, *party = (each.strip() for each in texts)
    return f"{name} ({', '.join(party)})" if any(party) else name


def _texts(content: str, file: str, line: int) -> tuple[str, ...]:
    """The texts on one line: those in quotation marks, or the whole line."""
    quoted = _quoted(content)
    if quoted is not None:
        return quoted
    if not content.startswith('"'):
        return (content,)
    if len(content) > 1 and content.endswith('"'):  # marks inside that nobody doubled
        return (content[1:-1],)
    raise BallotsUnreadable(file, line, "a name", "has no closing quote", 'Write it as "Ann".')


def _quoted(content: str) -> tuple[str, ...] | None:
    """What stands in quotation marks, where nothing but a comment stands outside them; else None.

    A mark inside a text is doubled, as in CSV, or has \\ before it.
    """
    found: list[str] = []
    opened, after = -1, 0  # where the text begins that is read now; where the last one ended
    skip = -1
    for mark in _MARK.finditer(content):
        at = mark.start()
        if opened < 0:
            between = content[after:at].strip()
            if between or mark[0] != '"':
                return tuple(found) if found and between.startswith("#") else None
            opened = at + 1
        elif at == skip:
            continue
        elif mark[0] == "\\" or content[at + 1 : at + 2] == '"':
            skip = at + 1
        else:
            found.append(_plain(content[opened:at]))
            opened, after = -1, at + 1
    rest = content[after:].strip()
    whole = opened < 0 and found and (not rest or rest.startswith("#"))
    return tuple(found) if whole else None


def _plain(text: str) -> str:
    return text.replace('\\"', '"').replace('""', '"')
