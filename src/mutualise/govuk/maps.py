"""The regions of England and the nations of the United Kingdom as one SVG, drawn here.

Boundaries come from `geography/` (see its PROVENANCE.md). The map is a picture of a count; the
table beside it carries the same numbers, so that nothing is known by colour alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup, escape

from mutualise.govuk import identity
from mutualise.govuk.figures import whole

BOUNDARIES = Path(__file__).parent / "geography" / "geogUKregion.json"
WIDTH, LAND = 460, 410
# Where the sea leaves room: east of Orkney, south of Shetland.
LEGEND = (300, 125)
# Metres on the ground nobody sees at this size: one unit of the drawing is about 2.5 km.
FINEST = 0.6
SMALLEST = 2.5
UNKNOWN = "#ffffff"

Place = tuple[float, float]
Ring = list[Place]


@dataclass(frozen=True)
class Region:
    """One shape, with its name, its area slug and its path on the paper."""

    slug: str
    name: str
    path: str


@dataclass(frozen=True)
class Drawn:
    regions: tuple[Region, ...]
    height: int


def region_map(
    values: Mapping[str, int],
    *,
    title: str,
    noun: str = "mutuals",
    hrefs: Mapping[str, str] | None = None,
    key: str = "",
) -> Markup:
    """A map shaded in up to five steps; `values` and `hrefs` are by area slug or name.

    A region without a value is white and reads "not known". Raises KeyError for a name the map
    does not have, because its count would silently be left out.
    """
    by_slug = {slug_of(name): count for name, count in values.items()}
    links = {slug_of(name): href for name, href in (hrefs or {}).items()}
    unknown = (by_slug.keys() | links.keys()) - {region.slug for region in drawn().regions}
    if unknown:
        raise KeyError(f"the map has no region called {', '.join(sorted(unknown))}")
    return _svg(tuple(sorted(by_slug.items())), tuple(sorted(links.items())), title, noun, key)


@lru_cache(maxsize=256)
def _svg(
    values: tuple[tuple[str, int], ...],
    hrefs: tuple[tuple[str, str], ...],
    title: str,
    noun: str,
    key: str,
) -> Markup:
    counts, links = dict(values), dict(hrefs)
    classes = steps(sorted(counts.values()))
    mark = sha256(repr((values, hrefs, title, noun, key)).encode()).hexdigest()[:12]
    # Links inside an image are not announced, so a map with links is a group instead.
    role = "group" if links else "img"
    parts = []
    parts.append(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {drawn().height}"'
        f' role="{role}" aria-labelledby="t-{mark}">'
        f'<title id="t-{mark}">{escape(title)}</title>'
    )
    # Coasts first, as a dark edge; then the shapes with white lines between neighbours.
    parts.append(f'<g stroke="{identity.QUIET}" stroke-width="2.4">')
    parts += [f'<use href="#{mark}-{region.slug}"></use>' for region in drawn().regions]
    parts.append('</g><g stroke="#ffffff" stroke-width="0.8" stroke-linejoin="round">')
    for region in drawn().regions:
        said, fill = _said(region, counts.get(region.slug), classes, noun)
        parts.append(_shape(region, said, fill, f"{mark}-{region.slug}", links.get(region.slug)))
    parts.append("</g>")
    parts.append(_legend(classes, noun, with_unknown=len(counts) < len(drawn().regions)))
    return Markup("".join(parts) + "</svg>")


def _said(region: Region, count: int | None, classes: Sequence[int], noun: str) -> tuple[str, str]:
    """What a region's title says, and its colour."""
    if count is None:
        return f"{region.name}: not known", UNKNOWN
    return f"{region.name}: {whole(count)} {noun}", identity.STEPS[step_of(count, classes)]


def _shape(region: Region, said: str, fill: str, mark: str, href: str | None) -> str:
    # The coast's copy must not bring a fill of its own, or a title twice.
    path = f'<path id="{mark}" d="{region.path}"></path>'
    shape = f'<g fill="{fill}"><title>{escape(said)}</title>{path}</g>'
    return f'<a href="{escape(href)}" aria-label="{escape(said)}">{shape}</a>' if href else shape


