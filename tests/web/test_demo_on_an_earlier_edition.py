"""The demonstration keeps an earlier edition of the shipped rows, and says how to see the present one."""

import shutil
from pathlib import Path

import pytest

from mutualise.evidence.models import Observation, Source
from mutualise.register.ingest.load import LoadRefused
from mutualise.web.cli import demo
from mutualise.web.cli.demo import load_shipped

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "register"


@pytest.fixture
def edition(tmp_path):
    """A later edition: a source is named otherwise, and a figure has its place in it."""
    folder = tmp_path / "register"
    shutil.copytree(SHIPPED, folder)
    for name, old, new in (
        ("sources.csv", "Page 952 of the site", "A visit to Lowestoft"),
        ("observations.csv", "peter-aldous-952,paragraph 2", "peter-aldous-952,another place"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.django_db
def test_the_same_edition_again_says_nothing_and_changes_nothing():
    before = Observation.objects.count()
    assert load_shipped(SHIPPED, lambda _: None) == ""
    assert Observation.objects.count() == before


@pytest.mark.django_db
def test_a_later_edition_does_not_count_a_figure_twice_and_says_what_to_do(edition):
    before = Observation.objects.count()
    said = load_shipped(edition, lambda _: None)
    assert "earlier edition of register" in said and "MUTUALISE_VAR" in said
    assert Observation.objects.count() == before
    assert Source.objects.filter(title="A visit to Lowestoft").count() == 0


@pytest.mark.django_db
def test_rows_refused_where_nothing_was_recorded_before_are_no_earlier_edition(
    edition, monkeypatch
):
    monkeypatch.setattr(demo.bulk, "newest", lambda: 0)
    with pytest.raises(LoadRefused):
        load_shipped(edition, lambda _: None)
