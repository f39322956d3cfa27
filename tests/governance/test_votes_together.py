"""Votes that wait for the disk at the same time are put there by one commit."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from mutualise.chronicle import together

pytestmark = pytest.mark.django_db


def written(name: str) -> str:
    ContentType.objects.create(app_label="votes", model=name)
    return name


def there() -> list[str]:
    found = ContentType.objects.filter(app_label="votes").order_by("model")
    return list(found.values_list("model", flat=True))


def batch(*deeds) -> list[together._Waiting]:
    return [together._Waiting(deed) for deed in deeds]


def twice() -> None:
    written("changed before it failed")
    written("changed before it failed")


def test_all_who_wait_are_told_after_one_commit():
    waiting = batch(lambda: written("one"), lambda: written("two"))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        together._commit(waiting)
    # The test stands in a transaction of its own, so that the commit is the outermost savepoint.
    ends = [each["sql"] for each in asked if each["sql"].startswith("RELEASE SAVEPOINT")]
    begins = [each["sql"] for each in asked if each["sql"].startswith("SAVEPOINT")]
    assert ends[-1].split()[-1] == begins[0].split()[-1]
    assert [(each.done, each.result, each.error) for each in waiting] == [
        (True, "one", None), (True, "two", None),
    ]  # fmt: skip
    assert there() == ["one", "two"]


def test_a_vote_that_fails_undoes_itself_and_no_other():
    waiting = batch(lambda: written("one"), twice, lambda: written("two"))
    together._commit(waiting)
    assert there() == ["one", "two"]
    assert [type(each.error) for each in waiting] == [type(None), IntegrityError, type(None)]


def test_nobody_is_told_of_a_vote_whose_commit_fails(monkeypatch):
    real = together.transaction.atomic
    outermost = []

    class Failing:
        """The outermost transaction fails when it ends, as a full disk would have it."""

        def __enter__(self):
            self.inner = real()
            self.inner.__enter__()

        def __exit__(self, *_):
            error = OSError("the disk is full")
            self.inner.__exit__(OSError, error, None)
            raise error

    def atomic():
        if outermost:
            return real()
        outermost.append(True)
        return Failing()

    monkeypatch.setattr(together.transaction, "atomic", atomic)
    waiting = batch(lambda: written("one"), lambda: written("two"))
    together._commit(waiting)
    assert [str(each.error) for each in waiting] == ["the disk is full"] * 2
    assert there() == []


def test_what_a_deed_gives_and_raises_reaches_whoever_asked():
    assert together.durably(lambda: written("one")) == "one"
    with pytest.raises(IntegrityError):
        together.durably(twice)
    assert there() == ["one"]


def test_whoever_comes_during_a_commit_has_the_next_turn():
    late = together._Waiting(lambda: written("late"))

    def one() -> str:
        together._waiting.append(late)
        return written("one")

    first, second = batch(one, lambda: written("two"))
    together._waiting.extend([first, second])
    try:
        together._lead(first)
        assert (first.result, second.result, late.done) == ("one", "two", False)
        assert list(together._waiting) == [late]
        assert not second.woken.locked(), "whoever is done is told at once"
        assert not late.woken.locked(), "the next is asked to commit"
        together._lead(late)
        assert (late.result, list(together._waiting)) == ("late", [])
    finally:
        together._waiting.clear()


def test_a_turn_that_cannot_be_had_is_told_and_given_on(monkeypatch):
    def none():
        raise OSError("read-only file system")

    monkeypatch.setattr(together, "turn", none)
    first, second = batch(lambda: written("one"), lambda: written("two"))
    together._waiting.extend([first, second])
    try:
        together._lead(first)
        assert isinstance(first.error, OSError) and first.done
        assert list(together._waiting) == [second] and not second.woken.locked()
    finally:
        together._waiting.clear()
    assert there() == []
