"""Phrases a minister might say, and the test each compiles to.

`[a, b)` is a ≤ x < b; `(a, )` is x > a; `( , b]` is x ≤ b. Values are in the measure's unit.
"""

import pytest

from mutualise.claims.rules.compile import compile_quantity
from mutualise.claims.rules.interval import Test, plain
from mutualise.claims.rules.quantities import find_quantities

PEOPLE = [
    # a bare number, at its stated precision
    ("employing 35,000 people", "[34500, 35500)"),
    ("35,000 staff", "[34500, 35500)"),
    ("35000 employees", "[34500, 35500)"),
    ("35 000 people", "[34500, 35500)"),
    ("35\u00a0000 people", "[34500, 35500)"),
    ("35k people", "[34500, 35500)"),
    ("35K staff", "[34500, 35500)"),
    ("35.0k staff", "[34950, 35050)"),
    ("35 thousand people", "[34500, 35500)"),
    ("thirty-five thousand people", "[34500, 35500)"),
    ("thirty five thousand people", "[34500, 35500)"),
    ("3,000 jobs", "[2950, 3050)"),
    ("3k jobs", "[2500, 3500)"),
    ("three thousand jobs", "[2950, 3050)"),
    ("1,500 posts", "[1450, 1550)"),
    ("1,512 posts", "[1511.5, 1512.5)"),
    ("1,510 posts", "[1505, 1515)"),
    ("100 people", "[95, 105)"),
    ("a hundred people", "[95, 105)"),
    ("one hundred people", "[95, 105)"),
    ("a hundred and twenty people", "[115, 125)"),
    ("one hundred and one people", "[100.5, 101.5)"),
    ("a dozen people", "[11.5, 12.5)"),
    ("two dozen staff", "[23.5, 24.5)"),
    ("half a dozen staff", "[5.5, 6.5)"),
    ("9 members", "[8.5, 9.5)"),
    ("nine members", "[8.5, 9.5)"),
    ("10 members", "[9.5, 10.5)"),
    ("20 nurses", "[19.5, 20.5)"),
    ("twenty-one nurses", "[20.5, 21.5)"),
    ("a million public workers", "[950000, 1050000)"),
    ("1 million public workers", "[500000, 1500000)"),
    ("1.2 million people", "[1150000, 1250000)"),
    ("1.2m people", "[1150000, 1250000)"),
    ("one and a half million people", "[1450000, 1550000)"),
    ("one-and-a-half million people", "[1450000, 1550000)"),
    ("a million and a half people", "[1450000, 1550000)"),
    ("2½ million people", "[2450000, 2550000)"),
    ("half a million people", "[495000, 505000)"),
    ("a half-million people", "[495000, 505000)"),
    ("half-million people", "[495000, 505000)"),
    ("half million people", "[495000, 505000)"),
    ("a quarter of a million people", "[245000, 255000)"),
    ("one point two million people", "[1150000, 1250000)"),
    ("two hundred and thirty-four thousand people", "[233500, 234500)"),
    ("one million, two hundred thousand people", "[1150000, 1250000)"),
    ("twelve hundred people", "[1150, 1250)"),
    ("2,000 people", "[1950, 2050)"),
    ("2000 people", "[1950, 2050)"),
    ("all 16 of its people", "[15.5, 16.5)"),
    # exactly
    ("exactly 35,000 people", "[35000, 35000]"),
    ("precisely 100 staff", "[100, 100]"),
    # nearly
    ("nearly 35,000 people", "[34500, 35000)"),
    ("almost 3,000 jobs", "[2950, 3000)"),
    ("just under 3,000 jobs", "[2950, 3000)"),
    ("close to 3,000 jobs", "[2950, 3000)"),
    ("approaching 3,000 jobs", "[2950, 3000)"),
    ("just short of 3,000 jobs", "[2950, 3000)"),
    ("not quite 3,000 jobs", "[2950, 3000)"),
    ("nearly 50 people", "[49, 50)"),
    # over
    ("over 3,000 additional jobs", "(3000, )"),
    ("more than 3,000 additional jobs", "(3000, )"),
    ("well over 3,000 jobs", "(3000, )"),
    ("just over 3,000 jobs", "(3000, 3150]"),
    ("above 3,000 jobs", "(3000, )"),
    ("in excess of 3,000 jobs", "(3000, )"),
    ("upwards of 3,000 jobs", "(3000, )"),
    ("More than a hundred people", "(100, )"),
    ("over 2000 staff", "(2000, )"),
    (">3,000 jobs", "(3000, )"),
    # at least
    ("at least 3,000 jobs", "[3000, )"),
    ("no fewer than 3,000 jobs", "[3000, )"),
    ("no less than 3,000 jobs", "[3000, )"),
    ("not fewer than 3,000 jobs", "[3000, )"),
    ("a minimum of 3,000 jobs", "[3000, )"),
    ("3,000+ jobs", "[3000, )"),
    ("3,000 or more jobs", "[3000, )"),
    ("3,000 jobs or more", "[3000, )"),
    ("at least one employee", "[1, )"),
    ("≥ 3,000 jobs", "[3000, )"),
    # up to
    ("up to 3,000 jobs", "( , 3000]"),
    ("as many as 3,000 jobs", "( , 3000]"),
    ("at most 3,000 jobs", "( , 3000]"),
    ("no more than 3,000 jobs", "( , 3000]"),
    ("not more than 3,000 jobs", "( , 3000]"),
    ("a maximum of 3,000 jobs", "( , 3000]"),
    ("3,000 jobs at most", "( , 3000]"),
    ("10 people or fewer", "( , 10]"),
    ("not over 100 staff", "( , 100]"),
    ("up to around 3,000 jobs", "( , 3000]"),
    # under
    ("under 3,000 jobs", "( , 3000)"),
    ("fewer than 3,000 jobs", "( , 3000)"),
    ("less than 3,000 jobs", "( , 3000)"),
    ("below 3,000 jobs", "( , 3000)"),
    # about: 5% either way, or half a unit where that is wider
    ("about 3,000 jobs", "[2850, 3150]"),
    ("around 3,000 jobs", "[2850, 3150]"),
    ("some 3,000 jobs", "[2850, 3150]"),
    ("roughly 3,000 jobs", "[2850, 3150]"),
    ("approximately 3,000 jobs", "[2850, 3150]"),
    ("circa 3,000 jobs", "[2850, 3150]"),
    ("c. 3,000 jobs", "[2850, 3150]"),
    ("c.3,000 jobs", "[2850, 3150]"),
    ("c 3,000 jobs", "[2850, 3150]"),
    ("~3,000 jobs", "[2850, 3150]"),
    ("an estimated 3,000 jobs", "[2850, 3150]"),
    ("in the region of 3,000 jobs", "[2850, 3150]"),
    ("3,000 or so jobs", "[2850, 3150]"),
    ("about 3 people", "[2.5, 3.5]"),
    ("about a dozen people", "[11.4, 12.6]"),
    # ranges
    ("between 3,000 and 4,000 jobs", "[3000, 4000]"),
    ("from 3,000 to 4,000 jobs", "[3000, 4000]"),
    ("3,000 to 4,000 jobs", "[3000, 4000]"),
    ("3,000-4,000 jobs", "[3000, 4000]"),
    ("3,000–4,000 jobs", "[3000, 4000]"),
    ("3-4,000 jobs", "[3000, 4000]"),
    ("two to three thousand jobs", "[2000, 3000]"),
    ("between one hundred and two hundred jobs", "[100, 200]"),
    ("two or three people", "[2, 3]"),
    ("headcount fell by 30 people", "[-30.5, -29.5)"),
]

