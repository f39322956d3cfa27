"""How numbers and days read on a page. Pure: no Django, no clock.

Values are int, Decimal or Fraction; a float is refused, because nobody can say what was meant by
its last digits, and so is a missing value, because a blank may not pass for a figure.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

Number = int | Decimal | Fraction
MINUS = "\u2212"
LONDON = ZoneInfo("Europe/London")
BIG = ((Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))


class NotAFigure(TypeError):
    """The value cannot be shown as a figure; says what it was."""


def exact(value: Number) -> Decimal:
    """The value as a Decimal. Raises NotAFigure for float, bool, text, None and infinities."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal | Fraction):
        raise NotAFigure(f"{value!r} is not an int, Decimal or Fraction, so it is not shown")
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    number = Decimal(value)
    if not number.is_finite():
        raise NotAFigure(f"{value!r} is not a finite number, so it is not shown")
    return number


def rounded(value: Number, places: int) -> Decimal:
    """Half up, as readers of official statistics expect; never minus nought."""
    done = exact(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return abs(done) if done == 0 else done


def grouped(number: Decimal) -> str:
    """Plain digits with commas and a true minus sign."""
    return f"{number:,f}".replace("-", MINUS)


def whole(value: Number) -> str:
    """1234 as "1,234"; a fraction is rounded to the nearest whole number."""
    return grouped(rounded(value, 0))


def plain(value: Number, places: int = 2) -> str:
    """At most `places` decimals, without trailing noughts: "2.5", "1,200"."""
    text = grouped(rounded(value, places))
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: Number, full: bool = False) -> str:
    """Pounds: "£1.46 billion", "£10 million", "£12,345.67", "£300".

    From one million up the figure is rounded to three significant digits; `full` shows every pound.
    """
    amount = exact(value)
    sign, size = (MINUS, -amount) if amount < 0 else ("", amount)
    if not full and size >= BIG[-1][0] - Decimal("0.005"):
        return f"{sign}£{_in_words(size)}"
    pence = rounded(size, 2)
    return f"{sign}£{grouped(pence) if pence != pence.to_integral_value() else whole(pence)}"


def _in_words(size: Decimal) -> str:
    for scale, word in BIG:
        scaled = _three_digits(size / scale)
        if scaled >= 1:
            return f"{plain(scaled)} {word}"
    return whole(size)


def _three_digits(number: Decimal) -> Decimal:
    """Rounded to three significant digits, or to a whole number when that is finer."""
    places = max(0, 2 - number.adjusted())
    return rounded(number, places)


def share(value: Number, places: int = 0) -> str:
    """A part of one as a percentage: Fraction(4, 7) as "57%".

    A part that is not nothing and not everything never reads "0%" or "100%".
    """
    part = exact(value) * 100
    shown = rounded(part, places)
    step = Decimal(1).scaleb(-places)
    if 0 < part < 100 and shown == 0:
        return f"less than {plain(step, places)}%"
    if 0 < part < 100 and shown == 100:
        return f"more than {plain(100 - step, places)}%"
    return f"{grouped(shown)}%"


def day(value: date) -> str:
    """23 July 2014; an instant is read in London."""
    here = local_day(value)
    return f"{here.day} {here:%B %Y}"


def local_day(value: date) -> date:
    if isinstance(value, datetime):
        return value.astimezone(LONDON).date() if value.tzinfo else value.date()
    if not isinstance(value, date):
        raise NotAFigure(f"{value!r} is not a date, so it is not shown")
    return value


def iso_day(value: date) -> str:
    """2014-07-23, as a date input and an address want it."""
    return local_day(value).isoformat()


def moment(value: datetime) -> str:
    """23 July 2014, 3:07pm, London time."""
    if not isinstance(value, datetime):
        raise NotAFigure(f"{value!r} is not an instant, so it is not shown")
    here = value.astimezone(LONDON) if value.tzinfo else value
    half = "am" if here.hour < 12 else "pm"
    return f"{day(here)}, {here.hour % 12 or 12}:{here:%M}{half}"


def counted(value: Number, one: str, many: str = "") -> str:
    """So many of a thing: 1 case, 1,234 cases, 0.5 days; `many` where it is not `one` with an s."""
    number = whole(value) if exact(value) == exact(value).to_integral_value() else plain(value)
    return f"{number} {one if number == '1' else many or one + 's'}"


def quantity(value: Number, unit: str) -> str:
    """A value with its unit in words; units are those an observation may carry.

    Raises NotAFigure for a unit nobody has given words.
    """
    if unit in ("GBP", "GBP a year"):
        return money(value) + (" a year" if unit == "GBP a year" else "")
    if unit in ("per cent", "per cent a year"):
        return f"{plain(value)}%" + (" a year" if unit == "per cent a year" else "")
    if unit == "people":
        return counted(rounded(value, 0), "person", "people")
    if unit == "FTE":
        return f"{plain(value, 1)} full-time equivalent"
    if unit == "ratio":
        return f"{plain(value)} times"
    if unit == "EUR":
        return money(value).replace("£", "€")
    if unit in ("count", "index", "score"):
        return plain(value)
    if unit in ("years", "days"):
        return f"{plain(value)} {unit[:-1] if plain(value) == '1' else unit}"
    raise NotAFigure(f"no words for the unit {unit!r}; add them to govuk/figures.py")
