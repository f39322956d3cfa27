"""What a number counts: currencies, per cent, lengths of time, nouns, and the time it is stated per."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from mutualise.claims.rules.tokens import Tokens, at, low, past_hyphen, vocabulary


class Kind(StrEnum):
    """What kind of quantity a sentence states."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "per cent"
    FRACTION = "fraction"
    RATIO = "ratio"
    FLAT = "flat"
    DURATION = "duration"
    VAGUE = "vague"
    OTHER = "other"


class Noun(StrEnum):
    """What is counted, where the word says so."""

    NONE = ""
    PEOPLE = "people"
    JOBS = "jobs"
    BODIES = "bodies"
    THINGS = "things"


CURRENCY_SIGNS: Mapping[str, str] = {
    "£": "GBP", "$": "USD", "€": "EUR", "¥": "JPY", "gbp": "GBP", "usd": "USD", "eur": "EUR", "us$": "USD",
}  # fmt: skip
CURRENCY_WORDS: Mapping[str, str] = {
    "pound": "GBP", "pounds": "GBP", "sterling": "GBP", "gbp": "GBP", "dollar": "USD", "dollars": "USD",
    "usd": "USD", "quid": "GBP", "euro": "EUR", "euros": "EUR", "eur": "EUR", "yen": "JPY",
}  # fmt: skip
# Lengths of time in months; a month is a twelfth of a year, a day 12/365.25 months.
_DAY_IN_MONTHS = Decimal(12) / Decimal("365.25")
DURATIONS: Mapping[str, Decimal] = {
    "second": _DAY_IN_MONTHS / 86400,
    "minute": _DAY_IN_MONTHS / 1440,
    "hour": _DAY_IN_MONTHS / 24,
    "day": _DAY_IN_MONTHS,
    "week": _DAY_IN_MONTHS * 7,
    "fortnight": _DAY_IN_MONTHS * 14,
    "month": Decimal(1),
    "year": Decimal(12),
    "decade": Decimal(120),
    "century": Decimal(1200),
    "yr": Decimal(12),
}
OTHER_UNITS = vocabulary(
    "km kg mg g cm mm mi mile miles metre metres meter meters kilometre kilometres tonne "
    "tonnes ton tons mph kph acre acres hectare hectares ha mw gw kw kwh mwh gwh litre litres sq "
    "degrees points mb gb tb pupils' hz"
)
_PEOPLE = vocabulary(
    "people person persons staff employee employees worker workers colleague colleagues "
    "member members headcount respondent respondents user users patient patients client "
    "clients customer customers resident residents volunteer volunteers nurse nurses doctor "
    "doctors teacher teachers clinician clinicians carer carers adviser advisers director "
    "directors civil servants servant pupil pupils student students tenant tenants child "
    "children adults adult shareholder shareholders individuals men women families households "
    "recruits starters leavers apprentices apprentice trainees officers officer pensioners "
    "owners partners managers"
)
_JOBS = vocabulary(
    "job jobs post posts role roles position positions fte ftes vacancies equivalents hires"
)
_BODIES = vocabulary(
    "mutual mutuals organisation organisations organization organizations body bodies "
    "spin-out spin-outs spinout spinouts company companies enterprise enterprises charity "
    "charities trust trusts firm firms business businesses co-operative co-operatives "
    "cooperative cooperatives provider providers team teams council councils authorities "
    "department departments schools school hospitals societies cics projects pathfinders "
    "ventures employers"
)
_THINGS = vocabulary(
    "services service contracts contract sites site offices office beds cases case homes "
    "places applications awards grants areas regions countries towns cities libraries centres "
    "clinics appointments visits calls letters complaints packages events words answers "
    "responses records returns readers shares votes seats ballots times occasions items units "
    "hours days weeks months years minutes"
)
_NOUNS: Mapping[str, Noun] = {
    **dict.fromkeys(_THINGS, Noun.THINGS),
    **dict.fromkeys(_BODIES, Noun.BODIES),
    **dict.fromkeys(_JOBS, Noun.JOBS),
    **dict.fromkeys(_PEOPLE, Noun.PEOPLE),
}
_UNIT_WORDS = (
    frozenset(_NOUNS)
    | frozenset(CURRENCY_WORDS)
    | {
        "%",
        "per cent",
        "per-cent",
        "percent",
        "percentage",
        "million",
        "billion",
        "thousand",
        "hundred",
        "dozen",
    }
    | {"bn", "m", "k"}
)
# A noun phrase ends here: what follows is not what the number counts.
_STOPS = vocabulary(
    "of in on at by for from to with and or but who whom which that were was are is be been "
    "have has had do does did will would can could may might must should since after before "
    "during over under than as across through a an the this these those its their his her our "
    "said say says not now per each every"
)
PERIODS = vocabulary("year month week day annum quarter fortnight")
_PER_WORDS: Mapping[str, str] = {
    "annually": "year", "yearly": "year", "annum": "year", "monthly": "month", "weekly": "week", "daily": "day",
    "quarterly": "quarter",
}  # fmt: skip
_NOT_A_RATE = vocabulary("after ago later earlier before on since to early late")


