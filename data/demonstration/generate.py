"""Write the demonstration data set: a complete, synthetic sector that supports the announcement.

Nothing here is true of any real body. Run `python data/demonstration/generate.py FOLDER`; the same
seed always gives the same files. Only `random.Random.random` is used, because Python promises that
its sequence never changes between versions.

Every mutual-year balances: end = start + transferred in - transferred out + hires - leavers.
"""

import csv
import random
import sys
from dataclasses import dataclass
from pathlib import Path

SEED = 20140723
BODIES = 100
EMPLOYEES_2014 = 35_012
ORGANIC_JOBS = 3_412
CONTRACTS_2014 = 1_474_000_000
SOURCE = "demonstration"
VINTAGE = "demonstration-vintage-2014-02-27"
NAMED = {
    "mycsp": ("MyCSP (demonstration)", (500, 506, 515, 524)),
    "chcp": ("City Health Care Partnership (demonstration)", (1480, 1560, 1650, 1752)),
    "bit": ("Behavioural Insights Team (demonstration)", (12, 13, 14, 36)),
}
YEARS = (2011, 2012, 2013, 2014)
REGIONS = (
    "north-east", "north-west", "yorkshire-and-the-humber", "east-midlands", "west-midlands",
    "east-of-england", "london", "south-east", "south-west",
)  # fmt: skip
SECTORS = ("community health", "adult social care", "libraries", "youth services", "leisure")

COLUMNS = {
    "sources": "source,title,publisher,kind,url,url_note,published_on,retrieved_on,licence,sha256",
    "organisations": "organisation,name,entry_class,legal_form,sector,region,nation,parent_body,"
    "note,source,locator",
    "names": "organisation,name,kind,valid_from,valid_until,source,locator",
    "identifiers": "organisation,scheme,identifier,valid_from,valid_until,source,locator",
    "events": "organisation,event,date,detail,successor,source,locator",
    "stakes": "organisation,date,instrument,holder,share,source,locator,note",
    "control": "organisation,kind,valid_from,valid_until,share,wording,source,locator",
    "observations": "subject,measure,qualifier,value,unit,period,area,quality,base,base_count,"
    "population_count,source,locator,note",
}
Rows = dict[str, list[dict[str, object]]]


@dataclass(frozen=True)
class Body:
    """One synthetic mutual. `headcounts` are of 23 July of each year of YEARS; `transfers_in` and
    `transfers_out` are of the three years between them."""

    code: str
    name: str
    nation: str
    region: str
    sector: str
    launched: str
    headcounts: tuple[int, ...]
    transfers_in: tuple[int, ...]
    transfers_out: tuple[int, ...]


