"""The two files of a trustee's step: what he is given, and what he gives back.

He reads the first and writes the second with `mutualise trustee open`, on a machine of his own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mutualise.governance.rules.ballot_box import mix
from mutualise.governance.rules.ballot_box.board import Entry, entry_as_json, entry_from_json
from mutualise.governance.rules.ballot_box.canonical import base64_text, from_base64, from_hex

INPUT, OUTPUT = "mutualise trustee input 1", "mutualise trustee output 1"


class TrusteeFileUnfit(ValueError):
    """The file is not one of a trustee's step, or of another step; the message says which."""


def input_file(
    election: str, contest: str, trustee: int, closed: mix.Closed, before: mix.Step | None
) -> dict[str, Any]:
    """What trustee 1, 2 or 3 is given: the kept entries of the board, or the list before his."""
    given: dict[str, Any] = {
        "contest": contest, "election": election, "format": INPUT, "trustee": trustee,
    }  # fmt: skip
    if before is None:
        given["entries"] = [entry_as_json(each) for each in closed.kept.values()]
    else:
        given["sealed"] = [base64_text(each) for each in before.outputs]
    return given


def opened(given: Any, secret: bytes) -> dict[str, Any]:
    """A trustee's whole step on an input file with his secret key: the output file.

    Raises TrusteeFileUnfit.
    """
    if not isinstance(given, dict) or given.get("format") != INPUT:
        raise TrusteeFileUnfit("This is not a file for a trustee. Download it again.")
    try:
        trustee = int(given["trustee"])
        if trustee == 1:
            rows: Sequence[Entry] = [entry_from_json(each) for each in given["entries"]]
            step = mix.open_first(mix.close(rows), secret)
        else:
            sealed = [from_base64(each, "sealed") for each in given["sealed"]]
            step = mix.open_next(trustee, sealed, secret)
        names = {"contest": str(given["contest"]), "election": str(given["election"])}
    except (KeyError, TypeError, ValueError) as problem:
        raise TrusteeFileUnfit(f"The file is damaged: {problem}") from problem
    if step.received and not step.outputs:
        raise TrusteeFileUnfit("Nothing opens with this key. Use the key of this trustee.")
    return names | {
        "dropped": [[digest.hex(), reason] for digest, reason in step.dropped],
        "format": OUTPUT, "outputs": [base64_text(each) for each in step.outputs],
        "received": step.received, "trustee": trustee,
    }  # fmt: skip


def read_output(given: Any, election: str, contest: str, trustee: int) -> mix.Step:
    """A trustee's list from his output file. Raises TrusteeFileUnfit."""
    if not isinstance(given, dict) or given.get("format") != OUTPUT:
        raise TrusteeFileUnfit("This is not a file that `mutualise trustee open` wrote.")
    for name, wanted in (("election", election), ("contest", contest), ("trustee", trustee)):
        if given.get(name) != wanted:
            raise TrusteeFileUnfit(
                f"The file is for {name} {given.get(name)!r}; this step is for {wanted!r}."
            )
    try:
        outputs = tuple(from_base64(each, "outputs") for each in given["outputs"])
        dropped = tuple((from_hex(d, "dropped"), str(why)) for d, why in given["dropped"])
        received = int(given["received"])
    except (KeyError, TypeError, ValueError) as problem:
        raise TrusteeFileUnfit(f"The file is damaged: {problem}") from problem
    if list(outputs) != sorted(set(outputs)):
        raise TrusteeFileUnfit("The list is not sorted, or holds an entry twice.")
    return mix.Step(trustee, received, outputs, dropped)
