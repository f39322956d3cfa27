"""The same totals in plain Python, one reading at a time: slow, and easy to believe."""

from fractions import Fraction

from mutualise.statistics.rules.days import months_before
from mutualise.statistics.rules.readings import QUALITIES, was_known

USABLE = ("OBSERVED", "RETURNED", "FILED", "AUDITED")


def figures(rows, kind, on, moment):
    """{subject: [(day, valid_from, valid_until, value, only a bound)]}, oldest first."""
    periods = {}
    for row in rows:
        if (
            row.kind == kind
            and row.quality in USABLE
            and row.valid_from <= on
            and was_known(row, moment)
        ):
            periods.setdefault((row.subject, row.valid_from, row.valid_until), []).append(row)
    found = {}
    for (subject, start, until), given in periods.items():
        best = max(QUALITIES.index(row.quality) for row in given)
        given = [row for row in given if QUALITIES.index(row.quality) == best]
        exact = {row.value for row in given if row.qualifier in "=~"}
        floors = {row.value for row in given if row.qualifier in (">", ">=")}
        roofs = {row.value for row in given if row.qualifier in ("<", "<=")}
        if exact:
            value = Fraction(sum(exact)) / len(exact)
        elif floors and roofs:
            value = Fraction(max(floors) + min(roofs)) / 2
        else:
            value = Fraction(max(floors) if floors else min(roofs))
        day = min(until.toordinal() - 1, on.toordinal())
        found.setdefault(subject, []).append((day, start, until, value, not exact))
    return {subject: sorted(each) for subject, each in found.items()}


def newest(of_subject, since, until):
    fitting = [each for each in of_subject if since <= each[0] <= until]
    return fitting[-1] if fitting else None


def stock_total(measure, rows, members, on, moment=None, hazard=Fraction(0)):
    """(fresh total, whole total), unrounded, for a measure of one kind."""
    table = figures(rows, measure.kinds[0], on, moment)

    def back(months):
        return months_before(on, months).toordinal()

    window = measure.whole("window_months")
    fresh = {}
    for code in members:
        figure = newest(table.get(code, []), back(window), on.toordinal())
        if figure:
            fresh[code] = figure
    fresh_total = sum((each[3] for each in fresh.values()), Fraction(0))
    total, waiting = fresh_total, [code for code in members if code not in fresh]
    for year in range(1, measure.whole("carry_years") + 1):
        since, until = back(window + 12 * year), back(window + 12 * (year - 1)) - 1
        then = {code: newest(table.get(code, []), since, until) for code in members}
        pairs = [
            (then[code][3], fresh[code][3])
            for code in fresh
            if then[code] and not then[code][4] and not fresh[code][4]
        ]
        silent = [code for code in waiting if then[code] and not then[code][4]]
        for code in silent:
            total += grown(measure, then[code][3], pairs, min(Fraction(1), hazard * year))
        waiting = [code for code in waiting if code not in silent]
    if fresh:
        sizes = sorted(each[3] for each in fresh.values())
        middle = (sizes[(len(sizes) - 1) // 2] + sizes[len(sizes) // 2]) / 2
        total += middle * len(waiting)
    return fresh_total, total


def grown(measure, size, pairs, closed):
    limits = measure.numbers("strata")

    def stratum(value):
        return sum(value >= Fraction(limit) for limit in limits)

    alike = [pair for pair in pairs if stratum(pair[0]) == stratum(size)]
    use = alike if len(alike) >= measure.whole("fewest_donors") else pairs
    if len(pairs) < 2 or not sum(then for then, _ in use):
        return size
    return size * sum(now for _, now in use) / sum(then for then, _ in use) * (1 - closed)
