"""Statements sent to PostgreSQL in one message: what fails is raised, and stores nothing."""

from __future__ import annotations

import threading
import time

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from mutualise.chronicle.prepared import Prepared, PreparedRow, at_once, changes_at_the_end
from mutualise.chronicle.together import durably
from mutualise.governance.models import Box

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="only PostgreSQL has trips"),
]
BOX = PreparedRow(Box)
HEAD = Prepared(
    lambda name: Box.objects.filter(reference=name).values_list("opening_head", "pk"), str
)
PAUSE = "SELECT pg_sleep(%s)"


def heads() -> list[str]:
    return [*Box.objects.filter(reference__startswith="box").values_list("opening_head", flat=True)]


def test_a_change_that_waits_is_seen_by_the_next_question_and_stored_at_the_end():
    def deed() -> list[tuple[object, ...]]:
        BOX.write(reference="box", opening_head="100% sure")
        return at_once((HEAD, ("box",)))[0]

    ((head, _),) = durably(deed)
    assert head == "100% sure"
    assert heads() == ["100% sure"]


def test_the_last_change_is_stored_when_whoever_asked_is_told():
    durably(lambda: BOX.write(reference="box", opening_head="1"))
    assert heads() == ["1"]
    assert connection.get_autocommit() and not connection.in_atomic_block


@pytest.mark.parametrize("later", [0, 1])
def test_a_change_that_fails_undoes_the_whole_deed(later):
    durably(lambda: BOX.write(reference="box", opening_head="1"))

    def deed() -> None:
        for _ in range(later):
            BOX.write(reference="box other", opening_head="2")
        BOX.write(reference="box", opening_head="3")

    with pytest.raises(IntegrityError):
        durably(deed)
    assert heads() == ["1"]


def test_what_a_deed_raises_throws_its_changes_away():
    def deed() -> None:
        BOX.write(reference="box", opening_head="1")
        raise ValueError

    with pytest.raises(ValueError):
        durably(deed)
    BOX.write(reference="box later", opening_head="2")
    assert heads() == ["2"]


def test_a_deed_that_hides_a_failed_statement_is_not_said_to_be_stored():
    def deed() -> None:
        BOX.write(reference="box", opening_head="1")
        at_once((HEAD, ("box",)))
        BOX.write(reference="box", opening_head="2")
        with pytest.raises(IntegrityError):
            at_once((HEAD, ("box",)))

    with pytest.raises(DatabaseError):
        durably(deed)
    assert heads() == []


def test_inside_somebody_elses_transaction_nothing_is_ended():
    with transaction.atomic():
        durably(lambda: BOX.write(reference="box", opening_head="1"))
        assert heads() == ["1"]
        transaction.set_rollback(True)
    assert heads() == []


def test_a_change_outside_a_deed_is_made_at_once():
    BOX.write(reference="box", opening_head="1")
    assert heads() == ["1"]
    with changes_at_the_end(commit=False):
        BOX.write(reference="box two", opening_head="2")
        assert heads() == ["1"]
    assert sorted(heads()) == ["1", "2"]


def _trips():
    from mutualise.chronicle import trips

    connection.ensure_connection()
    return trips.of(connection.connection)


def test_a_connection_that_ends_is_said_to_have_ended_and_the_next_one_serves():
    backend = _trips().ask([("SELECT pg_backend_pid()", ())])[0][0][0]
    threading.Thread(target=_end, args=(backend,)).start()
    with pytest.raises(OperationalError), connection.wrap_database_errors:
        _trips().ask([(PAUSE, (20,))])
    connection.close_if_unusable_or_obsolete()
    BOX.write(reference="box", opening_head="1")
    assert heads() == ["1"]


def _end(backend: int) -> None:
    time.sleep(0.3)
    with connection.cursor() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [backend])
    connection.close()


def test_other_threads_go_on_while_an_answer_is_waited_for():
    went_on, waiting = [], threading.Event()

    def go_on() -> None:
        waiting.wait(10)
        while waiting.is_set():
            went_on.append(1)
            time.sleep(0.001)

    other = threading.Thread(target=go_on)
    other.start()
    waiting.set()
    _trips().ask([(PAUSE, (0.3,))])
    waiting.clear()
    other.join()
    assert len(went_on) > 5


def test_what_was_prepared_and_taken_away_is_prepared_again():
    durably(lambda: BOX.write(reference="box", opening_head="1"))
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    driver = connection.connection
    with pytest.raises(DatabaseError):
        durably(lambda: BOX.write(reference="box two", opening_head="2"))
    assert driver.closed
    connection.close_if_unusable_or_obsolete()
    durably(lambda: BOX.write(reference="box two", opening_head="2"))
    assert sorted(heads()) == ["1", "2"]


def test_a_statement_has_the_same_name_whatever_was_prepared_before_it():
    def names() -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM pg_prepared_statements WHERE name LIKE 'mutualise%%'")
            return {name for (name,) in cursor.fetchall()}

    connection.close()
    _trips().ask([("SELECT 1", ())])
    first = names()
    connection.close()
    _trips().ask([("SELECT 2", ())])
    assert not first & names()
    _trips().ask([("SELECT 1", ())])
    assert first < names()


def test_a_wait_for_the_end_inside_another_is_refused_and_loses_nothing():
    with changes_at_the_end(commit=False):
        BOX.write(reference="box", opening_head="1")
        with pytest.raises(RuntimeError, match="already wait"), changes_at_the_end(commit=False):
            pass
    assert heads() == ["1"]
