"""Ballots in the forms that archives really have, and files made to be slow: read as meant, in few steps."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path

import pytest

from mutualise.governance.rules import counting

WARD = Path(__file__).resolve().parents[3] / "data/ballots/wards/renfrewshire_2017_ward11.blt"
SOURCES = Path(counting.__file__).parent / "reading"


@pytest.fixture(scope="module")
def ward() -> counting.Poll:
    return counting.read(WARD.read_bytes(), WARD.name)


def _papers(poll: counting.Poll) -> str:
    rows = (f"{number} {' '.join(map(str, ranking))} 0" for number, ranking in poll.papers)
    return "\n".join([f"{len(poll.candidates)} {poll.seats}", *rows, "0", ""])


def _people(poll: counting.Poll) -> list[tuple[str, str]]:
    """(name, party) out of "Name (Party (P))"."""
    return [(each.split(" (")[0], each.partition(" (")[2][:-1]) for each in poll.candidates]


def council_profile(poll):
    """As the councils' counting system writes it: name and party, each in quotes."""
    named = "".join(f'"{name}" "{party}"\r\n' for name, party in _people(poll))
    return "a.txt", _papers(poll).replace("\n", "\r\n") + named + f'"{poll.title}"\r\n\x1a'


def collected_in_2007(poll):
    named = "".join(
        f"# ALTERNATIVE NAME {at}: {name} ({party})\n"
        for at, (name, party) in enumerate(_people(poll), start=1)
    )
    return "a.blt", _papers(poll) + named + poll.title


def collected_in_2012(poll):
    named = "".join(f"{name} ({party})\n" for name, party in _people(poll))
    return "a.blt", "\ufeff" + _papers(poll) + named + poll.title


def collected_in_2022(poll):
    named = "".join(f'"{name} ""{party}"""\n' for name, party in _people(poll))
    return "a.blt", _papers(poll) + named + poll.title


def through_a_spreadsheet(poll):
    named = "".join(f'"{name}, {party}",,\n' for name, party in _people(poll))
    return "a.blt", _papers(poll).replace("\n", ",,,\n") + named + f'"{poll.title}",'


def as_the_collection_has_it_in_csv(poll):
    rows = "".join(f"{number},{','.join(map(str, each))},\n" for number, each in poll.papers)
    named = "".join(
        f'"Candidate {at}","{name}","{party}",\n'
        for at, (name, party) in enumerate(_people(poll), start=1)
    )
    head = f"{len(poll.candidates)},{poll.seats},\n"
    return "a.csv", head + rows + named + f'""{poll.title}"",'


def as_preflib(poll):
    named = "".join(f"# ALTERNATIVE NAME {at}: {n}\n" for at, n in enumerate(poll.candidates, 1))
    rows = "".join(f"{number}: {','.join(map(str, each))}\n" for number, each in poll.papers)
    return "a.txt", f"# DATA TYPE: soi\n{named}{rows}"


def as_old_preflib(poll):
    named = "".join(f"{at},{n}\n" for at, n in enumerate(poll.candidates, 1))
    rows = "".join(f"{number},{','.join(map(str, each))}\n" for number, each in poll.papers)
    return "a.soi", f"{len(poll.candidates)}\n{named}1,1,1\n{rows}"


