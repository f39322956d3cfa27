"""What the database itself refuses, and which way tables may point."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import CheckConstraint
from django.utils import timezone

from mutualise.chronicle.models import Recorded, RecordIsPermanent

ROOT = Path(__file__).resolve().parents[2]
CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
][0]
OURS = [model for model in apps.get_models() if model.__module__.startswith("mutualise.")]
# Kept by row locks and constraints instead: their state is decided or held once.
CHANGING = {
    "accounts.Person", "accounts.RoleHolding", "register.Amendment",
    # Made anew, and forgotten; what was done with them is in the audit trail.
    "accounts.RecoveryCode", "accounts.WrongCode",
    # A log kept for a year, whose text goes once a mail has left.
    "accounts.Mail",
    # What a person may have erased, what is decided once, and what is sent once.
    "programme.Case", "programme.CaseMember", "programme.Message", "programme.Answer",
    "programme.Document", "programme.Assignment", "programme.Diagnostic", "programme.Letter",
    "programme.Output", "programme.Confirmation", "programme.Supplier", "programme.Signature",
    # Agreed to once and ended once, each with who, when and why.
    "programme.Dispensation",
    # Particulars, which may be erased; a name put right; what is answered once.
    "governance.Particulars", "governance.Director", "governance.Constituency",
    "governance.Inspection", "governance.NoticeCopy", "governance.FilingReminder",
    "governance.ExtensionLetter", "governance.Objection", "governance.NoticeToDirector",
}  # fmt: skip
# Its triggers say "kept from its postings alone"; tests/programme/test_ledger.py.
# These say "is marked once"; tests/governance/test_marks.py.
KEPT_BY_TRIGGERS = {"programme.Account", "governance.RollMark"}
PERMANENT = [model for model in OURS if model._meta.label not in CHANGING | KEPT_BY_TRIGGERS]


def test_the_search_for_tables_finds_them():
    assert len(PERMANENT) >= 12
    assert {m._meta.label for m in OURS if issubclass(m, Recorded)} <= {
        m._meta.label for m in PERMANENT
    }


def height() -> dict[str, int]:
    layers = reversed(CONTRACT["layers"])
    return {room.strip(): level for level, layer in enumerate(layers) for room in layer.split("|")}


def test_foreign_keys_point_downwards():
    levels = height()
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
        and field.related_model._meta.app_label in levels
        and field.related_model._meta.app_label != model._meta.app_label
        and levels[field.related_model._meta.app_label] >= levels[model._meta.app_label]
    ]  # fmt: skip
    assert wrong == []


def tried(model, statement: str) -> tuple[str, set]:
    """What the database says to a statement (empty: it took it) and the rows that it lost by it.

    It is taken back again.
    """
    rows = model._base_manager.values_list("pk", flat=True)
    before = set(rows)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            lost = before - set(rows.all())
            transaction.set_rollback(True)
    except DatabaseError as refused:
        return str(refused), set()
    return "", lost


@pytest.mark.django_db
def test_database_refuses_to_change_a_recorded_row(one_row_of_each):
    for model in PERMANENT:
        table, column = model._meta.db_table, model._meta.concrete_fields[1].column
        assert model._base_manager.exists(), f"{table} without rows proves nothing"
        for statement in (
            f'UPDATE "{table}" SET "{column}" = "{column}"',
            f'DELETE FROM "{table}"',
        ):
            assert "append-only" in tried(model, statement)[0], statement


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
def test_database_refuses_to_replace_a_recorded_row(one_row_of_each):
    for model in PERMANENT:
        table, key = model._meta.db_table, model._meta.pk.column
        names = [f'"{field.column}"' for field in model._meta.concrete_fields]
        # Over the key; and under a new key, over what another unique index holds.
        same, other = (
            f'INSERT OR REPLACE INTO "{table}" ({", ".join(names)}) SELECT '
            + ", ".join(new if name == f'"{key}"' else name for name in names)
            + f' FROM "{table}"'
            for new in (f'"{key}"', f'"{key}" + 1000000')
        )
        assert "append-only" in tried(model, same)[0], same
        assert tried(model, other)[1] == set(), other


@pytest.fixture
def one_row_of_each(editor):
    from mutualise.claims.models import Announcement, ClaimResult, Handover, Notice
    from mutualise.evidence.models import Source
    from mutualise.register.models import Organisation, Verdict

    body, source = Organisation.objects.get(code="mycsp"), Source.objects.first()
    Verdict.objects.create(
        organisation=body, source=source, definition="CO-2011", outcome="MEETS",
        decided_for=timezone.localdate(), reasons="As read",
    )  # fmt: skip
    kept = Announcement.objects.create(code="a", title="A", text="A", sha256="0" * 64)
    result = ClaimResult.objects.create(
        announcement=kept, position=1, outcome={}, verdict="supported"
    )
    Notice.objects.create(result=result, sent_to="a@example.org", subject="A", body="A")
    Handover.objects.create(announcement=kept, owner=editor)
    one_of_each_in_the_programme(editor)
    one_of_each_in_an_election(editor)
    one_of_each_in_governance()
    one_of_each_in_seats(editor)
    one_of_each_in_meetings()


def one_of_each_in_governance():
    from mutualise.governance import models

    day = timezone.localdate()
    book = models.MemberRegister.objects.create(organisation_id="mycsp")
    staff = models.Constituency.objects.create(register=book, code="a", name="A", kind="STAFF")
    member = models.Member.objects.create(register=book, number=1)
    shares = models.ShareClass.objects.create(register=book, code="a", name="A", nominal_pence=100)
    director = models.Director.objects.create(register=book, name="Director 1")
    dated = {"register": book, "valid_from": day}
    rows = [
        models.Constitution(form="CIC_SHARES", votes="MEMBER", **dated),
        models.Membership(member=member, constituency=staff, employee=True, **dated),
        models.ShareMovement(register=book, share_class=shares, target_member=member, quantity=1, on=day),
        models.Workforce(register=book, on=day, employees=1, read_from="A"),
        models.OwnMajority(register=book, title="A", rule="A", top=3, bottom=4, strict=False, over="cast"),
        models.DirectorTerm(director=director, chosen="EMPLOYEES", **dated),
        models.DirectorInterest(director=director, nature="A", **dated),
    ]  # fmt: skip
    for row in rows:
        row.save()


def one_of_each_in_seats(person):
    from mutualise.governance import models

    models.Office.objects.create(election=models.Election.objects.first())
    nomination, term = models.Nomination.objects.first(), models.DirectorTerm.objects.first()
    models.Seating.objects.create(nomination=nomination, term=term, by=person)
    vacancy = models.Vacancy.objects.create(
        nomination=nomination, on=term.valid_from, cause="RESIGNED", by=person
    )
    models.Filling.objects.create(
        vacancy=vacancy,
        number=1,
        way="NEXT",
        unavailable=[],
        first={},
        second={},
        lots={},
        by=person,
    )


def one_of_each_in_meetings():
    from mutualise.governance import models
    from tests.governance.meeting_builders import held_and_written

    meeting, written = held_and_written()
    models.Adjournment.objects.create(
        meeting=meeting, starts_at=timezone.now(), place="A", quorum=2, words="A", by=meeting.by
    )
    models.TakenOff.objects.create(resolution=written, words="A", by=meeting.by)


def one_of_each_in_an_election(person):
    from mutualise.governance import models
    from mutualise.register.models import Organisation

    day, none = timezone.localdate(), "0" * 64
    days = dict.fromkeys(
        ("notice_on", "nominations_close_on", "withdrawals_until", "opens_on", "closes_on"), day
    )
    election = models.Election.objects.create(
        reference="EL-0001", organisation=Organisation.objects.get(code="mycsp"), title="A",
        rule="scottish", timetable="AT_A_MEETING", notice="{}", notice_sha256=none, **days,
    )  # fmt: skip
    contest = models.Contest.objects.create(election=election, code="a", title="A", seats=1)
    stands = models.Nomination.objects.create(
        contest=contest, number=1, member_number="1", name="A", by=person
    )
    entry = models.RollEntry.objects.create(
        contest=contest, member_number="1", name="A", salt="00" * 16
    )
    box = models.Box.objects.create(reference="EL-0001/a", opening_head=none)
    cast = models.BoardEntry.objects.create(
        box=box, number=1, token_hash=none, counter=1, sealed=b"A", mode="online", head=none,
        hour=timezone.now(),
    )  # fmt: skip
    rows = [
        models.ElectionEvent(election=election, number=1, name="call", target="NOMINATING", by=person),
        models.NominationDecision(nomination=stands, kind="VALID", by=person),
        models.CodeSent(code=models.IssuedCode.objects.create(
            entry=entry, number=1, code_sha256=none, channel="TEXT",
        )),
        models.IssuerKey(box=box, issuer="roll", public_key="A", held_by="platform"),
        models.SignedToken(box=box, token=none, signatures={}),
        models.BallotSignature(entry=cast, value=b"A"),
        models.Trustee(election=election, number=1, title="A", public_key=none, by=person),
        models.OfferedKey(contest=contest, public_key="A", by=person),
        models.SignaturesGiven(contest=contest, given=1, by=person),
        models.LayerList(contest=contest, trustee=1, received=0, outputs=[], dropped=[], by=person),
        models.SheetReading(contest=contest, sheet=1, position=1, ranking=[], by=person),
        models.ContestCount(contest=contest, number=1, papers=[], spoiled=0, first={}, second={}, lots={}, by=person),
        models.SignedReport(election=election, content={}, sha256=none, by=person),
        models.RollAmendment(
            contest=contest, version=2, added=entry, before_sha256=none, after_sha256=none, by=person,
            objection=models.Objection.objects.create(election=election, text="A"),
        ),
    ]  # fmt: skip
    for row in rows:
        row.save()


def one_of_each_kind_of_support(person, award):
    from mutualise.programme import models

    day = timezone.localdate()
    proof = models.Proof.objects.create(award=award, kind="COMPLETION", words="A", shown_by=person)
    models.ProofVerdict.objects.create(proof=proof, accepted=True, words="A", decided_by=person)
    session = models.TrainingSession.objects.create(
        title="A", venue="A", on=day, places=1, place_pence=1, arranged_by=person
    )
    kept = models.TrainingBooking.objects.create(
        session=session, award=award, places=1, kept_by=person
    )
    models.Attendance.objects.create(booking=kept, came=1, noted_by=person)
    mentor = models.Mentor.objects.create(
        award=award, name="A", body="A", days=1, day_rate_pence=1, agreed_by=person
    )
    models.MentoringDay.objects.create(
        mentor=mentor, on=day, half_days=1, words="A", noted_by=person
    )
    models.SessionCancellation.objects.create(session=session, words="A", ended_by=person)
    models.BookingRelease.objects.create(booking=kept, words="A", ended_by=person)
    models.MentorEnd.objects.create(mentor=mentor, words="A", ended_by=person)
    asked = models.Confirmation.objects.create(
        case=award.case, months=6, token_sha256="0" * 64, statement="A"
    )
    models.Achievement.objects.create(
        confirmation=asked, objective=models.Objective.objects.filter(case=award.case).first(),
        value=1, on=day, confirmed=True,
    )  # fmt: skip


def one_of_each_in_the_programme(person):
    from mutualise.programme import models
    from tests.programme.builders import (
        award_of,
        case_at,
        give_objectives_and_baseline,
        order_of,
        supplier,
    )  # fmt: skip

    case, day = case_at(), timezone.localdate()
    give_objectives_and_baseline(case)
    award, seller = award_of(case, 100_00), supplier()
    order = order_of(award, seller)
    asked = models.Assignment.objects.create(
        case=case, assessor=person, due=day, assigned_by=person
    )
    done = models.Assessment.objects.create(assignment=asked, recommendation="AWARD", words="A")
    competition = models.Competition.objects.create(
        award=award, lot="LEGAL", brief="A", days=1, closes_at=timezone.now(), opened_by=person
    )
    models.CompetitionWithdrawal.objects.create(competition=competition, words="A", ended_by=person)
    one_of_each_kind_of_support(person, award)
    rows = [
        models.EligibilityCheck(case=case, question="AREA", met=True),
        models.Interest(person=person, kind="OTHER", organisation="A", organisation_key="a", valid_from=day),
        recusal := models.Recusal(person=person, case=case, origin="FOUND", ground="BODY", words="A"),
        models.Lifting(recusal=recusal, by=person, reason="A"),
        models.Score(assessment=done, criterion="A", score=1, reasons="A"),
        models.ModeratedScore(case=case, round=1, criterion="A", score=1, reasons="A", by=person),
        models.Assistance(case=case, giver="A", given_on=day, amount_pence=1),
        models.SubsidyStep(award=award, kind="NOTIFIED", by=person),
        models.Certification(case=case, by=person, outcome="GIVEN", digest="0" * 64),
        models.ExtractLine(fund=award.budget.fund, file_sha256="0" * 64, line=1, reference="A", on=day, amount_pence=1, uploaded_by=person),
        models.LotPlace(supplier=seller, lot="LEGAL", valid_from=day),
        models.SupplierInterest(
            supplier=seller, organisation="A council", organisation_key="a council",
            nature="Auditor", valid_from=day,
        ),
        models.ConsortiumPlace(supplier=seller, consortium=supplier(), valid_from=day),
        models.Rate(supplier=seller, lot="LEGAL", grade="SENIOR", day_rate_pence=1, valid_from=day),
        models.Quote(competition=competition, supplier=seller, days=1, price_pence=1, proposal="A", by=person),
        models.TimeEntry(order=order, adviser=person, on=day, minutes=60, note="A"),
        models.Milestone(case=case, step="LAUNCH", starts=day, due=day),
        models.Risk(case=case, title="A", likelihood=1, impact=1, owner=person, mitigation="A", review_on=day),
    ]  # fmt: skip
    for row in rows:
        row.save()


@pytest.mark.django_db
def test_a_recorded_row_cannot_be_saved_again_or_deleted():
    from mutualise.evidence.models import Source

    row = Source.objects.first()
    with pytest.raises(RecordIsPermanent):
        row.save()
    with pytest.raises(RecordIsPermanent):
        row.delete()
    with pytest.raises(RecordIsPermanent):
        Source.objects.update(title="x")
    with pytest.raises(RecordIsPermanent):
        Source.objects.all().delete()


def test_every_decided_at_has_a_decided_by_bound_to_it():
    pairs = [
        (model, name[:-3])
        for model in OURS
        for name in {field.name for field in model._meta.get_fields()}
        if name.endswith("_at")
        and f"{name[:-3]}_by" in {f.name for f in model._meta.get_fields()}
        # Made by a load or by nobody: who recorded a row may be unknown.
        and name not in ("recorded_at", "proposed_at")
    ]
    assert pairs
    for model, stem in pairs:
        bound = [
            constraint
            for constraint in model._meta.constraints
            if isinstance(constraint, CheckConstraint) and f"{stem}_at" in str(constraint.condition)
            and f"{stem}_by" in str(constraint.condition)
        ]  # fmt: skip
        assert bound, f"{model._meta.label}.{stem}_at is not bound to {stem}_by"
