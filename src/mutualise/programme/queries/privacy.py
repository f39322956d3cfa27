"""What the programme holds on a person, where they are mentioned, and how long it is kept."""

from __future__ import annotations

from datetime import date
from re import Pattern
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from mutualise.accounts.models import Person, RoleHolding
from mutualise.accounts.queries import held_on, personal_columns
from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import (
    Answer,
    Assessment,
    Assistance,
    Award,
    Baseline,
    BookingRelease,
    Case,
    CaseEvent,
    CaseMember,
    Certification,
    Competition,
    CompetitionWithdrawal,
    Confirmation,
    Diagnostic,
    Dispensation,
    Document,
    EligibilityCheck,
    ExtractLine,
    Interest,
    Letter,
    Lifting,
    Mentor,
    MentorEnd,
    MentoringDay,
    Message,
    Milestone,
    ModeratedScore,
    Objective,
    Output,
    Posting,
    Proof,
    ProofVerdict,
    Quote,
    Recusal,
    Risk,
    Score,
    SessionCancellation,
    Signature,
    SubsidyStep,
    SupplierInterest,
    TimeEntry,
    TrainingSession,
    WorkOrder,
)
from mutualise.programme.queries.assessment import waiting_for
from mutualise.programme.queries.enquiries import unconfirmed_among
from mutualise.programme.queries.visible import is_closed_to, may_be_told
from mutualise.programme.rules.followup import ASKED_AFTER
from mutualise.programme.rules.mentions import of_address
from mutualise.programme.rules.retention import keep_until
from mutualise.programme.rules.states import OPEN, State

# Texts a mention can be taken out of, by table.
CHANGING: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (Case, ("team", "service")),
    (Answer, ("text",)),
    (Message, ("text",)),
    (Document, ("name",)),
    (Letter, ("subject", "body", "reason", "last_error")),
    (Output, ("title", "summary", "decision_words")),
    (Confirmation, ("statement", "words")),
    (Signature, ("name", "post")),
)
# Texts the database itself never changes: a mention in them is only told.
PERMANENT: tuple[tuple[type[Any], tuple[str, ...]], ...] = (
    (CaseEvent, ("words",)),
    (Certification, ("words",)),
    (EligibilityCheck, ("note",)),
    (Assessment, ("words",)),
    (Score, ("reasons",)),
    (Award, ("purpose", "conditions")),
    (Objective, ("text",)),
    (Baseline, ("read_from",)),
    (Milestone, ("note",)),
    (Risk, ("title", "mitigation")),
    (Proof, ("words",)),
    (ProofVerdict, ("words",)),
    (Mentor, ("name", "body")),
    (MentoringDay, ("words",)),
    (ModeratedScore, ("reasons",)),
    (Assistance, ("giver",)),
    (SubsidyStep, ("words",)),
    (Competition, ("brief",)),
    (Quote, ("proposal",)),
    (WorkOrder, ("scope", "method_reason")),
    (TimeEntry, ("note",)),
    (SupplierInterest, ("organisation", "nature")),
    (TrainingSession, ("title", "venue")),
    (CompetitionWithdrawal, ("words",)),
    (SessionCancellation, ("words",)),
    (BookingRelease, ("words",)),
    (MentorEnd, ("words",)),
    (Posting, ("words",)),
    (ExtractLine, ("payee",)),
    (Interest, ("organisation",)),
    (Recusal, ("words",)),
    (Lifting, ("reason",)),
    (Dispensation, ("reason", "agreed_words", "ended_words")),
)
# The columns by which a row leads to its case.
TO_A_CASE = (
    "case", "award", "order", "assignment", "assessment", "proof", "mentor", "competition", "booking",
    "recusal", "certification",
)  # fmt: skip
# What others declared of themselves is told to nobody, not even to whom it mentions.
OF_OTHERS = (Letter, Interest, Recusal, Lifting, Dispensation)


def held(person: Person) -> dict[str, Any]:
    """Everything held on a person, ready for a download: their rows in every room, the letters
    to them, and what they wrote as an assessor."""
    found: dict[str, Any] = dict(held_on(person))
    mine = Assessment.objects.filter(assignment__assessor=person)
    found |= {
        "programme.Letter": _letters_to(person),
        "programme.Assessment": list(mine.values("at", "recommendation", "words", "amount_pence")),
        "programme.Score": list(Score.objects.filter(assessment__in=mine).values(
            "criterion", "score", "reasons"
        )),
    }  # fmt: skip
    found["programme.mentions"] = mentions_of(person)
    return {table: rows for table, rows in found.items() if rows}


def _letters_to(person: Person) -> list[dict[str, Any]]:
    """Letters to the person; one that did not leave and never will, since its case was closed to them
    first, is no more given here than sent."""
    names = ("written_at", "sent_at", "subject", "body", "reason")
    rows = Letter.objects.filter(to__iexact=person.email).select_related("case").order_by("pk")
    return [
        {name: getattr(row, name) for name in names}
        for row in rows
        if row.sent_at or row.case is None or may_be_told(person, row.case)
    ]


