"""Statements that go to PostgreSQL in one message, by the lower layer of its driver.

A cursor of psycopg costs more of a processor than the small statements of a vote, and each question
that waits for its answer costs a change of process at both ends. Here statements are prepared once
a connection and sent together: what begins a transaction with its first question, and what ends it
with its last changes. Used by `prepared` alone, which knows when this is the database.
"""

from __future__ import annotations

import hashlib
import select
from collections.abc import Sequence
from threading import local
from typing import Any

from psycopg import Connection, errors
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus

# A statement with %s for each value, and the values.
Statement = tuple[str, Sequence[Any]]
BEGIN, COMMIT = ("BEGIN", ()), ("COMMIT", ())
_mine = local()


def of(driver: Connection[Any]) -> Trips:
    """What goes over this thread's connection."""
    found: Trips | None = getattr(_mine, "trips", None)
    if found is None or found.driver is not driver:
        found = _mine.trips = Trips(driver)
    return found


class Trips:
    """One connection, and what was prepared in it."""

    def __init__(self, driver: Connection[Any]) -> None:
        self.driver, self._line = driver, driver.pgconn
        self._values = Transformer.from_context(driver)
        self._names: dict[str, bytes] = {}
        # Changes that wait for the next question or for the end; None: nothing waits.
        self.waiting: list[Statement] | None = None

    def change(self, statement: Statement) -> None:
        """Make a change now, or with whatever is sent next."""
        if self.waiting is None:
            self.ask([statement])
        else:
            self.waiting.append(statement)

    def ask(self, statements: Sequence[Statement]) -> list[list[tuple[Any, ...]]]:
        """The rows of each statement, in order; each sees what those before it did.

        In a transaction that Django began it is begun here with the first. Raises psycopg's errors.
        """
        before = self.waiting or []
        if self.waiting:
            self.waiting = []
        idle = self._line.transaction_status == TransactionStatus.IDLE
        if idle and not self.driver.autocommit:
            before = [BEGIN, *before]
        sent = [self._prepared(*each) for each in (*before, *statements)]
        try:
            results = self._exchanged(sent)
        except BaseException:
            # Half a message is out: nobody can go on with this connection.
            self.driver.close()
            raise
        for each in results:
            if each.status not in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
                raise self._error(each)
            if each.command_status == b"ROLLBACK":
                raise errors.InFailedSqlTransaction(
                    "The transaction had failed: nothing is stored."
                )
        return [self._rows(each) for each in results[len(before) :]]

    def end(self, commit: bool) -> None:
        """Send what waits, and with it the end of the transaction if that is wanted."""
        if commit or self.waiting:
            self.ask([COMMIT] if commit else [])

    def _prepared(self, sql: str, values: Sequence[Any]) -> tuple[bytes, Any, Any]:
        name = self._names.get(sql)
        if name is None:
            # By its text, so that behind a pooler no other connection means another statement by it.
            name = f"mutualise_{hashlib.sha256(sql.encode()).hexdigest()[:32]}".encode()
            first, *rest = sql.split("%s")
            numbered = first + "".join(f"${at}{part}" for at, part in enumerate(rest, start=1))
            made = self._line.prepare(name, numbered.replace("%%", "%").encode())
            if made.status != ExecStatus.COMMAND_OK:
                raise self._error(made)
            self._names[sql] = name
        if not values:
            return name, None, None
        forms = [PyFormat.BINARY if type(each) is bytes else PyFormat.TEXT for each in values]
        return name, self._values.dump_sequence(values, forms), self._values.formats

    def _exchanged(self, sent: Sequence[tuple[bytes, Any, Any]]) -> list[Any]:
        """The answer to each statement; after the first that failed PostgreSQL skips the others."""
        line = self._line
        line.enter_pipeline_mode()
        for name, values, forms in sent:
            line.send_query_prepared(name, values, forms)
        line.pipeline_sync()
        while line.flush():
            self._wait(select.POLLIN | select.POLLOUT)
        results = []
        for _ in sent:
            results.append(self._next())
            # What ends the answers to one statement.
            self._next()
        self._next()
        line.exit_pipeline_mode()
        return results

    def _next(self) -> Any:
        while self._line.is_busy():
            self._wait(select.POLLIN)
        return self._line.get_result()

    def _wait(self, events: int) -> None:
        """Wait for the other end; other threads go on meanwhile. Raises OperationalError."""
        poll = select.poll()
        poll.register(self._line.socket, events)
        if any(event & ~select.POLLOUT for _, event in poll.poll()):
            self._line.consume_input()

    def _rows(self, result: Any) -> list[tuple[Any, ...]]:
        if not result.ntuples:
            return []
        self._values.set_pgresult(result)
        rows: list[tuple[Any, ...]] = self._values.load_rows(0, result.ntuples, tuple)
        return rows

    def _error(self, result: Any) -> errors.Error:
        found = errors.error_from_result(result)
        if isinstance(found, errors.InvalidSqlStatementName | errors.DuplicatePreparedStatement):
            # What is prepared there is not what we know of: the next request connects anew.
            self.driver.close()
        return found
