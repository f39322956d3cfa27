"""Erasing a person: who they are goes, what was counted stays.

No row is deleted that a figure counts, so every count, sum and median comes out as before. The
person's own row keeps its number and loses their address. The address is taken out of every text that
can change; the name, if one is given, out of those of the cases they had to do with, as whole words:
others are called alike, and what somebody gives as their name says nothing of other people's cases.
"""

from __future__ import annotations

from datetime import date
from re import Pattern
from typing import Any

from django.db import transaction

from mutualise.accounts.actions import ErasureRefused, forget
from mutualise.accounts.models import Person
from mutualise.chronicle import clock
from mutualise.programme.actions.people import leave_for_good
from mutualise.programme.models import Letter, Signature
from mutualise.programme.queries.assessment import waiting_for
from mutualise.programme.queries.privacy import (
    CHANGING,
    cases_of,
    mentioning,
    of_cases,
    old_diagnostics,
    past_keeping,
    permanent_mentions,
)
from mutualise.programme.rules.mentions import of_address, of_name
from mutualise.programme.rules.retention import KEEP_DIAGNOSTICS

ERASED = "[erased]"


@transaction.atomic
def erase(*, person: Person, by: Person | None, name: str = "") -> list[str]:
    """Erase a person; returns where the permanent record still mentions the address or the name.

    The open cases they lead go on without them (`people.leave_for_good`). Raises ErasureRefused
    while they have an assessment to do.
    """
    person = Person.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise ErasureRefused("This person is erased already, or cannot sign in.")
    if waiting_for(person):
        raise ErasureRefused("They have an assessment to do. Finish it, or declare a conflict.")
    called, theirs = name.strip(), cases_of(person)
    mentions = {person.email: of_address(person.email)} | (
        {called: of_name(called)} if called else {}
    )
    leave_for_good(person)
    letters = Letter.objects.filter(to__iexact=person.email)
    letters.update(subject=ERASED, body=ERASED, last_error="")
    for model, fields in CHANGING:
        for word, mention in mentions.items():
            where = None if word == person.email else of_cases(model, theirs)
            for row in mentioning(model, fields, word, mention, where):
                _take_out(row, fields, mention)
    Signature.objects.filter(by=person).update(name=ERASED, post=ERASED)
    address = forget(person=person, by=by)
    letters.update(to=address)
    return permanent_mentions(mentions)


def erase_what_is_past(today: date) -> int:
    """Erase everybody whose cases are past their keeping, and old runs of the diagnostic that
    became no enquiry; how many people."""
    done = 0
    for person in past_keeping(today):
        erase(person=person, by=None)
        done += 1
    old_diagnostics(clock.now() - KEEP_DIAGNOSTICS).delete()
    return done


def _take_out(row: Any, fields: tuple[str, ...], mention: Pattern[str]) -> None:
    for name in fields:
        setattr(row, name, mention.sub(ERASED, getattr(row, name)))
    row.save(update_fields=list(fields))
