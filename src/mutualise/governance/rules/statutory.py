"""What the register of members must show, by legal form, with the section for every column.

Companies: Companies Act 2006 sections 113 to 121. Societies: Co-operative and Community Benefit
Societies Act 2014 section 30, in the text that a legal publisher gives. A limited liability partnership has no register of members; its
members are notified to Companies House (Limited Liability Partnerships Act 2000 section 9).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LegalForm(StrEnum):
    COMPANY_SHARES = "COMPANY_SHARES"
    COMPANY_GUARANTEE = "COMPANY_GUARANTEE"
    CIC_SHARES = "CIC_SHARES"
    CIC_GUARANTEE = "CIC_GUARANTEE"
    COOPERATIVE = "COOPERATIVE"
    COMMUNITY_BENEFIT = "COMMUNITY_BENEFIT"
    LLP = "LLP"
    CIO = "CIO"


FORM_LABELS = {
    LegalForm.COMPANY_SHARES: "Company limited by shares",
    LegalForm.COMPANY_GUARANTEE: "Company limited by guarantee",
    LegalForm.CIC_SHARES: "CIC limited by shares",
    LegalForm.CIC_GUARANTEE: "CIC limited by guarantee",
    LegalForm.COOPERATIVE: "Co-operative society",
    LegalForm.COMMUNITY_BENEFIT: "Community benefit society",
    LegalForm.LLP: "Limited liability partnership",
    LegalForm.CIO: "Charitable incorporated organisation",
}


class Votes(StrEnum):
    MEMBER = "MEMBER"
    SHARE = "SHARE"


VOTES_LABELS = {Votes.MEMBER: "One vote a member", Votes.SHARE: "Votes by share"}


@dataclass(frozen=True)
class Column:
    """A column of the register: its name in rows, its heading, and the section that asks for it.

    `inspected` is false for what a person who inspects the register is not shown.
    """

    name: str
    heading: str
    section: str
    inspected: bool = True


COMPANY, SOCIETY = "Companies Act 2006 s.113", "Co-operative and CBS Act 2014 s.30"
_COMPANY = (
    Column("name", "Name", f"{COMPANY}(2)(a)"),
    Column("address", "Address", f"{COMPANY}(2)(a)"),
    Column("admitted_on", "Entered as a member on", f"{COMPANY}(2)(b)"),
    Column("ceased_on", "Ceased to be a member on", f"{COMPANY}(2)(c)"),
)
_SHARES = (
    Column("shares", "Shares", f"{COMPANY}(3)(a)"),
    Column("paid", "Paid or agreed as paid (£)", f"{COMPANY}(3)(b)"),
)
# Section 113(5) of the Act of 2006 asks a company without share capital, with more than one class
# of members, to state the class; shown for every such company.
_CLASS = (Column("constituency", "Class", f"{COMPANY}(5)"),)
_SOCIETY = (
    Column("name", "Name", f"{SOCIETY}(2)(a)"),
    Column("address", "Postal address", f"{SOCIETY}(2)(a)"),
    Column("email", "Electronic address", f"{SOCIETY}(2)(b)"),
    Column("shares", "Shares", f"{SOCIETY}(2)(c)", inspected=False),
    Column("paid", "Paid or agreed as paid (£)", f"{SOCIETY}(2)(c)", inspected=False),
    Column("admitted_on", "Entered as a member on", f"{SOCIETY}(2)(e)"),
    Column("ceased_on", "Ceased to be a member on", f"{SOCIETY}(2)(f)"),
)
_CIO = (
    Column("name", "Name", "CIO (General) Regulations 2012 part 4"),
    Column("address", "Service address", "CIO (General) Regulations 2012 part 4"),
    Column("admitted_on", "Became a member on", "CIO (General) Regulations 2012 part 4"),
    Column("ceased_on", "Ceased to be a member on", "CIO (General) Regulations 2012 part 4"),
)
_LLP = (
    Column("name", "Name", "Limited Liability Partnerships Act 2000 s.9"),
    Column("address", "Address", "Limited Liability Partnerships Act 2000 s.9"),
    Column("admitted_on", "Became a member on", "Limited Liability Partnerships Act 2000 s.9"),
    Column("ceased_on", "Ceased to be a member on", "Limited Liability Partnerships Act 2000 s.9"),
)
COLUMNS: dict[LegalForm, tuple[Column, ...]] = {
    LegalForm.COMPANY_SHARES: _COMPANY + _SHARES,
    LegalForm.CIC_SHARES: _COMPANY + _SHARES,
    LegalForm.COMPANY_GUARANTEE: _COMPANY + _CLASS,
    LegalForm.CIC_GUARANTEE: _COMPANY + _CLASS,
    LegalForm.COOPERATIVE: _SOCIETY,
    LegalForm.COMMUNITY_BENEFIT: _SOCIETY,
    LegalForm.LLP: _LLP,
    LegalForm.CIO: _CIO,
}
WITH_SHARES = frozenset(
    {LegalForm.COMPANY_SHARES, LegalForm.CIC_SHARES, LegalForm.COOPERATIVE,
     LegalForm.COMMUNITY_BENEFIT}
)  # fmt: skip
SOCIETIES = frozenset({LegalForm.COOPERATIVE, LegalForm.COMMUNITY_BENEFIT})
COMPANIES = frozenset(f for f in LegalForm if f.name.startswith(("COMPANY", "CIC")))


def inspected(form: LegalForm) -> tuple[Column, ...]:
    """The columns a person who inspects the register sees."""
    return tuple(column for column in COLUMNS[form] if column.inspected)
