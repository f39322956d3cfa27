"""Characters that look like others to a reader: digits of other widths, raised marks, a raised point."""

import re
import unicodedata

# Shown as nothing: they must not cut a figure in two.
_INVISIBLE = dict.fromkeys(
    [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
)
_RAISED = "¹²³⁰⁴⁵⁶⁷⁸⁹"
_WIDE = range(0xFF01, 0xFF5F)  # full-width forms of the printable characters of ASCII
_TO_PLAIN = 0xFF01 - 0x21
_POINT = re.compile(r"(?<=[0-9])·(?=[0-9])")


def without_invisible(text: str) -> str:
    """The text without soft hyphens, joiners and marks of direction. Line breaks stay."""
    return text if text.isascii() else text.translate(_INVISIBLE)


def plain_figures(text: str) -> str:
    """The text with its digits as "0" to "9", of the same length, so that places in it stay.

    "１５％" is 15%, "£1·5bn" is £1.5bn, and the raised mark of a note is no part of "35,000¹".
    """
    if text.isascii():
        return text
    return _POINT.sub(".", "".join(map(_plain, text)))


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if ord(character) in _WIDE:
        return chr(ord(character) - _TO_PLAIN)
    if character in _RAISED:
        return "^"
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)
