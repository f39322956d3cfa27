"""The kinds of change a register of members can have: what the list of all its changes is filtered by."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    MEMBERSHIP = "MEMBERSHIP"
    PARTICULARS = "PARTICULARS"
    SHARES = "SHARES"
    DIRECTORS = "DIRECTORS"
    TIES = "TIES"
    FORM = "FORM"
    HEADCOUNT = "HEADCOUNT"
    CLASSES = "CLASSES"
    ERASURE = "ERASURE"


KIND_LABELS = {
    Kind.MEMBERSHIP: "Admission, class or cessation",
    Kind.PARTICULARS: "Name, number or address",
    Kind.SHARES: "Shares",
    Kind.DIRECTORS: "Directors",
    Kind.TIES: "Directors’ conflicts of interest",
    Kind.FORM: "Legal form and votes",
    Kind.HEADCOUNT: "Headcount",
    Kind.CLASSES: "Classes of members and shares",
    Kind.ERASURE: "Erasure of particulars",
}
