"""RSA without padding under an issuer's private key: OpenSSL's, or GMP's where it is out of reach.

`cryptography` offers no RSA without padding, which a blind signature needs. Python's own `ssl` brings
OpenSSL along, so its library is called here directly: constant in time, blinded with a factor of its
own, and checked by it against a fault in one half. Where Python was built without a library that can
be called (or its OpenSSL refuses), GMP (`gmpy2`) takes the powers, one for each prime (RFC 8017
section 5.1.2), four times slower; where that is missing too, Python's own `pow`, slower still and not
constant in time. Decision 0084.
"""

from __future__ import annotations

import ctypes
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from ctypes import POINTER, c_char_p, c_int, c_long, c_size_t, c_void_p
from functools import lru_cache
from importlib.util import find_spec
from typing import Any
from weakref import finalize

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

try:
    import gmpy2
except ImportError:
    gmpy2 = None
power = gmpy2.powmod if gmpy2 else pow
secret_power = gmpy2.powmod_sec if gmpy2 else pow

# What OpenSSL's functions take and give (its man pages of these names; 1.1.1 and 3 alike).
FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "d2i_AutoPrivateKey": (c_void_p, [c_void_p, POINTER(c_char_p), c_long]),
    "EVP_PKEY_free": (None, [c_void_p]),
    "EVP_PKEY_CTX_new": (c_void_p, [c_void_p, c_void_p]),
    "EVP_PKEY_CTX_free": (None, [c_void_p]),
    "EVP_PKEY_decrypt_init": (c_int, [c_void_p]),
    "EVP_PKEY_CTX_ctrl_str": (c_int, [c_void_p, c_char_p, c_char_p]),
    "EVP_PKEY_decrypt": (c_int, [c_void_p, c_char_p, POINTER(c_size_t), c_char_p, c_size_t]),
    "ERR_clear_error": (None, []),
}
NO_PADDING = b"rsa_padding_mode", b"none"


class Refused(Exception):
    """OpenSSL did not take the key, or not the message."""


@lru_cache(maxsize=64)
def private_power(private: RSAPrivateKey) -> Callable[[bytes], bytes]:
    """What raises a message of the modulus' length, below it, to the secret exponent.

    The caller checks the result before it leaves: a fault in one half would give the key away.
    """
    openssl = _openssl()
    if openssl is not None:
        try:
            found = _Key(openssl, private)
            # 1 to any power is 1: whether this OpenSSL takes messages without padding at all.
            found.power((1).to_bytes(found.size, "big"))
        except Refused:
            pass
        else:
            return found.power
    return lambda message: by_primes(private, message)


@lru_cache(maxsize=1)
def _openssl() -> ctypes.CDLL | None:
    """The library that Python's own `ssl` is linked to; None where it has none that can be called."""
    extension = find_spec("_ssl")
    if extension is None or not extension.origin:
        return None
    try:
        # The extension itself: its names are looked for in the libraries it was linked to as well.
        library = ctypes.CDLL(extension.origin)
        for name, (result, arguments) in FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError):
        return None
    return library


class _Key:
    """A private key in OpenSSL's own memory, wiped and given back with the object."""

    def __init__(self, library: ctypes.CDLL, private: RSAPrivateKey) -> None:
        self._library, self.size = library, (private.key_size + 7) // 8
        encoded = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self._key = library.d2i_AutoPrivateKey(None, c_char_p(encoded), len(encoded))
        if not self._key:
            library.ERR_clear_error()
            raise Refused("OpenSSL does not take the issuing key.")
        finalize(self, library.EVP_PKEY_free, self._key)

    def power(self, message: bytes) -> bytes:
        """RSADP of RFC 8017 section 5.1.2; other threads go on meanwhile. Raises Refused."""
        library, size = self._library, c_size_t(self.size)
        made = ctypes.create_string_buffer(self.size)
        # One for each message: a context is not for several threads.
        asked = library.EVP_PKEY_CTX_new(self._key, None)
        try:
            if not (
                asked
                and library.EVP_PKEY_decrypt_init(asked) == 1
                and library.EVP_PKEY_CTX_ctrl_str(asked, *NO_PADDING) == 1
                and library.EVP_PKEY_decrypt(asked, made, size, message, len(message)) == 1
                and size.value == self.size
            ):
                # Python's `ssl` reads the same list of errors: nothing of ours may stay in it.
                library.ERR_clear_error()
                raise Refused("OpenSSL does not take the message.")
            return made.raw
        finally:
            library.EVP_PKEY_CTX_free(asked)


def by_primes(private: RSAPrivateKey, message: bytes) -> bytes:
    """The same power by GMP, one for each prime: a third of the work of one.

    The message is masked with a random factor before, so that the time tells nothing of it.
    """
    numbers = private.private_numbers()
    modulus, exponent = numbers.public_numbers.n, numbers.public_numbers.e
    mask = secrets.randbelow(modulus - 2) + 2
    masked = int.from_bytes(message, "big") * int(power(mask, exponent, modulus)) % modulus
    with _others_go_on():
        first = int(secret_power(masked % numbers.p, numbers.dmp1, numbers.p))
        second = int(secret_power(masked % numbers.q, numbers.dmq1, numbers.q))
    signed = second + (first - second) * numbers.iqmp % numbers.p * numbers.q
    unmasked = signed * int(power(mask, -1, modulus)) % modulus
    return unmasked.to_bytes(len(message), "big")


def _others_go_on() -> AbstractContextManager[Any]:
    """GMP does not hold the interpreter meanwhile, so that requests of other threads go on."""
    if gmpy2 is None:
        return nullcontext()
    found: AbstractContextManager[Any] = gmpy2.context(gmpy2.get_context(), allow_release_gil=True)
    return found
