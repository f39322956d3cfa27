"""Documents as PDF: data laid out by a template of ours, never text that becomes markup."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

TEMPLATES = Path(__file__).resolve().parent.parent / "typst"


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the fonts that come with the library, so that a document is the same everywhere."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def pdf(template: str, data: dict[str, Any]) -> bytes:
    """A document from `typst/TEMPLATE.typ`; the template reads `data` as JSON."""
    made = typst.compile(
        TEMPLATES / f"{template}.typ", font_paths=_fonts(), sys_inputs={"data": json.dumps(data)}
    )
    return bytes(made)