FORMS = [
    council_profile, collected_in_2007, collected_in_2012, collected_in_2022, through_a_spreadsheet,
    as_the_collection_has_it_in_csv, as_preflib, as_old_preflib,
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_ward_in_each_form_gives_the_same_stages(ward, form):
    name, content = form(ward)
    poll = counting.read(content, name, seats=ward.seats)
    assert sorted(poll.papers) == sorted(ward.papers)
    assert counting.count(poll).as_json()["stages"] == counting.count(ward).as_json()["stages"]
    assert poll.title in (ward.title, "")
    for ours, theirs in zip(poll.candidates, _people(ward), strict=True):
        assert ours.startswith(theirs[0])


def test_a_name_with_its_party_and_a_comment_behind_a_name():
    head = "2 1\n1 1 0\n0\n"
    with_party = counting.read(head + '"Ann ""Annie"" A" "The Blues"\n"Bea" ""\n"T"\n', "a.blt")
    assert with_party.candidates == ('Ann "Annie" A (The Blues)', "Bea")
    with_comment = counting.read(head + '"Ann" # not "Anne"\n"Bea" "T"\n', "a.blt")
    assert (with_comment.candidates, with_comment.title) == (("Ann", "Bea"), "T")


def test_names_in_latin_letters_of_windows():
    poll = counting.read('2 1\n1 1 0\n0\n"Ann"\n"Jérémie"\n'.encode("cp1252"), "a.blt")
    assert poll.candidates == ("Ann", "Jérémie")
    assert "Windows-1252" in " ".join(poll.notes)


def test_an_option_of_another_program_is_passed_over_and_said_to_be():
    poll = counting.read("2 1\n[tie 2 1]\n-2\n3 1 0\n1 0\n0\n", "a.blt")
    assert (list(poll.papers), poll.withdrawn, poll.rejected) == ([(3, (1,))], {2}, 1)
    assert "“[tie 2 1]” is an option of another program" in " ".join(poll.notes)


@pytest.mark.parametrize("nothing", ["", "-", ".", "0", "NA", "n/a"])
def test_marks_for_no_preference_in_a_sheet(nothing):
    poll = counting.read(f"Ann,Bea\n1,{nothing}\n{nothing},1\n", "a.csv", seats=1)
    assert sorted(poll.papers) == [(1, (1,)), (1, (2,))]
    assert poll.rejected == 0


@pytest.mark.parametrize("braces", ["{1,{2}}", "}1{", "1,{2"])
def test_braces_that_do_not_pair_are_refused(braces):
    content = f"# ALTERNATIVE NAME 1: Ann\n# ALTERNATIVE NAME 2: Bea\n1: {braces}\n"
    with pytest.raises(counting.BallotsUnreadable, match="line 3: the order has a brace"):
        counting.read(content, "a.toi", seats=1)


@pytest.mark.parametrize(
    "content", ["999999999 1\n1 1 0\n0\n", "Choice 1,Choice 2\n1,50000\n", ",".join(map("n{}".format, range(1001)))]
)  # fmt: skip
def test_more_candidates_than_any_ballot_has_are_refused_before_anything_is_made_of_them(content):
    with pytest.raises(counting.BallotsUnreadable, match="Up to 1,000 can be counted"):
        counting.read(content, "a", seats=1)


HEAD = "3 1\n1 1 0\n0\n"
SLOW = {
    "an open quote before each name": lambda n: ("a.blt", HEAD + '"a ' * n),
    "marks alone": lambda n: ("a.blt", HEAD + '"' * n),
    "doubled marks and no end": lambda n: ("a.blt", HEAD + '"' + '""' * n + "x"),
    "backslashes": lambda n: ("a.blt", HEAD + '"' + "\\" * n),
    "many names on one line": lambda n: ("a.blt", HEAD + '"a" ' * n),
    "equal preferences": lambda n: ("a.blt", "3 1\n1 " + "1=" * n + "1 0\n0\n"),
    "the same heading": lambda n: ("a.csv", "a," * n + "\n"),
    "a long ranking by names": lambda n: ("a.csv", "1st,2nd\n" + ",".join(map(str, range(1, n)))),
    "a ranking of a council": lambda n: ("a.csv", f"9,1\n1,{'1,' * n}\n" + '"Candidate 1","A"\n'),
    "empty lines": lambda n: ("a.csv", "3,1\n" + "\n" * n),
    "open braces": lambda n: ("a.toi", "# ALTERNATIVE NAME 1: A\n1: " + "{1," * n),
    "pairs of braces": lambda n: ("a.toi", "# ALTERNATIVE NAME 1: A\n1: " + "{}" * n),
}  # fmt: skip


def _steps(name: str, content: str) -> int:
    """How many lines of the readers' code are gone through for a file, which no clock has part in."""
    steps = 0

    def line(frame, event, _):
        nonlocal steps
        if SOURCES not in Path(frame.f_code.co_filename).parents:
            return None
        steps += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        with contextlib.suppress(counting.BallotsUnreadable):
            counting.read(content, name, seats=1)
    finally:
        sys.settrace(before)
    return steps


@pytest.mark.parametrize("slow", SLOW)
def test_twice_as_long_a_file_takes_twice_the_steps(slow):
    once, twice = (_steps(*SLOW[slow](size)) for size in (400, 800))
    assert twice <= 2 * once


def test_long_lines_take_hundredths_of_a_second_where_going_back_would_take_minutes():
    """What a pattern does inside is no line of code: so the processor's own time, with a wide margin."""
    begun = time.process_time()
    for slow in SLOW.values():
        with contextlib.suppress(counting.BallotsUnreadable):
            name, content = slow(20_000)
            counting.read(content, name, seats=1)
    assert time.process_time() - begun < 10
