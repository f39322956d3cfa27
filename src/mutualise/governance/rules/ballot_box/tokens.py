"""Permission to vote once, signed blind: RFC 9474, RSABSSA-SHA384-PSS-Randomized.

Two issuers, Roll (the platform) and Scrutineer, each sign a token that they cannot see; a ballot
is accepted with both signatures. Neither can tell later which voter a token was signed for, and
neither can make a token alone. An issuer cannot see what it signs, so **the key is the permission**:
a fresh key pair for every election, contest and issuer, never used for anything else.

A token is 32 random bytes made on the voter's device (its hash stands on the board). Names follow
the RFC: prepare, blind, sign (BlindSign), unblind (Finalize), verify. RSA keys, and every
verification, come from `cryptography`; it offers no blinding, so the arithmetic of RFC 9474
section 4 and the PSS encoding of RFC 8017 section 9.1.1 stand here, with the RFC's own test vector
as their test. Powers with a secret exponent are OpenSSL's (`raw_rsa`).
"""

from __future__ import annotations

import hashlib
import math
import secrets
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateKey,
    RSAPublicKey,
    RSAPublicNumbers,
    generate_private_key,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from mutualise.governance.rules.ballot_box.canonical import digest
from mutualise.governance.rules.ballot_box.raw_rsa import Refused, power, private_power

TOKEN_BYTES = 32
# As RFC 9578 (Privacy Pass, token type 2): a key signs for one ballot and then signs nothing more, and
# blinding hides a token whatever the key's length (decision 0045).
KEY_BITS = 2048
SALT_BYTES = 48
PREFIX_BYTES = 32
HASH_BYTES = 48


class BadToken(ValueError):
    """A message, blinded message or signature is not what the protocol asks for."""


@dataclass(frozen=True)
class Blinded:
    """The voter's side between blinding and unblinding. `inverse` and `prepared` stay secret."""

    message: bytes
    prepared: bytes
    inverse: int


@dataclass(frozen=True)
class Signature:
    """An issuer's signature on a token: the random prefix of the message, and the PSS signature."""

    prefix: bytes
    value: bytes


def new_issuer_key() -> RSAPrivateKey:
    """A fresh signing key for one issuer in one contest."""
    return generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def private_pem(key: RSAPrivateKey) -> bytes:
    """A signing key as its file holds it: PKCS #8 in PEM, not encrypted."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_der(key: RSAPublicKey) -> bytes:
    """A public key as it is published and compared: SubjectPublicKeyInfo in DER."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def new_token() -> bytes:
    return secrets.token_bytes(TOKEN_BYTES)


def token_hash(token: bytes) -> bytes:
    """SHA-256 of a token: what the board shows and what the ballot is sealed with."""
    return digest(token)


def blind(public: RSAPublicKey, token: bytes) -> Blinded:
    """Prepare and blind a token for one issuer. Send `message`; keep the rest on the device."""
    prepared = secrets.token_bytes(PREFIX_BYTES) + token
    modulus = public.public_numbers().n
    while True:
        factor = secrets.randbelow(modulus - 1) + 1
        if math.gcd(factor, modulus) == 1:
            break
    return blind_with(public, prepared, secrets.token_bytes(SALT_BYTES), factor)


def blind_with(public: RSAPublicKey, prepared: bytes, salt: bytes, factor: int) -> Blinded:
    """RFC 9474 section 4.2 with its random choices given; `blind` draws them."""
    numbers = public.public_numbers()
    encoded = int.from_bytes(_pss_encode(prepared, numbers.n.bit_length() - 1, salt), "big")
    if math.gcd(encoded, numbers.n) != 1:
        raise BadToken("The encoded message shares a factor with the key.")
    blinded = encoded * int(power(factor, numbers.e, numbers.n)) % numbers.n
    return Blinded(_octets(blinded, numbers.n), prepared, int(power(factor, -1, numbers.n)))


@lru_cache(maxsize=64)
def _public(key: RSAPrivateKey) -> RSAPublicNumbers:
    return key.public_key().public_numbers()


