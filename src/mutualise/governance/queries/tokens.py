"""Issuing keys, tokens signed blind, and signatures of ballots cast under them, as published."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from mutualise.governance.models import BallotSignature, Contest, IssuerKey, SignedToken
from mutualise.governance.queries.elections import box_name
from mutualise.governance.rules.ballot_box.canonical import base64_text, digest


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


def signed_tokens(contest: Contest) -> dict[str, Any] | None:
    """The content of tokens.json, sorted by token; None when no vote was sealed in a browser."""
    rows = list(SignedToken.objects.filter(box__reference=box_name(contest)).order_by("token"))
    if not rows:
        return None
    ballots = BallotSignature.objects.filter(entry__box__reference=box_name(contest))
    held = IssuerKey.objects.get(box__reference=box_name(contest), issuer="scrutineer").held_by
    keys = {f"{issuer}_key": _as_pem(key) for issuer, key in issuing_keys(contest).items()}
    return keys | {
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
