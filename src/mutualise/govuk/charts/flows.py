"""Where a quantity went: what some gave up, as ribbons to those who got it.

Drawn narrow, so that its words can be read on a phone without scrolling sideways and two stand side
by side on paper. It is written here and not by the chart library, whose drawings are wider.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from markupsafe import Markup, escape

from mutualise.govuk import figures, identity

WIDTH, TEXT, LINE = 290, 13, 17
BAR, LEFT, RIGHT = 12, 0, 84
WORDS = RIGHT + BAR + 8
LONGEST = 26  # letters of a name that fit beside the bars
NONE = "#8a979a"
GIVERS = (identity.BRAND, "#35817f", "#6a4c93", "#b4560f", "#a3305b")


@dataclass(frozen=True)
class Flow:
    """One who gave or got `value`; `note` is a second line of words.

    `strong` draws it as one that matters to the reader; `lost` as one that is nobody's.
    """

    label: str
    value: figures.Number
    note: str = ""
    strong: bool = False
    lost: bool = False


def flow_chart(
    givers: Sequence[Flow], takers: Sequence[Flow], *, title: str, description: str, key: str = ""
) -> Markup:
    """An image with the givers' share of what moved on the left and the takers' on the right.

    With several givers the ribbons come from all of them together, because who got whose is not
    known. Raises ValueError where nothing moved.
    """
    if not givers or not takers:
        raise ValueError("a chart of flows needs somebody who gave and somebody who got")
    return _svg(tuple(givers), tuple(takers), title, description, key)


@lru_cache(maxsize=512)
def _svg(
    givers: tuple[Flow, ...], takers: tuple[Flow, ...], title: str, description: str, key: str
) -> Markup:
    mark = sha256(repr((givers, takers, title, description, key)).encode()).hexdigest()[:12]
    top = len(givers) * LINE + 12
    tall = max(90, 22 * len(takers))
    scale = tall / float(sum(figures.exact(each.value) for each in takers))
    rows = _rows(takers, scale, top)
    height = max(rows[-1][1] + rows[-1][2], top + tall) + 6
    start = top + max(0.0, (height - 6 - top - tall) / 2)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img"'
        f' aria-labelledby="t-{mark} d-{mark}"><title id="t-{mark}">{escape(title)}</title>'
        f'<desc id="d-{mark}">{escape(description)}</desc>'
        f'<g font-family=\'{identity.FONT}\' font-size="{TEXT}" fill="{identity.INK}">'
    ]
    parts += _giving(givers, start, tall)
    at = start
    for taker, y, _, bar in rows:
        parts += _taking(taker, at, y, bar)
        at += bar
    return Markup("".join(parts) + "</g></svg>")


def _rows(
    takers: Sequence[Flow], scale: float, top: float
) -> list[tuple[Flow, float, float, float]]:
    """Each taker with its top, the room it takes and the length of its bar."""
    rows, y = [], top
    for each in takers:
        bar = float(figures.exact(each.value)) * scale
        room = max(bar, LINE * (2 if each.note else 1)) + 7
        rows.append((each, y, room, bar))
        y += room
    return rows


def _giving(givers: Sequence[Flow], start: float, tall: float) -> list[str]:
    """A line of words for each giver, and one bar of all they gave."""
    whole = float(sum(figures.exact(each.value) for each in givers))
    parts, y = [], start
    for n, each in enumerate(givers):
        colour = GIVERS[n % len(GIVERS)]
        line = n * LINE
        long = float(figures.exact(each.value)) / whole * tall
        words = f"{short(each.label, 30)}{': ' + each.note if each.note else ''}"
        parts.append(
            f'<rect x="0" y="{line + 3}" width="11" height="11" fill="{colour}"></rect>'
            f'<text x="17" y="{line + 13}">{escape(words)}</text>'
            f'<rect x="{LEFT}" y="{y:.1f}" width="{BAR}" height="{max(long, 0.8):.1f}" fill="{colour}"></rect>'
        )
        y += long
    return parts


def _taking(taker: Flow, at: float, y: float, bar: float) -> list[str]:
    """The ribbon to one taker, the taker's bar and the words beside it."""
    colour = NONE if taker.lost else identity.BRAND if taker.strong else "#35817f"
    x1, x2, middle = LEFT + BAR, RIGHT, (LEFT + BAR + RIGHT) / 2
    low, wide = max(bar, 0.8), "#dfe5e5" if taker.lost else "#cfe3e1"
    ribbon = (
        f"M{x1},{at:.1f}C{middle},{at:.1f} {middle},{y:.1f} {x2},{y:.1f}V{y + low:.1f}"
        f"C{middle},{y + low:.1f} {middle},{at + low:.1f} {x1},{at + low:.1f}Z"
    )
    weight = ' font-weight="bold"' if taker.strong else ""
    parts = [
        f'<path d="{ribbon}" fill="{wide}" stroke="#ffffff" stroke-width="0.6"></path>'
        f'<rect x="{RIGHT}" y="{y:.1f}" width="{BAR}" height="{low:.1f}" fill="{colour}"></rect>'
        f'<text x="{WORDS}" y="{y + 11:.1f}"{weight}>{escape(short(taker.label, LONGEST))}</text>'
    ]
    if taker.note:
        parts.append(
            f'<text x="{WORDS}" y="{y + 11 + LINE - 2:.1f}" fill="{identity.QUIET}">{escape(taker.note)}</text>'
        )
    return parts


def short(name: str, most: int) -> str:
    """A name cut where it would run off the paper; the words and the table give it whole.

    >>> short("A name that is much too long to fit", 12)
    'A name that…'
    """
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
