"""Files of ballots are read as meant, or refused with the line, the field and the remedy."""

from __future__ import annotations

import gzip

import pytest

from mutualise.governance.rules import counting
from mutualise.governance.rules.counting import reading

BLT = '3 2\n4 1 2 0\n3 2 0\n1 3 1 2 0\n0\n"Ann"\n"Bea"\n"Cem"\n"A board"\n'


def test_a_plain_file():
    poll = counting.read(BLT, "a.blt")
    assert poll.candidates == ("Ann", "Bea", "Cem")
    assert (poll.seats, poll.title) == (2, "A board")
    assert list(poll.papers) == [(4, (1, 2)), (3, (2,)), (1, (3, 1, 2))]


@pytest.mark.parametrize(
    "content",
    [
        BLT.replace("\n", "\r\n"),
        "# made for a test\n" + BLT,
        BLT.replace("4 1 2 0", "4 1 2 0  # a comment"),
        BLT.replace('"Ann"\n"Bea"\n', '"Ann" "Bea"\n'),
        "\ufeff" + BLT,
        BLT.replace("\n0\n", "\n 0 \n"),
        BLT.replace("4 1 2 0", "(B1) 4 1 2 0"),
        BLT.replace("4 1 2 0\n3 2 0\n", "4 1 2 0 3 2 0\n"),
    ],
)
def test_other_ways_of_writing_the_same(content):
    expected = counting.read(BLT, "a.blt")
    for form in (content, content.encode(), gzip.compress(content.encode())):
        poll = counting.read(form, "a.blt.gz")
        assert sorted(poll.papers) == sorted(expected.papers)
        assert (poll.candidates, poll.seats) == (expected.candidates, 2)


def test_withdrawn_candidates_and_other_seats():
    poll = counting.read(BLT.replace("3 2\n", "3 2\n-2\n", 1), "a.blt", seats=1)
    assert poll.withdrawn == {2}
    done = counting.count(poll, "scottish")
    assert done.elected == (1,)
    assert (done.valid, done.as_json()["rejected"]) == (5, 3)


def test_quotes_inside_a_name():
    content = BLT.replace('"Ann"', '"Ann "Annie" Other"')
    assert counting.read(content, "a.blt").candidates[0] == 'Ann "Annie" Other'


def test_quotes_doubled_as_in_csv_and_commas():
    content = BLT.replace('"Ann"', '"Ann, ""Annie"" Other"')
    assert counting.read(content, "a.blt").candidates[0] == 'Ann, "Annie" Other'


def test_equal_and_skipped_preferences_end_the_clear_part_of_a_paper():
    content = BLT.replace("1 3 1 2 0", "1 3 1=2 0\n2 3 - 1 0\n5 1=2 3 0")
    poll = counting.read(content, "a.blt")
    assert (3, (3,)) in list(poll.papers)
    assert poll.rejected == 5
    assert any("3 papers gave equal or skipped" in note for note in poll.notes)
    assert any("5 papers without one clear first" in note for note in poll.notes)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("4 1 2 0", "4 1 9 0", 2, "preference 2 is “9”"),
        ("3 2 0", "3 2 2 0", 3, "names candidate 2 again"),
        ("3 2 0", "x 2 0", 3, "whole number of papers"),
        ("3 2 0", "1.5 2 0", 3, "whole number of papers"),
        ("3 2 0", "[7] 1 2 0", 3, "Delete it"),
        ("4 1 2 0", "4 1 2", 2, "has no end"),
        ("3 2 0", "0 2 0", 3, "is 0; it must be 1 or more"),
        ("3 2\n", "3\n2 ", 1, "number of places is missing"),
        ("3 2\n", "three 2\n", 1, "number of candidates"),
        ("3 2\n", "3 0\n", 1, "number of places"),
        ("\n0\n", "\n", 5, "only 0"),
        ('"Cem"\n"A board"\n', "", 7, "2 entries for 3 candidates"),
        ('"Ann"', '"Ann', 6, "closing quote"),
        ("3 2 0", f"{2**70} 2 0", 3, "less than 2^62"),
    ],
)
def test_a_wrong_blt_file_is_refused(old, new, line, says):
    with pytest.raises(counting.BallotsUnreadable, match="line") as refused:
        counting.read(BLT.replace(old, new, 1), "a.blt")
    assert refused.value.line == line
    assert says in str(refused.value)
    assert str(refused.value).startswith(f"a.blt, line {line}: ")


def test_a_damaged_or_empty_file_is_refused():
    for content in (b"", gzip.compress(BLT.encode())[:-9]):
        with pytest.raises(counting.BallotsUnreadable):
            counting.read(content, "a.blt")


