"""Tokens: signed blind by two issuers, as RFC 9474 says, and worth nothing without both."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from mutualise.governance.rules.ballot_box import tokens
from mutualise.governance.rules.ballot_box.tokens import BadToken, Signature

VECTOR = json.loads(Path(__file__).with_name("rfc9474.json").read_text())


def published(name: str) -> bytes:
    return bytes.fromhex(VECTOR[name])


@cache
def issuer(which: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def rfc_key() -> rsa.RSAPrivateKey:
    p, q, e = int(VECTOR["p"], 16), int(VECTOR["q"], 16), 65537
    d = pow(e, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(e, p * q)
    return rsa.RSAPrivateNumbers(
        p, q, d, rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q), public
    ).private_key()


def as_in_the_rfc(rfc_key) -> tokens.Blinded:
    modulus = rfc_key.public_key().public_numbers().n
    factor = pow(int(VECTOR["inv"], 16), -1, modulus)
    prepared = published("msg_prefix") + published("msg")
    return tokens.blind_with(rfc_key.public_key(), prepared, published("salt"), factor)


def test_blinding_gives_the_message_of_the_rfc(rfc_key):
    assert as_in_the_rfc(rfc_key).message == published("blinded_msg")


def test_signing_gives_the_blind_signature_of_the_rfc(rfc_key):
    assert tokens.sign(rfc_key, published("blinded_msg")) == published("blind_sig")


def test_unblinding_gives_the_signature_of_the_rfc(rfc_key):
    found = tokens.unblind(rfc_key.public_key(), as_in_the_rfc(rfc_key), published("blind_sig"))
    assert found == Signature(published("msg_prefix"), published("sig"))


def test_a_token_signed_blind_is_accepted_under_its_issuer_alone():
    roll, scrutineer = issuer(1), issuer(2)
    token = tokens.new_token()
    blinded = tokens.blind(roll.public_key(), token)
    signature = tokens.unblind(roll.public_key(), blinded, tokens.sign(roll, blinded.message))
    assert tokens.verify(roll.public_key(), token, signature)
    assert not tokens.verify(scrutineer.public_key(), token, signature)


def test_a_signature_is_good_for_no_other_token():
    roll, token = issuer(1), tokens.new_token()
    blinded = tokens.blind(roll.public_key(), token)
    signature = tokens.unblind(roll.public_key(), blinded, tokens.sign(roll, blinded.message))
    assert not tokens.verify(roll.public_key(), tokens.new_token(), signature)
    changed = Signature(signature.prefix[:-1] + b"?", signature.value)
    assert not tokens.verify(roll.public_key(), token, changed)
    # The prefix cannot be stretched into the token, nor the token into the prefix.
    shifted = Signature(signature.prefix + token[:1], signature.value)
    assert not tokens.verify(roll.public_key(), token[1:], shifted)


def test_blinding_the_same_token_twice_shows_the_issuer_nothing_in_common():
    roll, token = issuer(1), tokens.new_token()
    first, second = tokens.blind(roll.public_key(), token), tokens.blind(roll.public_key(), token)
    assert first.message != second.message


def test_an_answer_that_is_no_signature_is_refused_by_the_voter():
    roll, token = issuer(1), tokens.new_token()
    blinded = tokens.blind(roll.public_key(), token)
    answer = bytearray(tokens.sign(roll, blinded.message))
    answer[100] ^= 1
    with pytest.raises(BadToken, match="not a signature on this token"):
        tokens.unblind(roll.public_key(), blinded, bytes(answer))
    with pytest.raises(BadToken, match="does not fit"):
        tokens.unblind(roll.public_key(), blinded, b"short")


@pytest.mark.parametrize("message", [b"", b"\0" * 255, b"\xff" * 256, b"\0" * 257])
def test_an_issuer_signs_nothing_that_does_not_fit_its_key(message):
    with pytest.raises(BadToken, match="does not fit"):
        tokens.sign(issuer(1), message)
