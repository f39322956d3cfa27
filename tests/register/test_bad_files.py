"""Files nobody should be able to load: each is refused by row and column, with what to do instead."""

from __future__ import annotations

import io

import pytest

from mutualise.evidence.ingest.problems import BadFile
from mutualise.evidence.ingest.tables import read_stream
from mutualise.register.ingest.load import ALL_COLUMNS, LoadRefused, load

pytestmark = pytest.mark.django_db
SOURCE = "bbc-26030205"
OBSERVATION = {
    "subject": "bit", "measure": "employees", "qualifier": "=", "value": "36", "unit": "people",
    "period": "2014-08-05", "area": "england", "quality": "OBSERVED", "source": SOURCE,
}  # fmt: skip
IDENTIFIER = {"organisation": "bit", "scheme": "GB-COH", "identifier": "99999999", "source": SOURCE}
EVENT = {"organisation": "bit", "event": "ended", "date": "2013-01-01", "source": SOURCE}
NEW_SOURCE = {"source": "new-source", "title": "T"}
STAKE = {
    "organisation": "bit", "date": "2016-01-01", "instrument": "equity", "holder": "state",
    "share": "5", "source": SOURCE,
}  # fmt: skip


def content_of(kind, rows):
    columns = ALL_COLUMNS[kind]
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def loaded(content, name="facts.csv"):
    return load(read_stream(io.BytesIO(content), name, ALL_COLUMNS))


@pytest.mark.parametrize(
    ("kind", "row", "column", "said"),
    [
        ("observations", OBSERVATION | {"measure": "employes"}, "measure", "write employees"),
        ("names", {"organisation": "bit", "name": '"A\nB"', "kind": "former", "source": SOURCE},
         "name", "on one line"),
        ("observations", OBSERVATION | {"measure": "staff-feel-trusted", "unit": "per cent",
         "value": "140", "base": "respondents"}, "value", "Give 0 to 100"),
        ("identifiers", IDENTIFIER | {"scheme": "gb-coh"}, "scheme", "GB-COH"),
        ("identifiers", IDENTIFIER | {"identifier": "1234"}, "identifier", "leading noughts"),
        ("identifiers", IDENTIFIER | {"scheme": "GB-MPR", "identifier": "<b>1</b>"}, "identifier",
         "letters and digits"),
        ("identifiers", IDENTIFIER | {"valid_from": "2014", "valid_until": "2013"}, "valid_until",
         "Change one of the two dates"),
        ("events", EVENT, "date", "before the launch"),
        ("events", EVENT | {"date": "2020-01-01", "successor": "bit"}, "successor", "itself"),
        ("stakes", STAKE | {"date": "2016-02-30"}, "date", "Write it as in 2014-07-23"),
        ("stakes", STAKE | {"share": "1e1"}, "share", "Write a percentage"),
        ("stakes", STAKE | {"share": "33.3333"}, "share", "three decimals"),
        ("sources", NEW_SOURCE | {"published_on": "2015-01-01", "retrieved_on": "2014-01-01"},
         "retrieved_on", "Check both"),
        ("names", {"organisation": "bit", "name": "B\u202eit", "kind": "former", "source": SOURCE},
         "name", "turns the order"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_true_is_named_with_the_remedy(kind, row, column, said):
    with pytest.raises(LoadRefused) as refused:
        loaded(content_of(kind, [row]))
    (problem,) = refused.value.problems
    assert (problem.row, problem.column) == (2, column)
    assert said in problem.message


def test_an_end_before_the_launch_is_found_within_one_file():
    body = {"organisation": "new-body", "name": "N", "entry_class": "mutual", "source": SOURCE}
    loaded(content_of("organisations", [body]))
    launch = EVENT | {"organisation": "new-body", "event": "launched", "date": "2015-01-01"}
    end = EVENT | {"organisation": "new-body"}
    with pytest.raises(LoadRefused, match=r"row 3, column date: new-body: Ended by 2013-01-01"):
        loaded(content_of("events", [launch, end]))
    loaded(content_of("events", [launch, end | {"date": "2016"}]))


def test_an_editor_cannot_enter_an_end_before_the_launch(as_editor):
    given = {"event": "ended", "date": "2013-01-01", "source": SOURCE}
    answer = as_editor.post("/editor/register/bit/events/add/", given)
    assert "before the launch" in answer.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (content_of("observations", [OBSERVATION]).decode().encode("utf-16"), "CSV UTF-8"),
        (content_of("observations", [OBSERVATION]).decode().encode("utf-16-le"), "NUL"),
        (content_of("observations", [OBSERVATION | {"note": "£5"}]).decode().encode("cp1252"), "CSV UTF-8"),
        (content_of("observations", [OBSERVATION]).replace(b",", b";"), "with commas"),
        (content_of("observations", [OBSERVATION]).replace(b",", b"\t"), "with commas"),
    ],
)  # fmt: skip
def test_another_encoding_or_separator_is_refused_with_the_remedy(content, said):
    with pytest.raises(BadFile, match=said):
        loaded(content)


def test_a_byte_order_mark_is_no_part_of_the_header():
    content = content_of("observations", [OBSERVATION | {"period": "2014-08-06"}])
    assert loaded(b"\xef\xbb\xbf" + content).recorded == {"observations": 1}