def test_a_sheet():
    poll = counting.read("Ann,Bea,Cem\n1,2,\n,1,2\n1,1,2\n1,3,\n,,\n", "a.csv", seats=1)
    assert poll.candidates == ("Ann", "Bea", "Cem")
    assert sorted(poll.papers) == [(1, (1,)), (1, (1, 2)), (1, (2, 3))]
    assert poll.rejected == 2
    grouped = counting.read("papers;Ann;Bea\n12;1;2\n3;;1\n", "a.csv", seats=1)
    assert sorted(grouped.papers) == [(3, (2,)), (12, (1, 2))]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("Ann,Bea\n1,second\n", "line 2: column “Bea” is “second”"),
        ("Ann,Bea\n1,2,3\n", "line 2: the row has 3 cells"),
        ("Choice 1,Choice 2\nAnn,Ann\n", "line 2: preference 2 names “Ann” again"),
        ("Choice 1,Choice 2\n,\n", "names no candidate"),
        ('2,1,\n3,4,\n"Candidate 1","A"\n"Candidate 2","B"\n', "line 2: preference 1 is “4”"),
        ('2,1,\n3,1,\n"Candidate 1","A"\n', "has 1 names; the first row says 2"),
        ("Ann,Ann\n1,2\n", "line 1: heading 1"),
        ("papers,Ann\nmany,1\n", "line 2: column “papers”"),
        ("1,2\n1,2\n", "The first row holds the names"),
    ],
)
def test_a_wrong_sheet_is_refused(content, says):
    with pytest.raises(counting.BallotsUnreadable) as refused:
        counting.read(content, "a.csv", seats=1)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    "content",
    [
        "Choice 1,Choice 2\nAnn,Bea\nBea,Cem\nAnn,Bea\nCem,\n",
        "count,rank1,rank2\n2,Ann,Bea\n1,Bea,Cem\n1,Cem,skipped\n",
        "Timestamp,Rank [Ann],Rank [Bea],Rank [Cem]\nx,1st,2nd,\nx,,1st,2nd\nx,1.0,2.0,\nx,,,1st\n",
        "papers,Ann,Bea,Cem,\n2,1,2,,\n1,,1,2,\n1,,,1,\n,,,,\n",
        '3,1,\n2,1,2,\n1,2,3,\n1,3,\n"Candidate 1","Ann","P",\n"Candidate 2","Bea","Q",\n'
        '"Candidate 3","Cem","Q",\n"A ward"\n',
    ],
)
def test_the_same_papers_as_different_programs_export_them(content):
    for form in (content, content.encode("utf-16"), content.replace("\n", "\r\n")):
        poll = counting.read(form, "a.csv", seats=1)
        assert poll.candidates == ("Ann", "Bea", "Cem")
        assert sorted(poll.papers) == [(1, (2, 3)), (1, (3,)), (2, (1, 2))]


def test_a_sheet_needs_the_number_of_places():
    with pytest.raises(counting.BallotsUnreadable, match="--seats"):
        counting.read("Ann,Bea\n1,2\n", "a.csv")


def test_preflib():
    content = (
        "# TITLE: A poll\n# NUMBER ALTERNATIVES: 3\n# ALTERNATIVE NAME 1: Ann\n"
        "# ALTERNATIVE NAME 2: Bea\n# ALTERNATIVE NAME 3: Cem\n5: 1,2,3\n2: 3,{1,2}\n1: {1,2},3\n"
    )
    poll = counting.read(content, "a.toi", seats=1)
    assert sorted(poll.papers) == [(2, (3,)), (5, (1, 2, 3))]
    assert (poll.title, poll.rejected) == ("A poll", 1)
    with pytest.raises(counting.BallotsUnreadable, match="line 6: preference 2 is “1”"):
        counting.read(content.replace("5: 1,2,3", "5: 1,1"), "a.soi", seats=1)


def test_preflib_as_it_was_before_2022():
    old = "3\n1,Ann\n2,Bea\n3,Cem\n8,8,3\n5,1,2,3\n2,3,{1,2}\n1,{1,2},3\n"
    poll = counting.read(old, "a.toc", seats=1)
    assert poll.candidates == ("Ann", "Bea", "Cem")
    assert (sorted(poll.papers), poll.rejected) == ([(2, (3,)), (5, (1, 2, 3))], 1)
    for wrong, line in ((old.replace("2,Bea", "7,Bea"), 3), (old.replace("2}", "2"), 7)):
        with pytest.raises(counting.BallotsUnreadable) as refused:
            counting.read(wrong, "a.toc", seats=1)
        assert refused.value.line == line


def test_one_of_a_thing_is_not_told_in_the_plural():
    poll = counting.read('2 1\n1 1 0\n1 1=2 0\n0\n"Ann"\n"Bea"\n', "a.blt")
    told = " ".join([*poll.notes, counting.Explanation(counting.count(poll)).opening()])
    assert "1 paper without one clear first preference was rejected" in told
    assert "1 valid paper for 1 place and 2 candidates." in told


@pytest.mark.parametrize("content", ["1" * 100_000, f"2 1\n{'9' * 100_000} 1 0\n0\n"])
def test_of_a_file_without_line_breaks_only_the_beginning_is_shown(content):
    with pytest.raises(counting.BallotsUnreadable) as refused:
        counting.read(content, "one-line.blt")
    assert len(str(refused.value)) < 300 and "…" in str(refused.value)


def test_a_packed_file_is_not_unpacked_beyond_any_contest(monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", len(BLT))
    assert counting.read(gzip.compress(BLT.encode()), "a.blt.gz").title == "A board"
    for form in (gzip.compress(BLT.encode() + b" "), BLT.encode() + b" "):
        with pytest.raises(ValueError, match="more than .* any contest's ballots"):
            counting.read(form, "a.blt.gz")
