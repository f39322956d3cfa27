"""From a figure of the programme's pages to the measure it is published as, and so to its evidence.

Made-up cases are never published, so of them nothing is linked; and a part is linked only once it
stands on record, because the page of a measure refuses a part it does not know.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from markupsafe import Markup

from mutualise.evidence.rules.parts import slug_of
from mutualise.programme.models import Award
from mutualise.programme.rules.advice import LOTS
from mutualise.programme.rules.reasons import REASON_LABELS

# What a page says of a part, to the code it is published under.
CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {str(label): str(code) for code, label in Award.Kind.choices},
    "lot": {label: code for code, label in LOTS.items()},
    "reason": {label: str(code) for code, label in REASON_LABELS.items()},
}


@dataclass(frozen=True)
class Behind:
    """The links of one page as at a day. `known` is the parts on record by measure and dimension;
    None where nothing is published."""

    on: date
    known: Mapping[str, Mapping[str, Collection[str]]] | None = field(default=None)

    def href(self, measure: str, dimension: str = "", name: str = "") -> str | None:
        """The address of the measure's page, or of one part's; None where there is none."""
        if self.known is None:
            return None
        asked = {"at": self.on.isoformat()}
        if dimension:
            part = slug_of(CODES.get(dimension, {}).get(name, name))
            if part not in self.known.get(measure, {}).get(dimension, ()):
                return None
            asked[dimension] = part
        return f"{reverse('figure', kwargs={'code': measure})}?{urlencode(asked)}"

    def link(self, text: Any, measure: str, dimension: str = "", name: str = "") -> Any:
        """The text of a figure as a link to what is behind it; the bare text where there is nothing."""
        href = self.href(measure, dimension, name) if text else None
        if href is None:
            return text
        return Markup('<a class="govuk-link" href="{}">{}</a>').format(href, text)
