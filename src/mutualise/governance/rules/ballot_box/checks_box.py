"""What anyone can repeat of the roll, the board and the mix of one contest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from mutualise.governance.rules.ballot_box import board, mix, token_keys, tokens
from mutualise.governance.rules.ballot_box.archive import read_json
from mutualise.governance.rules.ballot_box.board import Entry, Receipt
from mutualise.governance.rules.ballot_box.canonical import digest, from_base64, from_hex
from mutualise.governance.rules.ballot_box.checks import CannotCheck, Found
from mutualise.governance.rules.ballot_box.issuing import given_faults, given_words
from mutualise.governance.rules.ballot_box.roll import roll_hash
from mutualise.govuk.figures import counted

Files = Mapping[str, bytes]


def read_rows(files: Files, contest: str) -> tuple[list[tuple[Entry, bytes]], list[str]]:
    """The board's rows (entry, stated head) and a fault for each that cannot be read.

    An unreadable row stands in the list as an empty entry, so that numbers stay right.
    """
    rows, faults = [], []
    for number, row in enumerate(read_json(files, f"{contest}/board.json")["rows"], start=1):
        try:
            rows.append((board.entry_from_json(row), from_hex(row.get("head"), "head")))
        except ValueError as bad:
            faults.append(f"Row {number} of the board: {bad}")
            rows.append((Entry(b"", 1, b"", "online"), b""))
    return rows, faults


def check_roll(files: Files, contest: str) -> Found:
    """The roll's hash from its leaves, and no more voting papers than names."""
    content = read_json(files, f"{contest}/roll.json")
    leaves = [from_hex(each, "a leaf of the roll") for each in content["leaves"]]
    marked = {kind: whole(content["marked"], kind) for kind in ("online", "paper")}
    faults = []
    if roll_hash(leaves).hex() != content["sha256"]:
        faults.append("The roll's hash does not follow from its leaves: a name came or went.")
    faults += _versions(set(leaves), content.get("earlier", ()))
    doubled = [each.hex()[:12] for each, times in Counter(leaves).items() if times > 1]
    faults += [f"Leaf {each}… of the roll stands there twice." for each in doubled]
    faults += [
        f"Leaf {each[:12]}… of the roll: its row in the store was changed after the freeze."
        for each in content.get("changed", ())
    ]
    if sum(marked.values()) > len(leaves):
        faults.append(f"{sum(marked.values())} names are marked on a roll of {len(leaves)}.")
    later = len(content.get("earlier", ()))
    words = (
        f"{counted(len(leaves), 'name gives', 'names give')} the roll's hash {content['sha256'][:16]}…, to compare with the one "
        f"published before the poll; {marked['online']} marked online, {marked['paper']} on paper."
    )
    if later:
        words += f" Before the poll it was put right {later} time{'' if later == 1 else 's'}; each version before has its hash."
    return words, faults


def _versions(leaves: set[bytes], earlier: Sequence[Mapping[str, Any]]) -> list[str]:
    """Back from the last version of the roll to the frozen one: each gives the hash it had."""
    faults = []
    for each in reversed(earlier):
        added, removed = (
            {from_hex(leaf, "a leaf") for leaf in each[key]} for key in ("added", "removed")
        )
        if not added <= leaves or removed & leaves:
            faults.append(f"Version {each['version']} of the roll does not lead to the next.")
        leaves = (leaves - added) | removed
        if roll_hash(leaves).hex() != each["sha256"]:
            faults.append(
                f"The hash of version {each['version']} of the roll does not follow from its leaves."
            )
    return faults


def check_board(files: Files, contest: str) -> Found:
    """Every head from the one before and its own entry, from the notice to the closing head."""
    content = read_json(files, f"{contest}/board.json")
    rows, faults = read_rows(files, contest)
    unreadable = {number for number, (entry, _) in enumerate(rows, 1) if not entry.token_hash}
    opening = from_hex(content["opening_head"], "opening_head")
    if opening != board.opening_head(files["notice.json"], contest):
        faults.append("The opening head does not follow from the notice of election.")
    faults += [
        f"Row {number} of the board{_token(rows[number - 1][0])} was changed, moved, put in, or "
        "follows one that was taken out."
        for number in board.broken_links(opening, rows)
        if number not in unreadable
    ]
    last = rows[-1][1] if rows else opening
    if last.hex() != content["closing_head"]:
        faults.append(
            f"The board ends at row {len(rows)} with another head than the closing head: rows "
            f"after row {len(rows)} were taken out or put in."
        )
    return f"Chained up to head {last.hex()[:16]}…: {counted(len(rows), 'row')}.", faults


