"""Who held what share from which day, as blocks that change only on the day of a change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from mutualise.govuk import figures, identity
from mutualise.govuk.charts import house

OTHER = "#6b7280"
NAMES = {
    "employees": "Employees",
    "employee-trust": "Employee trust",
    "state": "State",
    "partner": "Partner",
    "users": "Users",
    "community": "Community",
}


@dataclass(frozen=True)
class Stake:
    """From `at`, `holder` (a class of holders) held `share` of one, until the next day listed."""

    at: date
    holder: str
    share: figures.Number


def step_chart(
    stakes: Sequence[Stake], *, until: date, title: str, description: str = "", key: str = ""
) -> Markup:
    """Stacked blocks; every day listed states the whole distribution from that day on.

    What is not known adds up to a blank at the top. Raises ValueError without a stake.
    """
    if not stakes:
        raise ValueError("a chart of stakes needs at least one stake")
    return _stakes(tuple(sorted(stakes, key=_order)), until, title, description, key)


def _order(stake: Stake) -> tuple[date, int, str]:
    known = list(NAMES)
    place = known.index(stake.holder) if stake.holder in NAMES else len(known)
    return stake.at, place, stake.holder


@lru_cache(maxsize=house.KEPT)
def _stakes(
    stakes: tuple[Stake, ...], until: date, title: str, description: str, key: str
) -> Markup:
    import altair as alt

    blocks = stacked(stakes, until)
    first, last = stakes[0].at, max(until, stakes[-1].at)
    x = house.time_axis(first, last)
    holders = sorted({str(block["holder"]) for block in blocks})
    colour = alt.Color(
        "holder:N",
        legend=None,
        scale=alt.Scale(
            domain=holders, range=[identity.HOLDER_COLOURS.get(h, OTHER) for h in holders]
        ),
    )
    scale = alt.Scale(domain=[0, 1])
    axis = alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1])
    y = alt.Y("low:Q", title=None, scale=scale, axis=axis)
    centre = alt.Y("centre:Q", title=None, scale=scale, axis=axis)
    middle = house.time_axis(first, last, field="middle")
    data = house.chart_of(blocks)
    drawn = data.mark_rect(stroke="#ffffff", strokeWidth=1.5).encode(
        x=x, x2="until:T", y=y, y2="high:Q", color=colour
    )
    words = (
        data.transform_filter("datum.label !== ''")
        .mark_text(fill="#ffffff", fontWeight="bold")
        .encode(x=middle, y=centre, text="label:N")
    )
    said = description or _said(stakes)
    return house.draw(alt.layer(drawn, words), height=260, title=title, description=said, key=key)


def stacked(stakes: Sequence[Stake], until: date) -> list[house.Row]:
    """One block a stake with its place in the pile, and a label where there is room for one."""
    days = sorted({stake.at for stake in stakes})
    ends = dict(zip(days, [*days[1:], max(until, days[-1])], strict=True))
    whole = max((ends[days[-1]] - days[0]).days, 1)
    blocks, top, current = [], 0.0, None
    for stake in stakes:
        if stake.at != current:
            current, top = stake.at, 0.0
        end, low = ends[stake.at], top
        top += float(stake.share)  # a place on the paper, not a value
        blocks.append(
            {
                "at": stake.at.isoformat(),
                "until": end.isoformat(),
                "middle": (stake.at + (end - stake.at) / 2).isoformat(),
                "holder": stake.holder,
                "low": low,
                "high": top,
                "centre": (low + top) / 2,
                "label": _label(stake, (end - stake.at).days / whole),
            }
        )
    return blocks


def _label(stake: Stake, width: float) -> str:
    """Name and share, or the share alone, as the block's width allow."""
    share = figures.share(stake.share)
    full = f"{NAMES.get(stake.holder, stake.holder.capitalize())} {share}"
    if float(stake.share) < 0.08:
        return ""
    for text in (full, share):
        if len(text) * 9 < width * (house.WIDTH - 50):
            return text
    return ""


def _said(stakes: Sequence[Stake]) -> str:
    parts = []
    for on in sorted({stake.at for stake in stakes}):
        held = [
            f"{NAMES.get(s.holder, s.holder).lower()} {figures.share(s.share)}"
            for s in stakes
            if s.at == on
        ]
        parts.append(f"from {figures.day(on)}: {', '.join(held)}")
    return "F" + "; ".join(parts)[1:] + "."