def is_unit_word(word: str) -> bool:
    """Does a number before this word count something, so that it cannot be a year or a reference?"""
    return " ".join(word.split()) in _UNIT_WORDS


def noun_after(tokens: Tokens, index: int, *, reach: int = 6) -> Noun:
    """What is counted: the first known noun after the number, or the last of those that follow it at once.

    "100 public service mutuals" are mutuals, "35,000 staff" are people, "3,000 staff posts" are posts.
    """
    found = Noun.NONE
    for place in range(index, index + reach):
        token = at(tokens, place)
        if token.text == "-" and token.glued:
            continue
        noun = _noun(tokens, place)
        if noun is not Noun.NONE:
            found = noun
        elif found is not Noun.NONE or token.kind != "word" or token.low in _STOPS:
            break
    return found


def _noun(tokens: Tokens, place: int) -> Noun:
    word = low(tokens, place).removesuffix("'s").removesuffix("'")
    if at(tokens, place + 1).text == "-" and at(tokens, place + 1).glued:
        return _NOUNS.get(f"{word}-{low(tokens, place + 2)}", Noun.NONE)
    return _NOUNS.get(word, Noun.NONE) if at(tokens, place).kind == "word" else Noun.NONE


def _for_each(tokens: Tokens, place: int) -> bool:
    """ "£43,000 each", "£43,000 per employee", "12 jobs per mutual"."""
    word, following = low(tokens, place), low(tokens, place + 1)
    if following in PERIODS or (following in _NOUNS and _NOUNS[following] is Noun.THINGS):
        return False
    per = word == "per" and (following in _NOUNS or following == "capita")
    per = per or (word in {"a", "per"} and following == "head")
    # "£15m for each mutual", "£40 to every member"
    per = per or (
        word in {"for", "to"}
        and following in {"each", "every"}
        and low(tokens, place + 2) in _NOUNS
    )
    return per or (word == "each" and at(tokens, place + 1).kind in {"end", "sign"})


def _on_itself(tokens: Tokens, place: int) -> bool:
    """ "year on year", "month-on-month"; a year that only opens a compound ("year-long") is a rate as well."""
    if low(tokens, place) == "year":
        return low(tokens, place + 1) in {"on", "-"}
    after = past_hyphen(tokens, place + 1)
    return low(tokens, after) == "on" and low(tokens, past_hyphen(tokens, after + 1)) == low(
        tokens, place
    )


def stated_per(tokens: Tokens, index: int, *, reach: int = 8) -> str:
    """The time a quantity is stated per ("a year", "per annum", "monthly"), or an empty string."""
    for place in range(index, index + reach):
        token = at(tokens, place)
        if token.kind in {"number", "end"} or token.text in ".;:!?£$€":
            return ""
        word = token.low
        if place <= index + 1 and _for_each(tokens, place):
            return "head"
        if word in _PER_WORDS:
            return _PER_WORDS[word]
        after = past_hyphen(tokens, place + 1)  # "a £1.5bn-a-year sector"
        if word in {"a", "per", "each", "every"} and low(tokens, after) in PERIODS:
            part = word == "a" and low(tokens, after) == "quarter"  # 25 per cent, not three months
            if part or low(tokens, after + 1) in _NOT_A_RATE:
                return ""
            return "year" if low(tokens, after) == "annum" else low(tokens, after)
        if word in PERIODS and _on_itself(tokens, place):
            return word
        if word == "p" and low(tokens, place + 1) == "." and low(tokens, place + 2) == "a":
            return "year"
    return ""