def _token(entry: Entry) -> str:
    return f" (token {entry.token_hash.hex()[:12]}…)"


def check_heads(files: Files, contest: str, kept: Sequence[Receipt]) -> Found:
    """Heads mailed out while the poll was open, and receipts people kept, are on this board."""
    content = read_json(files, f"{contest}/board.json")
    heads = [row.get("head") for row in content["rows"]]
    mailed = [
        Receipt(whole(each, "number"), from_hex(each["head"], "a mailed head"))
        for each in content["published_heads"]
    ]
    opening = Receipt(0, from_hex(content["opening_head"], "opening_head"))
    held = [each for each in [*mailed, *kept] if each != opening]
    if not held:
        raise CannotCheck(
            "No head was mailed out and no receipt was given, so only the board itself says that "
            "everybody was shown the same one. Give one you kept with --receipt CONTEST:NUMBER:HEAD."
        )
    known = [from_hex(each, "head") for each in heads]
    faults = [
        f"Row {each.number}: head {each.head.hex()[:16]}… was given out, and is not on this board: "
        "two boards were shown."
        for each in board.forks(known, held)
    ]
    words = f"{counted(len(kept), 'receipt')} given here and {counted(len(mailed), 'head')} that the archive says went out are on this board."
    if not kept:
        words += " Compare one you kept yourself with --receipt CONTEST:NUMBER:HEAD."
    return words, faults


def check_votes(files: Files, contest: str) -> Found:
    """One place in turn for each ballot of a token, and no more tokens than names marked."""
    rows, faults = read_rows(files, contest)
    marked = read_json(files, f"{contest}/roll.json")["marked"]
    seen: dict[tuple[bytes, int], int] = {}
    for number, (entry, _) in enumerate(rows, start=1):
        place = (entry.token_hash, entry.counter)
        if place in seen and entry.token_hash:
            faults.append(f"Rows {seen[place]} and {number} are one turn of one token.")
        seen.setdefault(place, number)
    paper = {entry.token_hash for entry, _ in rows if entry.mode == "paper"}
    online = {entry.token_hash for entry, _ in rows if entry.token_hash} - paper
    found = {"online": online, "paper": paper}
    if "sealed" in marked:
        # A token that is never shown to be signed must be covered by a name marked as assisted.
        found["sealed"] = {entry.token_hash for entry, _ in rows if entry.mode == "online"}
        assisted = {entry.token_hash for entry, _ in rows if entry.mode == "assisted"}
        left = whole(marked, "online") - whole(marked, "sealed")
        if len(assisted) > left:
            faults.append(f"{len(assisted)} assisted voters on the board, {left} names marked.")
    for kind, tokens_seen in found.items():
        if len(tokens_seen) > whole(marked, kind):
            faults.append(
                f"{len(tokens_seen)} {kind} voters on the board, {marked[kind]} names marked."
            )
    others = f" and {len(paper)} paper" if paper else ""
    return f"{len(online)} online{others} voters on the board, none with two votes.", faults


def check_tokens(files: Files, contest: str) -> Found:
    """Every ballot sealed in a browser was signed by its token, and the token by both issuers."""
    rows, _ = read_rows(files, contest)
    assisted = len({entry.token_hash for entry, _ in rows if entry.mode == "assisted"})
    if f"{contest}/tokens.json" not in files:
        if any(entry.mode == "online" for entry, _ in rows):
            return "", ["Votes were cast under tokens signed blind, and tokens.json is missing."]
        raise CannotCheck(
            "Tokens were not signed blind by two issuers in this contest: that only members voted, "
            "and that nobody noted who held which token, rests on trust in the operator."
        )
    content = read_json(files, f"{contest}/tokens.json")
    signed, faults = _signed_tokens(content)
    faults += _ballot_faults(files, contest, content, signed, rows)
    words = f"{counted(len(signed), 'token is', 'tokens are')} signed by roll and scrutineer; every ballot is signed by its token."
    if content["scrutineer_key_held"] != "scrutineer":
        words += (
            " Both keys lay on the platform's machine, so this does not show that the platform "
            "made no token for a name it marked itself."
        )
    elif "scrutineer_signed" in content:
        given = whole(content, "scrutineer_signed")
        marked = whole(read_json(files, f"{contest}/roll.json")["marked"], "sealed")
        words += f" {given_words(given, marked)}"
        faults += given_faults(given, marked, len(signed))
    else:
        words += (
            " The scrutineer's key lay on a machine of the scrutineer's own; how many signatures it gave is "
            "not stated, so this does not show that it counted every token."
        )
    if assisted:
        words += (
            f" {counted(assisted, 'assisted token was', 'assisted tokens were')} issued by the platform alone: that "
            "each is a member's vote, and that nobody noted whose, rests on trust in the operator."
        )
    return words, faults


