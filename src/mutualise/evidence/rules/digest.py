"""The digest of an observation's content: what makes two observations the same fact.

The same file loaded twice must change nothing, and one changed row of a downloaded bundle must be
found, so the digest depends on what an observation says and on nothing else: not on when it was
recorded, by whom, or in which database.

Canonical form: a JSON object with exactly the keys of ``CONTENT_KEYS``, sorted, without spaces, in
UTF-8; every value is a string or null; an empty string is null; a decimal is written without
exponent or trailing zeros; text is in Unicode normal form C and stripped of outer white space.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

CONTENT_KEYS = (
    "subject",
    "measure",
    "qualifier",
    "value",
    "unit",
    "valid_from",
    "valid_until",
    "area",
    "quality",
    "base",
    "base_count",
    "population_count",
    "source",
    "locator",
    "note",
)
NUMERIC_KEYS = frozenset({"value", "base_count", "population_count"})


class ContentKeysWrong(ValueError):
    """The mapping does not have exactly the keys of an observation's content."""


class ContentValueWrong(ValueError):
    """A value of the content cannot be written in the canonical form."""


def plain_decimal(number: Decimal) -> str:
    """Write a finite decimal without exponent or trailing zeros: 1.50 is "1.5", 1E+3 is "1000".

    Raises ContentValueWrong for NaN and infinity. Minus zero is "0".
    """
    if not number.is_finite():
        raise ContentValueWrong(f"{number} is not a finite number: give digits")
    if number.is_zero():
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def canonical_value(key: str, value: object) -> str | None:
    """Write one value of the content as a string, or None where there is nothing.

    Raises ContentValueWrong for a float (it has no exact decimal form), a boolean, a moment
    instead of a day, or text that is no number under a numeric key.
    """
    if value is None:
        return None
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, bool | float | datetime):
        raise ContentValueWrong(
            f"{key} is {value!r}: give text, a whole number, a Decimal or a date"
        )
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str | int):
        raise ContentValueWrong(
            f"{key} is {value!r}: give text, a whole number, a Decimal or a date"
        )
    text = unicodedata.normalize("NFC", str(value)).strip()
    if not text:
        return None
    return _numeric_text(key, text) if key in NUMERIC_KEYS else text


def canonical_content(content: Mapping[str, object]) -> str:
    """The canonical JSON of an observation's content, for the digest and for showing a difference.

    Raises ContentKeysWrong when a key is missing or unknown, ContentValueWrong for a bad value.
    """
    missing = [key for key in CONTENT_KEYS if key not in content]
    unknown = sorted(set(content) - set(CONTENT_KEYS))
    if missing or unknown:
        raise ContentKeysWrong(
            f"missing: {', '.join(missing) or 'none'}; unknown: {', '.join(unknown) or 'none'}"
        )
    values = {key: canonical_value(key, content[key]) for key in CONTENT_KEYS}
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def content_digest(content: Mapping[str, object]) -> str:
    """SHA-256 of the canonical content, as 64 lower-case hexadecimal digits.

    Raises ContentKeysWrong and ContentValueWrong as ``canonical_content`` does.
    """
    return hashlib.sha256(canonical_content(content).encode("utf-8")).hexdigest()


def _numeric_text(key: str, text: str) -> str:
    try:
        return plain_decimal(Decimal(text))
    except InvalidOperation:
        raise ContentValueWrong(f"{key} is {text!r}: give a number in digits") from None