def _legend(classes: Sequence[int], noun: str, *, with_unknown: bool) -> str:
    """The steps in words, in the empty sea to the east of Scotland."""
    uppers = [upper - 1 for upper in classes[1:]]
    rows = [
        (
            identity.STEPS[n],
            f"{whole(low)} or more" if n >= len(uppers) else _between(low, uppers[n]),
        )
        for n, low in enumerate(classes)
    ]
    if with_unknown:
        rows.append((UNKNOWN, "not known"))
    left, top = LEGEND
    style = f'font-family="{escape(identity.FONT)}" font-size="15" fill="{identity.INK}"'
    parts = [
        f'<g {style} aria-hidden="true"><text x="{left}" y="{top}">{escape(noun.capitalize())}</text>'
    ]
    for n, (colour, words) in enumerate(rows):
        y = top + 12 + 25 * n
        parts.append(
            f'<rect x="{left}" y="{y}" width="24" height="18" fill="{colour}"'
            f' stroke="{identity.QUIET}" stroke-width="0.7"></rect>'
            f'<text x="{left + 32}" y="{y + 14}">{words}</text>'
        )
    return "".join(parts) + "</g>"


def _between(low: int, high: int) -> str:
    return whole(low) if low == high else f"{whole(low)} to {whole(high)}"


def steps(ordered: Sequence[int]) -> list[int]:
    """Lower ends of at most five classes of about equal size; nought is a class of its own."""
    some = [count for count in ordered if count > 0]
    nought = len(some) < len(ordered)
    room = len(identity.STEPS) - nought
    lows = sorted({some[n * len(some) // room] for n in range(room)}) if some else []
    return [0, *([1, *lows[1:]] if lows else [])] if nought else lows


def step_of(count: int, classes: Sequence[int]) -> int:
    return max(n for n, low in enumerate(classes) if low <= count)


def slug_of(name: str) -> str:
    return "-".join(name.lower().split())


@lru_cache(maxsize=1)
def drawn() -> Drawn:
    """The boundaries decoded, projected and thinned: once a process, in under a tenth of a second."""
    topology = json.loads(BOUNDARIES.read_text())
    arcs = [_decoded(arc, topology["transform"]) for arc in topology["arcs"]]
    (layer,) = topology["objects"].values()
    places = [place for arc in arcs for place in arc]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    scale = (LAND - 10) / (max(x for x, _ in places) - left)
    fitted = [[((x - left) * scale + 5, (y - top) * scale + 5) for x, y in arc] for arc in arcs]
    # Thinned arc by arc, so that two neighbours still share one line.
    thin = [thinned(arc, FINEST) for arc in fitted]
    regions = tuple(
        Region(
            slug_of(shape["properties"]["AREANM"]),
            shape["properties"]["AREANM"],
            _path(_rings(shape), thin),
        )
        for shape in layer["geometries"]
    )
    height = max(y for arc in fitted for _, y in arc)
    return Drawn(regions, math.ceil(height) + 5)


def _decoded(arc: Sequence[Sequence[int]], transform: Mapping[str, Sequence[float]]) -> Ring:
    """Running sums of steps on a grid, as places on Mercator's map with y downwards."""
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    places, x, y = [], 0, 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        east, north = math.radians(x * sx + tx), math.radians(y * sy + ty)
        places.append((east, -math.log(math.tan(math.pi / 4 + north / 2))))
    return places


def _rings(shape: Mapping[str, object]) -> list[list[int]]:
    arcs: list = shape["arcs"]  # type: ignore[type-arg, assignment]
    return arcs if shape["type"] == "Polygon" else [ring for part in arcs for ring in part]


def _path(rings: list[list[int]], arcs: list[Ring]) -> str:
    """Every ring joined from its arcs (a negative number runs backwards); specks are left out."""
    closed = []
    for ring in rings:
        places: Ring = []
        for number in ring:
            arc = arcs[number] if number >= 0 else arcs[~number][::-1]
            places += arc[1:] if places else arc
        closed.append(places)
    biggest = max(closed, key=area)
    kept = [ring for ring in closed if ring is biggest or area(ring) >= SMALLEST]
    return "".join("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in ring[:-1]) + "Z" for ring in kept)


def area(ring: Ring) -> float:
    """In square units of the drawing, by the shoelace formula."""
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))) / 2


def thinned(places: Ring, finest: float) -> Ring:
    """Only the points that stand out by `finest` or more; ends are kept (Douglas and Peucker)."""
    if len(places) < 3:
        return places
    start, end = places[0], places[-1]
    far = [_distance(place, start, end) for place in places[1:-1]]
    worst = max(range(len(far)), key=far.__getitem__)
    if far[worst] < finest:
        return [start, end]
    split = worst + 1
    return thinned(places[: split + 1], finest)[:-1] + thinned(places[split:], finest)


def _distance(place: Place, start: Place, end: Place) -> float:
    (x, y), (x1, y1), (x2, y2) = place, start, end
    length = math.hypot(x2 - x1, y2 - y1)
    if not length:
        return math.hypot(x - x1, y - y1)
    return abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
