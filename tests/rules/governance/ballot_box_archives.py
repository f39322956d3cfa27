"""A published archive of a small election, and a counting program small enough to be obvious."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from mutualise.governance.rules.ballot_box import archive, board, lots, roll, token_keys
from mutualise.governance.rules.ballot_box import tokens as token_rules
from mutualise.governance.rules.ballot_box.archive import ContestRecord
from mutualise.governance.rules.ballot_box.board import Entry, Receipt
from mutualise.governance.rules.ballot_box.canonical import as_bytes, base64_text, digest
from mutualise.governance.rules.ballot_box.checks_count import ToCount
from tests.rules.governance.ballot_box_cases import CONTEST, ELECTION, Election, election

RULE_TEXT = "The candidate with most first choices is elected; a lot decides between equals."
FIRST_CHOICES = "first choices"


def notice_for(rule: str) -> bytes:
    text = digest(RULE_TEXT.encode()).hex()
    return as_bytes({"election": ELECTION, "rule": rule, "rule_sha256": text})


CANDIDATES = ("Ash", "Birch", "Cedar")


def count_first_choices(poll: ToCount) -> dict[str, Any]:
    votes = Counter(dict.fromkeys(range(1, len(poll.candidates) + 1), 0))
    for number, ranking in poll.papers:
        votes[next(each for each in ranking if each not in poll.withdrawn)] += number
    drawn = {number: place for place, number in enumerate(poll.lot_order)}
    order = sorted(votes, key=lambda number: (-votes[number], drawn.get(number, number)))
    stage = {
        "number": 1, "action": "first choices", "non_transferable": "0", "excluded": [],
        "votes": {str(number): str(votes[number]) for number in votes},
        "elected": order[: poll.seats],
    }  # fmt: skip
    return {
        "rule": poll.rule, "seats": poll.seats, "quota": "0", "elected": order[: poll.seats],
        "stages": [stage],
    }  # fmt: skip


ENGINES = [("first program", count_first_choices), ("second program", count_first_choices)]


def cast_votes(number: int = 12) -> Election:
    held = election()
    for voter in range(number):
        held.cast([(1, 2, 3), (2, 1), (3,)][voter % 3])
    return held


def files(
    held: Election,
    *,
    full: bool = False,
    papers: bool = True,
    tokens: Any = None,
    rule: str = FIRST_CHOICES,
    count: Callable[[ToCount], Mapping[str, Any]] | None = None,
) -> dict[str, bytes]:
    made = record(held, full=full, papers=papers, rule=rule, count=count or count_first_choices)
    made = replace(made, tokens=tokens)
    return archive.build(ELECTION, notice_for(rule), RULE_TEXT, [made])


def signed_token(keys: Mapping[str, RSAPrivateKey]) -> tuple[bytes, dict[str, Any]]:
    """A token as its voter holds it: its secret seed, and it signed blind by each issuer."""
    token, seed = token_keys.new_pair()
    row: dict[str, Any] = {"token": token.hex()}
    for name, key in keys.items():
        blinded = token_rules.blind(key.public_key(), token)
        signature = token_rules.unblind(
            key.public_key(), blinded, token_rules.sign(key, blinded.message)
        )
        row[name] = {"prefix": signature.prefix.hex(), "value": base64_text(signature.value)}
    return seed, row


def ballot_signature(row: int, entry: Entry, seed: bytes) -> dict[str, Any]:
    message = token_keys.ballot_message(f"{ELECTION}/{CONTEST}", entry.counter, entry.sealed)
    return {"row": row, "signature": base64_text(token_keys.sign(seed, message))}


def token_file(
    keys: Mapping[str, RSAPrivateKey], signed: list[dict[str, Any]], ballots: list[dict[str, Any]],
    held: str = "scrutineer",
) -> dict[str, Any]:  # fmt: skip
    pem = (Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    public = {
        f"{name}_key": key.public_key().public_bytes(*pem).decode() for name, key in keys.items()
    }
    return public | {
        "scrutineer_key_held": held, "tokens": copy.deepcopy(signed), "ballots": ballots,
    }  # fmt: skip


def record(
    held: Election, *, full: bool, papers: bool, rule: str, count: Callable[..., Mapping[str, Any]]
) -> ContestRecord:
    mixed, opening = held.mixed(), board.opening_head(notice_for(rule), CONTEST)
    heads = list(board.heads(opening, held.entries))
    rankings = Counter(ballot.ranking for ballot in mixed.ballots if ballot.ranking)
    rows = sorted((number, ranking) for ranking, number in rankings.items())
    lot = lot_of(heads[-1])
    names = [{"number": n, "id": f"c{n}", "name": name} for n, name in enumerate(CANDIDATES, 1)]
    order = tuple(int(each[1:]) for each in lot["order"])
    poll = ToCount(rule, 1, CANDIDATES, frozenset(), rows, order, lot["seed"], {})
    valid = sum(number for number, _ in rows)
    return ContestRecord(
        contest=CONTEST,
        leaves=[roll.leaf(roll.new_salt(), CONTEST, str(n), "a name") for n in range(60)],
        marked={"online": len({entry.token_hash for entry in held.entries}), "paper": 0},
        opening_head=opening,
        rows=list(zip(held.entries, heads, strict=True)),
        published_heads=[Receipt(len(heads) // 2, heads[len(heads) // 2 - 1])],
        trustees=[(f"Trustee {n}", key) for n, key in enumerate(held.public, 1)],
        superseded=mixed.closed.superseded,
        steps=mixed.steps,
        not_ballots=len(mixed.not_ballots),
        lots=lot,
        rule=rule,
        seats=1,
        candidates=names,
        figures={
            "box": len(mixed.ballots), "paper": 0,
            "spoiled": len(mixed.ballots) - valid, "valid": valid,
        },
        result=count(poll),
        # Counting first choices looks at no more: that is what may be published.
        papers=[(n, r[: 1 if rule == FIRST_CHOICES else None]) for n, r in rows] if papers else None,
        opened=mixed.steps[2].outputs if full else None,
    )  # fmt: skip


def lot_of(closing: bytes) -> dict[str, Any]:
    secret = lots.new_secret()
    seed = lots.seed(ELECTION, CONTEST, closing, secret)
    return {
        "kind": "seed", "commitment": lots.commitment(secret).hex(), "secret": secret.hex(),
        "seed": seed.hex(), "order": lots.order(seed, ["c1", "c2", "c3"]),
    }  # fmt: skip


def changed(files: Mapping[str, bytes], name: str, change: Any) -> dict[str, bytes]:
    """The files with one changed by someone who also corrects the hashes in archive.json."""
    content = json.loads(files[name])
    change(content)
    found = dict(files) | {name: as_bytes(content)}
    if name != "archive.json":
        index = json.loads(files["archive.json"])
        index["files"][name] = digest(found[name]).hex()
        found["archive.json"] = as_bytes(index)
    return found