def check_fits(key: RSAPublicKey | RSAPrivateKey, blinded_message: bytes) -> None:
    """Raises BadToken unless an issuer with this key could sign the blinded message."""
    # A public key cannot be kept in a cache: it has no hash.
    modulus = (key.public_numbers() if isinstance(key, RSAPublicKey) else _public(key)).n
    size = (modulus.bit_length() + 7) // 8
    if len(blinded_message) != size or int.from_bytes(blinded_message, "big") >= modulus:
        raise BadToken("The blinded message does not fit the issuer's key.")


def sign(private: RSAPrivateKey, blinded_message: bytes) -> bytes:
    """An issuer's blind signature (RFC 9474 section 4.3). Raises BadToken.

    The caller has marked the name first. The result is checked before it leaves, as the RFC
    demands: a fault in one half would give away the key.
    """
    check_fits(private, blinded_message)
    public = _public(private)
    try:
        signed = private_power(private)(blinded_message)
    except Refused as error:
        raise BadToken("The signing failed; nothing was issued.") from error
    again = int(power(int.from_bytes(signed, "big"), public.e, public.n))
    if again != int.from_bytes(blinded_message, "big"):
        raise BadToken("The signing failed; nothing was issued.")
    return signed


def is_blind_signature(public: RSAPublicKey, blinded_message: bytes, signed: bytes) -> bool:
    """Whether another machine's answer is the blind signature on what it was asked to sign."""
    numbers = public.public_numbers()
    again = int(power(int.from_bytes(signed, "big"), numbers.e, numbers.n))
    return len(signed) == len(blinded_message) and again == int.from_bytes(blinded_message, "big")


def unblind(public: RSAPublicKey, blinded: Blinded, blind_signature: bytes) -> Signature:
    """The issuer's signature on the token (RFC 9474 section 4.4). Raises BadToken when false."""
    modulus = public.public_numbers().n
    if len(blind_signature) != (modulus.bit_length() + 7) // 8:
        raise BadToken("The blind signature does not fit the issuer's key.")
    value = int.from_bytes(blind_signature, "big") * blinded.inverse % modulus
    prefix, token = blinded.prepared[:PREFIX_BYTES], blinded.prepared[PREFIX_BYTES:]
    signature = Signature(prefix, _octets(value, modulus))
    if not verify(public, token, signature):
        raise BadToken("The issuer's answer is not a signature on this token.")
    return signature


def verify(public: RSAPublicKey, token: bytes, signature: Signature) -> bool:
    """Whether an issuer signed this token: RSA-PSS with SHA-384 over prefix and token."""
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA384()), salt_length=SALT_BYTES)
    if len(signature.prefix) != PREFIX_BYTES:
        return False
    try:
        public.verify(signature.value, signature.prefix + token, pss, hashes.SHA384())
    except InvalidSignature:
        return False
    return True


def _octets(number: int, modulus: int) -> bytes:
    return number.to_bytes((modulus.bit_length() + 7) // 8, "big")


def _pss_encode(message: bytes, bits: int, salt: bytes) -> bytes:
    """EMSA-PSS-ENCODE of RFC 8017 section 9.1.1 with SHA-384; `bits` is the modulus less one."""
    size = (bits + 7) // 8
    if size < HASH_BYTES + len(salt) + 2:
        raise BadToken("The issuer's key is too short.")
    hashed = hashlib.sha384(message).digest()
    check = hashlib.sha384(b"\0" * 8 + hashed + salt).digest()
    data = b"\1" + salt
    data = data.rjust(size - HASH_BYTES - 1, b"\0")
    masked = bytearray(a ^ b for a, b in zip(data, _mask(check, len(data)), strict=True))
    masked[0] &= 0xFF >> (8 * size - bits)
    return bytes(masked) + check + b"\xbc"


def _mask(seed: bytes, length: int) -> bytes:
    """MGF1 of RFC 8017 appendix B.2.1 with SHA-384."""
    blocks = range(-(-length // HASH_BYTES))
    return b"".join(hashlib.sha384(seed + block.to_bytes(4, "big")).digest() for block in blocks)[
        :length
    ]
