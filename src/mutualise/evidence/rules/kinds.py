"""What an observation measures.

The kinds below are used by measures, so each has its units. Any other kebab-case name may be
recorded: it is kept and shown, and no figure is computed from it.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from mutualise.evidence.rules import units

LONGEST_NAME = 60


@dataclass(frozen=True)
class Kind:
    """One kind of observation, its words for a reader and the units it may be given in."""

    name: str
    label: str
    units: frozenset[str]


class KindUnknown(ValueError):
    """The name cannot be the name of a kind of observation."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.remedy = "write lower-case words joined by hyphens, as in staff-transferred-in"
        super().__init__(f"{name[:LONGEST_NAME]!r} is not a kind of observation: {self.remedy}")


class UnitNotOfKind(ValueError):
    """A known kind was given in a unit it is not measured in."""

    def __init__(self, kind: Kind, unit: str) -> None:
        self.kind, self.unit = kind, unit
        self.remedy = f"give it in {' or '.join(sorted(kind.units))}"
        super().__init__(f"{kind.name} is not measured in {unit[:20]!r}: {self.remedy}")


class KindMisspelt(ValueError):
    """A name that is nearly that of a known kind: recorded so, no figure would ever find it."""

    def __init__(self, name: str, near: str) -> None:
        self.name = name
        self.remedy = f"write {near}, or a name that cannot be taken for it"
        super().__init__(f"{name[:LONGEST_NAME]!r} is no measure the figures use: {self.remedy}")


def _kind(name: str, label: str, *allowed: str) -> Kind:
    return Kind(name, label, frozenset(allowed))


KINDS = {
    kind.name: kind
    for kind in (
        _kind("employees", "Employees (headcount)", units.PEOPLE),
        _kind("employees-fte", "Employees (full-time equivalent)", units.FTE),
        _kind("turnover", "Turnover of a year", units.GBP, units.GBP_A_YEAR, units.EUR),
        _kind("contract-value-annual", "Contract value a year", units.GBP_A_YEAR),
        _kind("contract-value", "Contract value over its life", units.GBP),
        _kind("contract-length-years", "Contract length", units.YEARS),
        _kind("staff-transferred-in", "Staff transferred in", units.PEOPLE),
        _kind("staff-transferred-out", "Staff transferred out", units.PEOPLE),
        _kind("hires", "Staff hired, transfers apart", units.PEOPLE),
        _kind("leavers", "Staff who left, transfers apart", units.PEOPLE),
        _kind(
            "staff-feel-trusted",
            "Staff who feel trusted to do their job",
            units.PER_CENT,
        ),
        _kind("staff-shareholder-share", "Staff who are shareholders", units.PER_CENT),
        _kind("staff-survey-response-rate", "Staff survey response rate", units.PER_CENT),
        _kind("output-per-employee", "Output per employee", units.INDEX),
        _kind(
            "staff-productivity-growth",
            "Growth of staff productivity",
            units.PER_CENT_A_YEAR,
        ),
        _kind(
            "public-service-productivity-growth",
            "Growth of public service productivity",
            units.PER_CENT_A_YEAR,
        ),
        _kind(
            "public-service-productivity-index",
            "Public service productivity",
            units.INDEX,
        ),
        _kind(
            "public-service-output-growth",
            "Growth of public service output",
            units.PER_CENT_A_YEAR,
        ),
        _kind(
            "public-service-inputs-growth",
            "Growth of public service inputs",
            units.PER_CENT_A_YEAR,
        ),
        _kind("mutuals-live", "Live mutuals", units.COUNT),
        _kind("services-value", "Value of public services delivered", units.GBP_A_YEAR),
        _kind("additional-jobs", "Additional jobs", units.PEOPLE),
        _kind(
            "headcount-ratio",
            "Headcount at the end over headcount at the start",
            units.RATIO,
        ),
        _kind("programme-budget", "Programme budget", units.GBP),
        _kind("programme-fund-ceiling", "Ceiling of the support fund", units.GBP),
        _kind("programme-fund-promised", "Support promised out of the fund", units.GBP),
        _kind("programme-fund-paid", "Support paid out of the fund", units.GBP),
        _kind("programme-enquiries", "Enquiries to the support programme", units.COUNT),
        _kind("programme-applications", "Applications to the support programme", units.COUNT),
        _kind("programme-awards", "Awards of the support programme", units.COUNT),
        _kind("programme-awards-value", "Value of the awards", units.GBP),
        _kind("programme-orders", "Work orders placed with advisers", units.COUNT),
        _kind("programme-orders-value", "Value of the work orders", units.GBP),
        _kind("programme-award-rate", "Enquiries that led to an award", units.PER_CENT),
        _kind("programme-days-to-award", "Days from enquiry to award", units.DAYS),
        _kind(
            "programme-small-firm-share", "Share of advice bought from small firms", units.PER_CENT
        ),
        _kind(
            "programme-launches-confirmed",
            "Launches after support, confirmed by the mutual",
            units.COUNT,
        ),
        _kind("programme-reached", "Cases that reached a stage", units.COUNT),
        _kind(
            "programme-conversion",
            "Cases that reached a stage, of those that reached the stage before",
            units.PER_CENT,
        ),
        _kind("programme-days-in-stage", "Days a case usually spends in a stage", units.DAYS),
        _kind("programme-stops", "Cases that stopped before a launch", units.COUNT),
        _kind(
            "programme-objectives-confirmed",
            "Objectives whose outcome the mutual confirmed",
            units.COUNT,
        ),
        _kind("programme-objectives-met", "Objectives met, as the mutual confirmed", units.COUNT),
        _kind("programme-cost-a-launch", "Paid out for each confirmed launch", units.GBP),
    )
}

_NEARLY = 0.92  # one letter in eight or so: "employes", "turnovr"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def check_kind(name: str, unit: str) -> str:
    """The kind's name, when it may be recorded in the unit.

    Raises KindUnknown for a name that is not kebab-case or is over 60 characters, KindMisspelt for one
    that is nearly a known kind's, units.UnitUnknown, and UnitNotOfKind for a known kind in a unit it is not measured in.
    """
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name):
        raise KindUnknown(name)
    units.check_unit(unit)
    kind = KINDS.get(name)
    near = [] if kind else get_close_matches(name, KINDS, n=1, cutoff=_NEARLY)
    if near:
        raise KindMisspelt(name, near[0])
    if kind is not None and unit not in kind.units:
        raise UnitNotOfKind(kind, unit)
    return name


def label_of(name: str) -> str:
    """Words for a kind: its label where a measure uses it, else its name without hyphens."""
    kind = KINDS.get(name)
    return kind.label if kind else name.replace("-", " ").capitalize()
