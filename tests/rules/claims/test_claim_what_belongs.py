"""Which words of a sentence belong to its figure: those around it do, those of other things do not."""

import pytest

PEOPLE = "employees?at=2014-07-23"
VALUE = "services-value?at=2014-07-23"
JOBS = "additional-jobs?at=2014-07-23&years=3"
TRUSTED = "staff-feel-trusted?subject=chcp&at=2014-07-23"
GROWTH = "staff-productivity-growth?subject=mycsp&at=2014-07-23"


def codes(claim):
    return [fault.code for fault in claim.faults]


@pytest.mark.parametrize(
    "sentence",
    [
        "{} trust their managers",
        "{} say patients come first",
        "{} said patients get better care",
        "{} tell customers the truth",
        "{} are proud of their managers",
        "{} of staff trust managers",
        "{} of people who trust managers",
        "{} of mutuals’ staff feel trusted",
    ],
)
def test_people_named_later_in_the_sentence_are_not_those_counted(world, sentence):
    claim = world.claim("over 90 per cent", TRUSTED, sentence)
    assert (codes(claim), str(claim.verdict)) == ([], "supported")


@pytest.mark.parametrize(
    ("words", "link", "sentence", "fault"),
    [
        ("90 per cent", TRUSTED, "over {} of patients feel trusted", "different-denominator"),
        ("90", TRUSTED, "over {} per cent of patients feel trusted", "different-denominator"),
        ("over 90 per cent", TRUSTED, "{} of local patients", "different-denominator"),
        ("over 90 per cent", TRUSTED, "{} (1,100) of patients", "different-denominator"),
        ("over 90 per cent", TRUSTED, "an {} share of patients", "different-denominator"),
        ("35,000", PEOPLE, "They care for over {} people", "wrong-unit"),
        ("35,000", PEOPLE, "They have over {} customers", "wrong-unit"),
        ("3,000", JOBS, "They lost more than {} jobs", "wrong-unit"),
        ("3,000", JOBS, "more than {} jobs were cut", "wrong-unit"),
        ("£1.5bn", VALUE, "They save nearly {} a year", "wrong-unit"),
        ("£1.5bn", VALUE, "nearly {} of savings", "wrong-unit"),
    ],
)
def test_a_link_narrower_than_its_figure_hides_no_fault(world, words, link, sentence, fault):
    world.plant("additional-jobs", title="Additional jobs over three years")
    assert codes(world.claim(words, link, sentence)) == [fault]


def test_a_link_narrower_than_its_figure_is_no_fault(world):
    claim = world.claim("90 per cent", TRUSTED, "over {} of staff feel trusted")
    assert (codes(claim), str(claim.verdict)) == ([], "supported")


def test_jobs_that_save_money_are_not_jobs_saved(world):
    world.plant("additional-jobs", title="Additional jobs over three years")
    claim = world.claim("over 3,000 additional jobs", JOBS, "{} saving taxpayers £5m")
    assert codes(claim) == []
    saved = world.claim("over 3,000 jobs", JOBS, "{} were saved")
    assert codes(saved) == ["wrong-unit"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The higher pay was welcomed by {} of staff",
        "Improved services are reported by {} of staff",
        "The plan of raising standards is strongly backed by {} of staff",
        "Rising trust was felt by {} of staff",
    ],
)
def test_those_by_whom_a_thing_is_done_are_no_change(world, sentence):
    claim = world.claim("over 90 per cent", TRUSTED, sentence)
    assert (codes(claim), str(claim.verdict)) == ([], "supported")


@pytest.mark.parametrize(
    "sentence",
    [
        "Trust rose by {}",
        "Trust rose steadily by {}",
        "Trust was raised by {}",
        "Trust grew more than expected by {}",
        "Trust has grown in the last year by {}",
    ],
)
def test_a_change_is_no_share(world, sentence):
    assert codes(world.claim("over 90 per cent", TRUSTED, sentence)) == ["wrong-unit"]


def test_what_was_reduced_by_a_figure_fell(world):
    claim = world.claim("15 per cent", GROWTH, "Productivity was reduced by {} a year")
    assert str(claim.verdict) == "not supported"


@pytest.mark.parametrize(
    ("words", "sentence", "fault"),
    [
        ("nearly £1.5bn of services", "{} delivered by mutuals launched since 2010", []),
        ("nearly £1.5bn of services", "{} in mutuals that were spun out since 2010", []),
        ("nearly £1.5bn of services by those set up since 2010", "{}", []),
        ("nearly £1.5bn of services", "{} delivered by mutuals since 2010", ["different-period"]),
        ("nearly £1.5bn of services", "{} delivered since 2010", ["different-period"]),
    ],
)
def test_the_year_a_mutual_was_founded_is_no_year_of_its_services(world, words, sentence, fault):
    assert codes(world.claim(words, VALUE, sentence)) == fault


def test_jobs_made_since_another_year_are_of_another_period(world):
    claim = world.claim("over 3,000 jobs", JOBS, "{} created since 2010")
    assert codes(claim) == ["different-period"]


@pytest.mark.parametrize("words", ["£35.000 of services", "£35.000 services", "£35.000"])
def test_pounds_in_thousandths_are_not_read(world, words):
    assert str(world.claim(words, VALUE).verdict) == "cannot say"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In 5 min 30 staff came.", "30"),
        ("They met Max 35 times.", "35"),
        ("They have max 35 staff.", "max 35"),
        ("They have Max. 35 staff.", "Max. 35"),
        ("Max 35 staff", "Max 35"),
        ("<div><img alt=35000></div>", "35000"),
        ("---\ntitle: Mutuals\n  and 100 more\n---\n", "100"),
        ("---\ntitle: 'Mutuals\n  and 100'\n---\n", "100"),
    ],
)
def test_figures_stand_with_their_own_bounds_wherever_they_are(world, text, found):
    assert world.check(text).unchecked[-1].text.removesuffix(" times") == found