MONEY = [
    ("£1.5 billion", "[1450000000, 1550000000)"),
    ("£1.5bn", "[1450000000, 1550000000)"),
    ("£1.50bn", "[1495000000, 1505000000)"),
    ("£1,500m", "[1450000000, 1550000000)"),
    ("£1.5 bn", "[1450000000, 1550000000)"),
    ("1.5 billion pounds", "[1450000000, 1550000000)"),
    ("GBP 1.5 billion", "[1450000000, 1550000000)"),
    ("nearly £1.5bn", "[1450000000, 1500000000)"),
    ("nearly £1.5 billion of public services", "[1450000000, 1500000000)"),
    ("almost £1.5 billion", "[1450000000, 1500000000)"),
    ("just under £1.5bn", "[1450000000, 1500000000)"),
    ("£9 million", "[8500000, 9500000)"),
    ("£10m", "[9500000, 10500000)"),
    ("a £10 million programme", "[9500000, 10500000)"),
    ("a £10-million programme", "[9500000, 10500000)"),
    ("£10 m", "[9500000, 10500000)"),
    ("£10,000,000", "[9500000, 10500000)"),
    ("ten million pounds", "[9500000, 10500000)"),
    ("over £1bn", "(1000000000, )"),
    ("as much as £10m", "( , 10000000]"),
    ("between £1 and £1.5 billion", "[1000000000, 1500000000]"),
    ("between £1 billion and £1.5 billion", "[1000000000, 1500000000]"),
    ("£1.2-1.5bn", "[1200000000, 1500000000]"),
    ("£1 to £2 million", "[1000000, 2000000]"),
    ("about £1.5bn", "[1425000000, 1575000000]"),
    ("half a billion pounds", "[495000000, 505000000)"),
    ("£47,600", "[47550, 47650)"),
    ("£12.50", "[12.495, 12.505)"),
    ("50p", "[0.495, 0.505)"),
    ("costs fell by £2m", "[-2500000, -1500000)"),
]

