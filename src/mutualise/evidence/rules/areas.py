"""Areas a fact can be about: the United Kingdom, its parts, and the nine regions of England.

Geography is part of a claim, so "England and Wales" and "England" are different areas, and one
contains the other. Codes and names: Office for National Statistics, Register of Geographic Codes.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Area:
    """One area. `parts` are the areas directly inside it; `names` are other spellings."""

    slug: str
    label: str
    gss_code: str
    parts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


REGIONS = (
    Area("north-east", "North East", "E12000001"),
    Area("north-west", "North West", "E12000002"),
    Area(
        "yorkshire-and-the-humber",
        "Yorkshire and The Humber",
        "E12000003",
        names=("Yorkshire and Humber", "Yorkshire & Humber", "Yorkshire & the Humber"),
    ),
    Area("east-midlands", "East Midlands", "E12000004"),
    Area("west-midlands", "West Midlands", "E12000005"),
    Area("east-of-england", "East of England", "E12000006", names=("Eastern England",)),
    Area("london", "London", "E12000007", names=("Greater London",)),
    Area("south-east", "South East", "E12000008"),
    Area("south-west", "South West", "E12000009"),
)
ENGLAND = Area("england", "England", "E92000001", parts=tuple(area.slug for area in REGIONS))
WALES = Area("wales", "Wales", "W92000004")
SCOTLAND = Area("scotland", "Scotland", "S92000003")
NORTHERN_IRELAND = Area("northern-ireland", "Northern Ireland", "N92000002")
ENGLAND_AND_WALES = Area(
    "england-and-wales",
    "England and Wales",
    "K04000001",
    parts=("england", "wales"),
    names=("England & Wales",),
)
GREAT_BRITAIN = Area(
    "great-britain",
    "Great Britain",
    "K03000001",
    parts=("england-and-wales", "scotland"),
    names=("GB", "Britain"),
)
UNITED_KINGDOM = Area(
    "united-kingdom",
    "United Kingdom",
    "K02000001",
    parts=("great-britain", "northern-ireland"),
    names=("UK", "U.K."),
)
NATIONS = (ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND)
AREAS = {
    area.slug: area
    for area in (UNITED_KINGDOM, GREAT_BRITAIN, ENGLAND_AND_WALES, *NATIONS, *REGIONS)
}


class AreaUnknown(ValueError):
    """The text names no area of the register."""

    def __init__(self, text: str) -> None:
        self.text, self.remedy = text, f"write one of {', '.join(AREAS)}"
        super().__init__(f"{text[:40]!r} is not an area: {self.remedy}")


def area_of(text: str) -> Area:
    """The area with this slug, label, other name or code. Raises AreaUnknown.

    Capital letters, outer spaces and a leading "the" do not matter.
    """
    wanted = _plain(text)
    if wanted not in _BY_NAME:
        raise AreaUnknown(text)
    return _BY_NAME[wanted]


def label_of(slug: str) -> str:
    """The label of a slug, for a reader. Raises AreaUnknown for anything but a slug."""
    if slug not in AREAS:
        raise AreaUnknown(slug)
    return AREAS[slug].label


def areas_within(slug: str) -> frozenset[str]:
    """Slugs of the area itself and of every area inside it. Raises AreaUnknown."""
    if slug not in AREAS:
        raise AreaUnknown(slug)
    return frozenset({slug}).union(*(areas_within(part) for part in AREAS[slug].parts))


def lies_in(area: str, wider: str) -> bool:
    """Whether an area is the wider one or a part of it. An unknown slug lies only in itself."""
    return area == wider or area in _WITHIN.get(wider, ())


def names() -> dict[str, str]:
    """Every label and other name of an area, with its slug: what a text may call it."""
    return {name: area.slug for area in AREAS.values() for name in (area.label, *area.names)}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).removeprefix("the ")


# Asked once for every body of a population.
_WITHIN = {slug: areas_within(slug) for slug in AREAS}
_BY_NAME = {
    _plain(name): area
    for area in AREAS.values()
    for name in (area.slug, area.label, area.gss_code, *area.names)
}
