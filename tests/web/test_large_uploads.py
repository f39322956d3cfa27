"""A file of 100 MB is refused in words by every form that takes a file, before it is read."""

from __future__ import annotations

from importlib import import_module

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from mutualise.govuk.fields import FileField

MODULES = (
    "claims.forms", "register.forms", "programme.forms.staff", "programme.forms.support",
    "programme.forms.files", "programme.forms.advice", "governance.forms.members",
    "governance.forms.elections",
)  # fmt: skip


def fields():
    found = {}
    for name in MODULES:
        for each in vars(import_module(f"mutualise.{name}")).values():
            if isinstance(each, type) and issubclass(each, forms.BaseForm):
                for label, field in getattr(each, "base_fields", {}).items():
                    if isinstance(field, FileField):
                        found[f"{each.__name__}.{label}"] = field
    return found


FIELDS = fields()


def test_every_upload_is_tried():
    assert len(FIELDS) >= 8


@pytest.mark.parametrize("name", FIELDS)
def test_100_mb_are_refused_with_the_limit(name):
    sent = SimpleUploadedFile("large.csv", b"x")
    sent.size = 100 * 1024 * 1024
    with pytest.raises(forms.ValidationError, match="must be smaller than"):
        FIELDS[name].clean(sent)