def mentions_of(person: Person) -> list[dict[str, str]]:
    """Texts of others that mention the person's address, save in cases closed to them."""
    found, mention = [], of_address(person.email)
    for model, fields in (*CHANGING, *PERMANENT):
        if model in OF_OTHERS:
            continue
        for row in mentioning(model, fields, person.email, mention):
            case = _case_of(row)
            if case is not None and is_closed_to(person, case):
                continue
            said = [text for name in fields if mention.search(text := getattr(row, name))]
            of = f" of {case.reference}" if case else ""
            where = f"{model._meta.verbose_name} {row.pk}{of}"
            found.append({"where": where, "text": "\n".join(said)})
    return found


def _case_of(row: Any) -> Case | None:
    """The case a row belongs to, however many tables lie between."""
    while row is not None and not isinstance(row, Case):
        row = next((getattr(row, name) for name in TO_A_CASE if hasattr(row, name)), None)
    return row


def _way_to_case(model: type[Any]) -> str:
    """The lookup that leads from a table to its case; "" where there is none."""
    if model is Case:
        return "pk"
    columns = {field.name: field.related_model for field in model._meta.concrete_fields}
    name = next((name for name in TO_A_CASE if columns.get(name)), "")
    further = _way_to_case(columns[name]) if name else ""
    return name if further == "pk" else f"{name}__{further}" if further else ""


def cases_of(person: Person) -> set[int]:
    """Numbers of the cases a person had to do with: those with a row that refers to them, an invitation
    they did not take up left out."""
    found: set[int] = set()
    for model, columns in personal_columns().items():
        way = _way_to_case(model)
        rows = model._base_manager.filter(
            Q(*((name, person) for name in columns.people), _connector=Q.OR)
        )
        if way and columns.people:
            rows = rows.exclude(joined_at=None) if model is CaseMember else rows
            found |= set(rows.values_list(way, flat=True))
    return found


def of_cases(model: type[Any], cases: set[int]) -> Q:
    """True of the rows of a table that belong to the cases."""
    return Q((f"{_way_to_case(model)}__in", cases))


def mentioning(
    model: type[Any],
    fields: tuple[str, ...],
    word: str,
    mention: Pattern[str],
    where: Q | None = None,
) -> list[Any]:
    """Rows of a table with a mention of somebody, who is called `word` there, in one of the fields."""
    wanted = Q(*((f"{name}__icontains", word) for name in fields), _connector=Q.OR)
    rows = model._base_manager.filter(wanted & where if where else wanted).order_by("pk")
    return [row for row in rows if any(mention.search(getattr(row, name)) for name in fields)]


def permanent_mentions(mentions: dict[str, Pattern[str]]) -> list[str]:
    """Where the permanent record mentions somebody by one of the words, as "table number"."""
    return [
        f"{model._meta.verbose_name} {number}"
        for model, fields in PERMANENT
        for number in sorted({
            row.pk for word, mention in mentions.items()
            for row in mentioning(model, fields, word, mention)
        })
    ]  # fmt: skip


def led_by(person: Person) -> list[tuple[Case, CaseMember | None]]:
    """The cases the person leads that are open, or whose mutual is still to be asked what the support
    achieved, each with the colleague who leads it when they are erased: of those who have joined, the one
    who did so first. None where there is nobody."""
    mine = CaseMember.objects.filter(case=OuterRef("pk"), person=person, part="LEAD", left_at=None)
    cases = Case.objects.with_state().annotate(asked=Count("confirmations"))
    to_ask = Q(state=State.LAUNCHED, asked__lt=len(ASKED_AFTER))
    found = cases.filter(Q(state__in=OPEN) | to_ask, Exists(mine))
    now = CaseMember.objects.filter(left_at=None, part="COLLEAGUE", joined_at__isnull=False)
    joined = now.select_related("person", "case").order_by("joined_at", "pk")
    return [(case, joined.filter(case=case).first()) for case in found.order_by("pk")]


def kept_until(case: Case) -> date | None:
    """The day from which the people of a case need not be known; None while it is open."""
    last = CaseEvent.objects.filter(case=case).order_by("-number").first()
    if last is None:
        return None
    money = Award.objects.filter(case=case).exists()
    return keep_until(
        State(last.target), timezone.localdate(last.at), money=money,
        confirmed=not unconfirmed_among([case]),
    )  # fmt: skip


def past_keeping(today: date) -> list[Person]:
    """People whose every case is past its keeping, who have no role any more, nothing to assess and can
    still sign in. Who ever edited the register is kept with it."""
    roles = RoleHolding.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=today) | Q(role=Role.REGISTER_EDITOR.value)
    )
    members = CaseMember.objects.filter(person__is_active=True).exclude(
        person__in=roles.values("person")
    )
    found: dict[int, Person] = {}
    still: set[int] = set()
    until: dict[int, date | None] = {}
    for member in members.select_related("person", "case").order_by("pk"):
        if member.case_id not in until:
            until[member.case_id] = kept_until(member.case)
        day = until[member.case_id]
        found[member.person_id] = member.person
        if day is None or day > today:
            still.add(member.person_id)
    past = [person for number, person in found.items() if number not in still]
    return [person for person in past if not waiting_for(person)]


def old_diagnostics(before: Any) -> Any:
    """Runs of the diagnostic that became no enquiry and were not touched since a moment."""
    return Diagnostic.objects.filter(case=None, changed_at__lt=before)