PER_CENT = [
    ("15%", "[14.5, 15.5)"),
    ("15 per cent", "[14.5, 15.5)"),
    ("15 percent", "[14.5, 15.5)"),
    ("15pc", "[14.5, 15.5)"),
    ("15.0 per cent", "[14.95, 15.05)"),
    ("fifteen per cent", "[14.5, 15.5)"),
    ("over 90 per cent of staff", "(90, )"),
    ("90 per cent of staff", "[89.5, 90.5)"),
    ("100 per cent of staff", "[99.5, 100.5)"),
    ("a hundred per cent of staff", "[99.5, 100.5)"),
    ("nearly 90%", "[89.5, 90)"),
    ("between 10 and 15 per cent", "[10, 15]"),
    ("10-15%", "[10, 15]"),
    ("10 to 15 per cent", "[10, 15]"),
    ("a third of staff", "[31.6667, 35]"),
    ("one third of staff", "[31.6667, 35]"),
    ("two thirds of staff", "[63.3333, 70]"),
    ("two-thirds of staff", "[63.3333, 70]"),
    ("half of the staff", "[47.5, 52.5]"),
    ("half the staff", "[47.5, 52.5]"),
    ("exactly half the staff", "[50, 50]"),
    ("a quarter of staff", "[23.75, 26.25]"),
    ("three quarters of staff", "[71.25, 78.75]"),
    ("one in five staff", "[19, 21]"),
    ("1 in 5 staff", "[19, 21]"),
    ("nine out of ten staff", "[85.5, 94.5]"),
    ("nine in every ten staff", "[85.5, 94.5]"),
    ("more than half of staff", "(50, )"),
    ("more than a third of staff", "(33.333334, )"),
    ("nearly a third of staff", "[31.6667, 33.333332)"),
    ("at least one in five", "[20, )"),
    ("under half", "( , 50)"),
    ("up to a quarter", "( , 25]"),
    ("½ of staff", "[47.5, 52.5]"),
    ("doubled", "[100, )"),
    ("0.0 per cent", "[-0.05, 0.05)"),
    ("-0.1 per cent", "[-0.15, -0.05)"),
]

PER_CENT_A_YEAR = [
    ("rose by 15 per cent year on year", "[14.5, 15.5)"),
    ("grew by 15% a year", "[14.5, 15.5)"),
    ("increased 15 per cent per annum", "[14.5, 15.5)"),
    ("productivity up 15%", "[14.5, 15.5)"),
    ("+15% a year", "[14.5, 15.5)"),
    ("a rise of 15 per cent annually", "[14.5, 15.5)"),
    ("a 15 per cent annual increase", "[14.5, 15.5)"),
    ("fell by 15 per cent a year", "[-15.5, -14.5)"),
    ("fell 15%", "[-15.5, -14.5)"),
    ("a fall of 15 per cent", "[-15.5, -14.5)"),
    ("15 per cent lower", "[-15.5, -14.5)"),
    ("down 15 per cent", "[-15.5, -14.5)"),
    ("fell by more than 15 per cent", "( , -15)"),
    ("fell by up to 15 per cent", "[-15, )"),
    ("productivity of the staff there fell steadily by 2 per cent a year", "[-2.5, -1.5)"),
    ("grew by a third", "[31.6667, 35]"),
    ("cut by a half", "[-52.5, -47.5]"),
    ("productivity was flat", "(-0.1, 0.1)"),
    ("productivity flatlined", "(-0.1, 0.1)"),
    ("productivity flat-lined", "(-0.1, 0.1)"),
    ("there was no growth", "(-0.1, 0.1)"),
    ("productivity stayed static", "(-0.1, 0.1)"),
]

RATIO = [
    ("doubled", "[2, )"),
    ("more than doubled", "(2, )"),
    ("at least doubled", "[2, )"),
    ("nearly doubled", "[1.9, 2)"),
    ("almost doubled", "[1.9, 2)"),
    ("about doubled", "[1.9, 2.1]"),
    ("trebled", "[3, )"),
    ("tripled", "[3, )"),
    ("quadrupled", "[4, )"),
    ("halved", "( , 0.5]"),
    ("more than halved", "( , 0.5)"),
    ("nearly halved", "(0.5, 0.525]"),
    ("tenfold", "[10, )"),
    ("grew 3-fold", "[3, )"),
    ("three times as many", "[3, )"),
    ("twice as many", "[2, )"),
    ("more than three times the", "(3, )"),
    ("2.5 times as many", "[2.45, 2.55)"),
    ("grew by 50 per cent", "[1.495, 1.505)"),
    ("fell by 50 per cent", "[0.495, 0.505)"),
    ("to double the number", "[2, )"),
    ("up to three times as many", "( , 3]"),
]

TABLE = [
    (unit, phrase, expected)
    for unit, rows in (
        ("people", PEOPLE),
        ("GBP", MONEY),
        ("per cent", PER_CENT),
        ("per cent a year", PER_CENT_A_YEAR),
        ("ratio", RATIO),
    )
    for phrase, expected in rows
]


def notation(test: Test) -> str:
    lower = "" if test.lower is None else plain(test.lower)
    upper = "" if test.upper is None else plain(test.upper)
    opening = "[" if test.lower_inclusive else "("
    return f"{opening}{lower or ' '}, {upper}{']' if test.upper_inclusive else ')'}"


@pytest.mark.parametrize(("unit", "phrase", "expected"), TABLE)
def test_phrase_compiles_to_its_test(unit: str, phrase: str, expected: str) -> None:
    (quantity,) = find_quantities(phrase)
    assert notation(compile_quantity(quantity, unit)) == expected


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(TABLE) >= 150
