"""Powers under an issuer's private key: the same by OpenSSL, GMP and Python, and none with a fault."""

from __future__ import annotations

import json
import ssl
import threading
from pathlib import Path

import gmpy2
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from mutualise.governance.rules.ballot_box import raw_rsa, tokens
from mutualise.governance.rules.ballot_box.tokens import BadToken

VECTOR = json.loads(Path(__file__).with_name("rfc9474.json").read_text())
BLINDED, SIGNED = (bytes.fromhex(VECTOR[name]) for name in ("blinded_msg", "blind_sig"))
FIRST, SECOND = int(VECTOR["p"], 16), int(VECTOR["q"], 16)


def key(first: int = FIRST, second: int = SECOND, iqmp: int | None = None) -> rsa.RSAPrivateKey:
    """The RFC's key, or one whose last number is false."""
    d = pow(65537, -1, (first - 1) * (second - 1))
    return rsa.RSAPrivateNumbers(
        first, second, d, rsa.rsa_crt_dmp1(d, first), rsa.rsa_crt_dmq1(d, second),
        iqmp or rsa.rsa_crt_iqmp(first, second), rsa.RSAPublicNumbers(65537, first * second),
    ).private_key(unsafe_skip_rsa_key_validation=True)  # fmt: skip


@pytest.fixture
def without_openssl(monkeypatch):
    monkeypatch.setattr(raw_rsa, "_openssl", lambda: None)


def test_openssl_signs_where_python_brings_it():
    signing = raw_rsa.private_power(key())
    assert isinstance(signing.__self__, raw_rsa._Key)
    assert signing(BLINDED) == SIGNED


def test_a_machine_without_openssl_signs_the_same_by_gmp(without_openssl):
    assert tokens.sign(key(), BLINDED) == SIGNED


def test_a_machine_without_either_signs_the_same(without_openssl, monkeypatch):
    monkeypatch.setattr(raw_rsa, "power", pow)
    monkeypatch.setattr(raw_rsa, "secret_power", pow)
    monkeypatch.setattr(raw_rsa, "gmpy2", None)
    assert tokens.sign(key(), BLINDED) == SIGNED


@pytest.mark.parametrize(
    "missing", ["no library", "no such name in it", "messages without padding refused"]
)
def test_where_openssl_cannot_be_called_gmp_signs(monkeypatch, missing):
    if missing == "no library":
        monkeypatch.setattr(raw_rsa, "find_spec", lambda name: None)
    elif missing == "no such name in it":
        monkeypatch.setitem(raw_rsa.FUNCTIONS, "EVP_PKEY_of_tomorrow", (None, []))
    else:
        monkeypatch.setattr(raw_rsa, "NO_PADDING", (b"rsa_padding_mode", b"unheard-of"))
    raw_rsa._openssl.cache_clear()
    try:
        signing = raw_rsa.private_power(key())
    finally:
        raw_rsa._openssl.cache_clear()
    assert not hasattr(signing, "__self__")
    assert signing(BLINDED) == SIGNED


def test_what_openssl_refuses_is_not_signed_and_leaves_no_error_to_others():
    found = raw_rsa._Key(raw_rsa._openssl(), key())
    too_large = (FIRST * SECOND + 1).to_bytes(found.size, "big")
    with pytest.raises(raw_rsa.Refused):
        found.power(too_large)
    assert raw_rsa._openssl().ERR_peek_error() == 0
    with pytest.raises(ssl.SSLError, match="no start line"):
        ssl.create_default_context(cadata="not a certificate")
    assert found.power(BLINDED) == SIGNED


def test_a_fault_in_the_key_gives_no_false_signature():
    """OpenSSL finds out by itself and goes the long way; its result is right or is not given."""
    assert tokens.sign(key(iqmp=rsa.rsa_crt_iqmp(FIRST, SECOND) ^ 4), BLINDED) == SIGNED


def test_a_fault_in_one_half_lets_nothing_out(without_openssl, monkeypatch):
    honest = raw_rsa.secret_power
    monkeypatch.setattr(
        raw_rsa, "secret_power",
        lambda base, exponent, modulus: honest(base, exponent, modulus) ^ (modulus == FIRST),
    )  # fmt: skip
    with pytest.raises(BadToken, match="nothing was issued"):
        tokens.sign(key(), BLINDED)


@pytest.mark.parametrize("way", ["false", "none"])
def test_whatever_signed_nothing_false_is_let_out(monkeypatch, way):
    def faulty(message: bytes) -> bytes:
        if way == "none":
            raise raw_rsa.Refused
        return SIGNED[:-1] + bytes([SIGNED[-1] ^ 1])

    monkeypatch.setattr(tokens, "private_power", lambda private: faulty)
    with pytest.raises(BadToken, match="nothing was issued"):
        tokens.sign(key(), BLINDED)


def test_a_key_serves_several_threads():
    signing, wrong = raw_rsa.private_power(key()), []

    def sign() -> None:
        wrong.extend(1 for _ in range(20) if signing(BLINDED) != SIGNED)

    threads = [threading.Thread(target=sign) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert not wrong


def test_gmp_leaves_the_interpreter_to_others(without_openssl, monkeypatch):
    seen, honest = [], raw_rsa.secret_power

    def watched(base, exponent, modulus):
        seen.append(gmpy2.get_context().allow_release_gil)
        return honest(base, exponent, modulus)

    monkeypatch.setattr(raw_rsa, "secret_power", watched)
    before = gmpy2.get_context().allow_release_gil
    tokens.sign(key(), BLINDED)
    assert seen == [True, True]
    assert gmpy2.get_context().allow_release_gil is before
