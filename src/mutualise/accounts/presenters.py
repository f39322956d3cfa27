"""A QR code as a drawing in the page itself: no other server sees the secret, and no script runs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode


@dataclass(frozen=True)
class Drawing:
    """Side in modules, quiet zone included, and the dark modules as one path."""

    side: int
    path: str


def qr_code(text: str) -> Drawing:
    """The QR code of a text, with the quiet zone of four modules that readers need."""
    code = QRCode(border=4, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                strokes.append(f"M{x} {y}h{width}v1h-{width}z")
            x += width
    return Drawing(len(rows), "".join(strokes))
