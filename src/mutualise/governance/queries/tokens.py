"""Issuing keys, tokens signed blind, and signatures of ballots cast under them, as published."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from mutualise.governance.models import (
    BallotSignature,
    Contest,
    Election,
    IssuerKey,
    OfferedKey,
    SignaturesGiven,
    SignedToken,
)
from mutualise.governance.queries.elections import box_name, polled_of
from mutualise.governance.queries.roll import leaves_of, sizes
from mutualise.governance.rules.ballot_box.canonical import base64_text, digest
from mutualise.governance.rules.ballot_box.issuing import given_faults


def issuing_keys(contest: Contest) -> dict[str, str]:
    """The public keys of a contest's issuers (DER in base64); none before the roll is frozen."""
    rows = IssuerKey.objects.filter(box__reference=box_name(contest)).order_by("issuer")
    return dict(rows.values_list("issuer", "public_key"))


def fingerprints(contest: Contest) -> list[tuple[str, str, str]]:
    """For people to compare: issuer, who keeps the secret half, SHA-256 of the public key."""
    rows = IssuerKey.objects.filter(box__reference=box_name(contest)).order_by("issuer")
    return [
        (row.issuer, row.held_by, digest(base64.b64decode(row.public_key)).hex()) for row in rows
    ]


def offered_key(contest: Contest) -> str | None:
    """The public half that the scrutineer gave in last; None where the platform makes both keys."""
    last = OfferedKey.objects.filter(contest=contest).order_by("-pk").first()
    return last.public_key if last else None


def offered_fingerprint(contest: Contest) -> str:
    """SHA-256 of the key given in last, to compare; "" where there is none."""
    key = offered_key(contest)
    return digest(base64.b64decode(key)).hex() if key else ""


def kept_elsewhere(contest: Contest) -> bool:
    """Whether the scrutineer's key of a frozen contest is kept on the scrutineer's own machine."""
    rows = IssuerKey.objects.filter(box__reference=box_name(contest), issuer="scrutineer")
    return rows.filter(held_by="scrutineer").exists()


def rolls_elsewhere(election: Election) -> dict[str, list[bytes]]:
    """The leaves of the contests whose second key is kept elsewhere, by the box's name."""
    return {box_name(each): leaves_of(each) for each in polled_of(election) if kept_elsewhere(each)}


def machine_figures(contest: Contest) -> dict[str, int | None] | None:
    """Signatures the scrutineer's machine gave (None: not entered), names marked for a sealed vote
    and tokens that voted; None where the platform keeps both keys."""
    if not kept_elsewhere(contest):
        return None
    last = SignaturesGiven.objects.filter(contest=contest).order_by("-pk").first()
    return {
        "given": last.given if last else None, "marked": sizes(contest)["sealed"],
        "tokens": SignedToken.objects.filter(box__reference=box_name(contest)).count(),
    }  # fmt: skip


def machine_faults(contest: Contest) -> list[str]:
    """Where these figures cannot be so."""
    found = machine_figures(contest)
    if found is None or found["given"] is None:
        return []
    return given_faults(found["given"], found["marked"] or 0, found["tokens"] or 0)


def signed_tokens(contest: Contest) -> dict[str, Any] | None:
    """The content of tokens.json, sorted by token; None when no vote was sealed in a browser."""
    rows = list(SignedToken.objects.filter(box__reference=box_name(contest)).order_by("token"))
    if not rows:
        return None
    ballots = BallotSignature.objects.filter(entry__box__reference=box_name(contest))
    held = IssuerKey.objects.get(box__reference=box_name(contest), issuer="scrutineer").held_by
    keys = {f"{issuer}_key": _as_pem(key) for issuer, key in issuing_keys(contest).items()}
    given = (machine_figures(contest) or {}).get("given")
    return keys | ({} if given is None else {"scrutineer_signed": given}) | {
        "scrutineer_key_held": held,
        "tokens": [{"token": row.token} | row.signatures for row in rows],
        "ballots": [
            {"row": number, "signature": base64_text(bytes(value))}
            for number, value in ballots.order_by("entry__number").values_list("entry__number", "value")
        ],
    }  # fmt: skip


def _as_pem(key: str) -> str:
    return (
        load_der_public_key(base64.b64decode(key))
        .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )
