"""What is held on a person, in words: each table under a name that says what its rows are.

A row is found by any reference to the person, so a name says no more than every such row bears out.
"""

from __future__ import annotations

import re

LABELS = {
    "accounts.Person": "Your account",
    "accounts.AuditEntry": "Things you did, in the audit trail",
    "accounts.Mail": "Mails to you, in the site’s log",
    "accounts.RoleHolding": "Roles",
    "programme.Answer": "Answers you wrote in an application",
    "programme.Assessment": "Assessments you handed in",
    "programme.Assignment": "Requests to assess a case",
    "programme.Case": "Cases you look after",
    "programme.CaseEvent": "Steps you took in a case",
    "programme.CaseMember": "Cases whose team you are or were in, or are invited to",
    "programme.Certification": "Applications you certified, or did not",
    "programme.Document": "Files you added",
    "programme.Interest": "Declared interests",
    "programme.Letter": "Letters to you",
    "programme.Lifting": "Conflicts you lifted as false matches",
    "programme.Dispensation": "Leave in spite of a conflict you asked for or agreed to",
    "programme.Message": "Messages you wrote",
    "programme.Signature": "Your name and post under an application you certified, or did not",
    "programme.mentions": "Texts that mention your address",
    "programme.Recusal": "Cases closed to you by a conflict",
}


def label_of(table: str) -> str:
    """The name of a table for a reader; its own words where it has no name here.

    >>> label_of("programme.CaseEvent")
    'Steps you took in a case'
    >>> label_of("programme.WorkOrder")
    'Work order'
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", table.rpartition(".")[2])
    return LABELS.get(table, words.capitalize())
