"""No table that can name a person is forgotten by the export, by the erasure, or by a look for mentions.

The tables are listed here anew, in another way than the product does it, so that a new one fails.
"""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db.models import CharField, EmailField, TextField

from mutualise.accounts.models import Mail, Person
from mutualise.accounts.queries import held_on, personal_columns
from mutualise.programme.models import Letter
from mutualise.programme.queries.privacy import CHANGING, PERMANENT, mentions_of
from tests.programme.builders import award_of, case_at, order_of, stranger

# What an export leaves out although a person is in it, and why.
NOT_EXPORTED = {
    "admin.LogEntry.user": "Django's own admin is not served",
}
# Where an address stays after an erasure in the programme, and who takes it out.
KEPT_ADDRESSES = {
    "claims.Notice": "only editors get one, and they are kept with the register",
    "governance.Particulars": "the member register of a body, erased by its company secretary",
    "governance.RollEntry": "the frozen roll of an election, held by its body",
    "governance.NoticeCopy": "what notice of a meeting a body gave, held by that body",
}
ERASED_ADDRESSES = {"accounts.Mail", "programme.Letter", "account.EmailAddress"}
# Texts of the programme that name no person: names of things, codes, and reasons of corrections.
NO_MENTION = {
    "Account.code", "Budget.name", "Case.parent_body", "Case.parent_key", "Case.sector",
    "Document.content_type", "Fund.name", "Interest.organisation_key", "Letter.key", "Letter.to",
    "Supplier.name", "Supplier.name_key", "SupplierInterest.organisation_key",
}  # fmt: skip


def test_the_export_looks_at_every_column_that_can_name_a_person():
    looked_at = {
        f"{model._meta.label}.{name}"
        for model, columns in personal_columns().items()
        for name in (*columns.people, *columns.addresses)
    }
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.auto_created or model is Person:
                continue
            names_somebody = (
                field.related_model is Person
                or isinstance(field, EmailField)
                or (
                    isinstance(field, (CharField, TextField))
                    and re.search(r"mail|^to$|_to$", field.name)
                )
            )
            label = f"{model._meta.label}.{field.name}"
            if names_somebody and label not in NOT_EXPORTED:
                assert label in looked_at, f"{label} is in no export"
    assert "programme.CaseMember.person" in looked_at
    assert "claims.Notice.sent_to" in looked_at


def test_every_address_is_erased_or_kept_for_a_reason():
    labels = {m._meta.label for m, columns in personal_columns().items() if columns.addresses}
    assert labels == ERASED_ADDRESSES | set(KEPT_ADDRESSES)


def test_every_text_of_the_programme_is_looked_through_for_mentions():
    looked_through = {
        f"{model._meta.object_name}.{name}"
        for model, names in (*CHANGING, *PERMANENT)
        for name in names
    }
    texts = {
        f"{model._meta.object_name}.{field.name}"
        for model in apps.get_app_config("programme").get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not field.choices
        and (field.max_length or 100) >= 100
        # The reason of a correction is one column of every row that can be corrected.
        and not (field.name == "reason" and hasattr(model, "replaces"))
    }
    assert texts - looked_through == NO_MENTION


@pytest.mark.django_db
def test_rows_that_hold_an_address_alone_are_in_the_export():
    person = stranger()
    Mail.objects.create(to=person.email.upper(), kind="claim", reason="R")
    Letter.objects.create(
        to=person.email, template="message", subject="S", body="B", reason="R", key="k"
    )
    found = held_on(person)
    assert (len(found["accounts.Mail"]), len(found["programme.Letter"])) == (1, 1)
    assert "accounts.Mail" not in held_on(stranger())


@pytest.mark.django_db
def test_a_mention_in_a_work_order_is_in_the_export():
    person = stranger()
    order = order_of(award_of(case_at(), 500_00), scope=f"Ask {person.email}")
    [found] = mentions_of(person)
    assert order.award.case.reference in found["where"]