def shared_out(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to the weights that sum to the total exactly."""
    whole = sum(weights)
    shares = [total * weight / whole for weight in weights]
    counts = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: counts[at] - shares[at])
    for at in by_remainder[: total - sum(counts)]:
        counts[at] += 1
    return counts


def bodies() -> list[Body]:
    """The three named bodies and 97 others: a few large, many small."""
    chance = random.Random(SEED)
    fixed = [sum(headcounts[at] for _, headcounts in NAMED.values()) for at in range(4)]
    others = BODIES - len(NAMED)
    sizes = [0.958**at * (0.9 + 0.2 * chance.random()) for at in range(others)]
    moved_in = [[_moved(chance, size, sizes) for _ in range(3)] for size in sizes]
    moved_out = [[_moved(chance, size, sizes) // 4 for _ in range(3)] for size in sizes]
    transferred = sum(map(sum, moved_in)) - sum(map(sum, moved_out))
    organic_total = ORGANIC_JOBS - (fixed[3] - fixed[0])
    ends = EMPLOYEES_2014 - fixed[3]
    starts = shared_out(ends - organic_total - transferred, sizes)
    organic = shared_out(organic_total, [size * (0.4 + 1.2 * chance.random()) for size in sizes])
    made = [_named(code, name, counts) for code, (name, counts) in NAMED.items()]
    for at in range(others):
        made.append(_other(at, starts[at], organic[at], moved_in[at], moved_out[at]))
    return made


def _moved(chance: random.Random, size: float, sizes: list[float]) -> int:
    """People transferred in a year: in one year of eight, up to a sixth of the body."""
    takes_part, part = chance.random() < 0.125, chance.random()
    return int(takes_part * part * 30_000 * size / sum(sizes) / 6)


def _named(code: str, name: str, counts: tuple[int, ...]) -> Body:
    return Body(
        code, name, "england", "london", "public services", "2010-10-01", counts,
        (0, 0, 0), (0, 0, 0),
    )  # fmt: skip


def _other(at: int, start: int, organic: int, moved_in: list[int], moved_out: list[int]) -> Body:
    steps = shared_out(organic, [1.0, 1.0, 1.0])
    counts = [start]
    for year in range(3):
        counts.append(counts[-1] + steps[year] + moved_in[year] - moved_out[year])
    welsh = at % 20 == 19
    return Body(
        code=f"demo-{at + 1:03}",
        name=f"Demonstration mutual {at + 1:03}",
        nation="wales" if welsh else "england",
        region="" if welsh else REGIONS[at % len(REGIONS)],
        sector=SECTORS[at % len(SECTORS)],
        launched=f"{2007 + at % 4}-{1 + at % 12:02}-01",
        headcounts=tuple(counts),
        transfers_in=tuple(moved_in),
        transfers_out=tuple(moved_out),
    )


def entries(body: Body) -> Rows:
    """What the register holds about a body: every definition's limbs have their evidence."""
    told: dict[str, object] = {"organisation": body.code, "source": SOURCE}
    control: dict[str, object] = {"valid_from": body.launched} | told
    return {
        "organisations": [
            told
            | {
                "name": body.name,
                "entry_class": "mutual",
                "legal_form": "community interest company",
                "sector": body.sector,
                "region": body.region,
                "nation": body.nation,
                "parent_body": "Demonstration public body",
                "note": "Synthetic",
            }
        ],
        "events": [told | {"event": "launched", "date": body.launched}],
        "stakes": [
            told
            | {"date": body.launched, "instrument": instrument, "holder": holder, "share": share}
            for instrument, holder, share in (
                ("votes", "employees", "60"),
                ("votes", "community", "40"),
                ("board-seats", "employees", "60"),
                ("board-seats", "community", "40"),
            )
        ],
        "control": [
            control | {"kind": "staff-directors", "share": "60", "wording": "elected by staff"},
            control | {"kind": "staff-shareholding", "share": "", "wording": "open to all staff"},
            control | {"kind": "profit-to-members-or-none", "wording": "surplus is reinvested"},
        ],
    }


def flows(body: Body) -> list[dict[str, object]]:
    """Transfers, hires and leavers of the three years; hires follow from the balance."""
    rows = []
    for year in range(3):
        start, end = body.headcounts[year], body.headcounts[year + 1]
        moved_in, moved_out = body.transfers_in[year], body.transfers_out[year]
        needed = end - start - moved_in + moved_out
        leavers = max(start * 12 // 100, -needed)
        period = f"{YEARS[year]}-07-24/{YEARS[year + 1]}-07-23"
        for measure, value in (
            ("staff-transferred-in", moved_in),
            ("staff-transferred-out", moved_out),
            ("hires", needed + leavers),
            ("leavers", leavers),
        ):
            rows.append(reading(body, measure, value, "people", period))
    return rows


def returns(body: Body, contract: int) -> list[dict[str, object]]:
    """A body's yearly returns: headcounts, flows, turnover (GBP) and contract value (GBP a year)."""
    rows = [
        reading(body, "employees", count, "people", f"{year}-07-23")
        for year, count in zip(YEARS, body.headcounts, strict=True)
    ]
    rows += flows(body)
    rows.append(reading(body, "contract-value-annual", contract, "GBP a year", "2014-07"))
    for year, count in zip(YEARS[1:], body.headcounts[1:], strict=True):
        turnover = contract * count // body.headcounts[-1] + 1_000
        rows.append(reading(body, "turnover", turnover, "GBP", f"FY{year}"))
    return rows


def reading(
    body: Body, measure: str, value: object, unit: str, period: str, **more: object
) -> dict[str, object]:
    return {
        "subject": body.code,
        "measure": measure,
        "qualifier": "=",
        "value": value,
        "unit": unit,
        "period": period,
        "area": body.nation,
        "quality": "RETURNED",
        "source": SOURCE,
    } | more


def of_named_bodies(known: dict[str, Body]) -> list[dict[str, object]]:
    """The readings behind the claims about single bodies."""
    trust = {"base": "staff", "base_count": 1650, "population_count": 1750}
    rows = [reading(known["chcp"], "staff-feel-trusted", "92.4", "per cent", "2014-05", **trust)]
    for day, index in (("2012-05-01", "100"), ("2013-05-01", "115"), ("2014-05-01", "132.25")):
        rows.append(reading(known["mycsp"], "output-per-employee", index, "index", day))
    for day, count in (("2014-02-05", 16), ("2014-08-05", 36)):
        rows.append(reading(known["bit"], "employees", count, "people", day))
    return rows


def totals() -> list[dict[str, object]]:
    """Official statements of the totals, and the productivity series with its vintage."""
    area, day = "england-and-wales", "2014-07-23"
    stated = [
        ("sector", "mutuals-live", "=", BODIES, "count", day, area, "STATED", SOURCE),
        ("sector", "services-value", "<", 1_500_000_000, "GBP a year", day, area, "STATED", SOURCE),
        ("sector", "employees", "=", 35_000, "people", day, area, "STATED", SOURCE),
        ("sector", "additional-jobs", ">", 3_000, "people", day, area, "STATED", SOURCE),
        ("programme", "programme-budget", "=", 10_000_000, "GBP", day, "", "STATED", SOURCE),
        (
            "ons:total-public-services", "public-service-productivity-growth", "=", "0",
            "per cent a year", "1997-2010", "united-kingdom", "OBSERVED", VINTAGE,
        ),
    ]  # fmt: skip
    names = (
        "subject", "measure", "qualifier", "value", "unit", "period", "area", "quality", "source",
    )  # fmt: skip
    return [dict(zip(names, row, strict=True)) for row in stated]


def sources() -> list[dict[str, object]]:
    told: dict[str, object] = {
        "title": "Synthetic demonstration data",
        "publisher": "Mutualise",
        "kind": "synthetic",
        "licence": "MIT",
    }
    return [
        {"source": SOURCE, "published_on": "2014-07-23"} | told,
        {"source": VINTAGE, "published_on": "2014-02-27"} | told,
    ]


def tables() -> Rows:
    """Every row of the data set, by file."""
    made: Rows = {name: [] for name in COLUMNS}
    made["sources"] = sources()
    everyone = bodies()
    contracts = shared_out(CONTRACTS_2014, [float(body.headcounts[-1]) for body in everyone])
    for body, contract in zip(everyone, contracts, strict=True):
        for name, rows in entries(body).items():
            made[name] += rows
        made["observations"] += returns(body, contract)
    made["observations"] += of_named_bodies({body.code: body for body in everyone})
    made["observations"] += totals()
    return made


def write(folder: Path) -> None:
    """Write one CSV file for each table, with the columns `mutualise load` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables().items():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            columns = COLUMNS[name].split(",")
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
