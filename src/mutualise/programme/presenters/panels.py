"""The sections of a case's page, in order: each subject gives what it shows and its template.

A section is a function of one person's view of a case to the names its template needs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from mutualise.programme.queries import assessment, awards, delivery, diagnostics, orders, support
from mutualise.programme.queries.viewing import Viewing


@dataclass(frozen=True)
class Panel:
    name: str
    content: Callable[[Viewing], dict[str, Any]]
    template: str


AWARD = Panel("award", awards.panel, "programme/awards/panel.html")
ADVICE = Panel("advice", orders.panel, "programme/advice/panel.html")
SUPPORT = Panel("support", support.panel, "programme/support/panel.html")
DIAGNOSTIC = Panel("diagnostic", diagnostics.panel, "programme/diagnostic/panel.html")
STAFF = (
    DIAGNOSTIC,
    Panel("assessment", assessment.panel, "programme/assessment/panel.html"),
    AWARD,
    ADVICE,
    SUPPORT,
    Panel("delivery", delivery.panel, "programme/delivery/panel.html"),
)
TEAM = (
    AWARD,
    DIAGNOSTIC,
    ADVICE,
    SUPPORT,
    Panel("delivery", delivery.panel, "programme/delivery/panel.html"),
)


def shown(panels: Sequence[Panel], seen: Viewing) -> list[dict[str, Any]]:
    """The panels of a page with their content, ready for the template."""
    return [
        {"name": each.name, "template": each.template, "content": each.content(seen)}
        for each in panels
    ]