def _signed_tokens(content: Mapping[str, Any]) -> tuple[dict[bytes, bytes], list[str]]:
    """The tokens by their hashes, and a fault for each signature of an issuer that is false."""
    keys = {name: _public(content[f"{name}_key"]) for name in ("roll", "scrutineer")}
    signed, faults = {}, []
    for number, row in enumerate(content["tokens"], start=1):
        token = from_hex(row["token"], "token")
        signed[tokens.token_hash(token)] = token
        for name, key in keys.items():
            stated = tokens.Signature(
                from_hex(row[name]["prefix"], "prefix"), from_base64(row[name]["value"], "value")
            )
            if not tokens.verify(key, token, stated):
                faults.append(f"Token {number}: the {name}'s signature is false.")
    return signed, faults


def _ballot_faults(
    files: Files, contest: str, content: Mapping[str, Any], signed: Mapping[bytes, bytes],
    rows: Sequence[tuple[Entry, bytes]],
) -> list[str]:  # fmt: skip
    """Rows that nobody permitted, or that the holder of their token did not sign."""
    box = f"{read_json(files, 'archive.json')['election']}/{contest}"
    stated = {
        whole(each, "row"): from_base64(each["signature"], "signature")
        for each in content["ballots"]
    }
    faults = []
    for number, (entry, _) in enumerate(rows, start=1):
        token = signed.get(entry.token_hash)
        if entry.mode != "online":
            if token is not None:
                faults.append(f"Row {number} of the board is assisted under a browser's token.")
        elif token is None:
            faults.append(f"Row {number} of the board was cast with a token that nobody signed.")
        elif not token_keys.is_signed(
            token, token_keys.ballot_message(box, entry.counter, entry.sealed),
            stated.get(number, b""),
        ):  # fmt: skip
            faults.append(f"Row {number} of the board was not signed by the holder of its token.")
    return faults


def _public(text: str) -> RSAPublicKey:
    key = load_pem_public_key(text.encode())
    if not isinstance(key, RSAPublicKey):
        raise ValueError("an issuer's key is not an RSA key.")
    return key


def check_mix(files: Files, contest: str) -> Found:
    """What was left out and why, counts equal from step to step, and each list as published."""
    content = read_json(files, f"{contest}/mix.json")
    rows, _ = read_rows(files, contest)
    closed = mix.close(entry for entry, _ in rows)
    faults = []
    if list(closed.superseded) != content["superseded"]:
        odd = sorted(set(closed.superseded) ^ set(content["superseded"]))
        faults.append(f"Rows {odd} of the board are wrongly named as replaced, or not named.")
    given = {digest(entry.sealed).hex(): number for number, entry in closed.kept.items()}
    received, expected = set(given), len(closed.kept)
    for step in content["steps"]:
        faults += _step_faults(step, received, expected)
        expected, received = len(step["hashes"]), set(step["hashes"])
    if [step["trustee"] for step in content["steps"]] != [1, 2, 3]:
        faults.append("There are not three steps by trustees 1, 2 and 3.")
    words = (
        f"{counted(len(closed.kept), 'sealed ballot')} in, {expected} opened; {len(closed.superseded)} "
        "replaced by a later one."
    )
    return words, faults


def _step_faults(step: Any, received: set[str], expected: int) -> list[str]:
    who, hashes, dropped = f"Trustee {step['trustee']}", step["hashes"], step["dropped"]
    faults = []
    if step["received"] != expected:
        faults.append(f"{who} received {step['received']} ballots but was given {expected}.")
    if step["received"] != len(hashes) + len(dropped):
        faults.append(
            f"{who} received {step['received']} ballots, put out {len(hashes)} and dropped "
            f"{len(dropped)}."
        )
    if hashes != sorted(set(hashes)):
        faults.append(f"{who}'s list is not sorted, or has an entry twice.")
    if digest(*(from_hex(each, f"{who}'s list") for each in hashes)).hex() != step["list_sha256"]:
        faults.append(f"{who}'s list is not the one whose hash was published.")
    strange = [each for each, _ in dropped if each not in received]
    faults += [f"{who} names {each[:12]}… as dropped, which was never given." for each in strange]
    return faults


def whole(content: Any, name: str) -> int:
    """A whole number, 0 or more, of a JSON object. Raises ValueError."""
    found = content[name]
    if type(found) is not int or found < 0:
        raise ValueError(f"{name} is not a whole number.")
    return found
