"""The mobile number a member lets the register keep: recorded with its history, and shown to no reader of the register."""

from __future__ import annotations

import html
import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from mutualise.accounts.permissions import NotAllowed
from mutualise.chronicle import clock
from mutualise.governance.actions import erasure, members
from mutualise.governance.actions.payroll import fingerprint, preview, take_in
from mutualise.governance.ingest.payroll import PayrollRefused, read
from mutualise.governance.models import Member, Particulars
from mutualise.governance.queries.archive import archive_of
from mutualise.governance.queries.members import lines, register_of
from mutualise.governance.queries.personal import personal_data
from mutualise.governance.rules.ballot_box.archive import unpacked
from mutualise.governance.rules.membership import Ended
from tests.governance.election_builders import counted, mutual, open_election, quick_keys, vote
from tests.programme.builders import signed_in

pytestmark = pytest.mark.django_db
MOBILE, OTHER = "+447700900123", "+447700900124"
HEAD = "employee_number,name,email,address,constituency,member"


def described(body, number: int, mobile: str, on: date | None = None) -> Member:
    member = Member.objects.get(register__organisation=body.organisation, number=number)
    about = {"name": f"Member {number}", "address": f"{number} Sample Street", "mobile": mobile}
    members.describe(by=body.secretary, member=member, about=about, on=on or clock.today(),
                     reason="Told us")  # fmt: skip
    return member


def shown(body, address: str) -> str:
    page = signed_in(body.secretary).get(f"/members/{body.organisation.code}{address}")
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def test_a_number_has_its_day_and_its_history_like_the_address():
    body = mutual()
    member = described(body, 1, "07700 900123", date(2020, 1, 1))
    described(body, 1, "+44 7700 900124", date(2026, 1, 1))
    for day, number in ((date(2019, 1, 1), ""), (date(2021, 1, 1), MOBILE), (clock.today(), OTHER)):
        assert (
            next(each for each in lines(member.register, day) if each.number == 1).mobile == number
        )
    page = shown(body, "/1/")
    assert "07700 900124" in page
    assert "From 1 January 2020: Member 1, 1 Sample Street, 07700 900123" in page
    told = personal_data(member)["particulars"]
    assert [row["mobile"] for row in told] == ["", MOBILE, OTHER]


def test_a_number_that_gets_no_text_is_refused_by_deed_form_and_database():
    body = mutual()
    with pytest.raises(members.RegisterRefused, match="not a mobile number") as refused:
        described(body, 1, "020 7946 0000")
    assert refused.value.field == "mobile"
    sent = {"name": "A", "address": "B", "mobile": "020 7946 0000", "reason": "C",
            "on_0": "1", "on_1": "1", "on_2": "2026"}  # fmt: skip
    page = signed_in(body.secretary).post(f"/members/{body.organisation.code}/1/particulars/", sent)
    assert page.status_code == 422 and "not a mobile number" in page.content.decode()
    row = Particulars.objects.filter(member__register__organisation=body.organisation).first()
    for wrong in ("07700900123", "+353851234567", "+44770090012", "+4477009001234"):
        with (
            pytest.raises(Exception),
            transaction.atomic(),
        ):  # too long: another error on PostgreSQL
            Particulars.objects.filter(pk=row.pk).update(mobile=wrong)


def test_nobody_who_inspects_the_register_or_the_roll_sees_a_number(
    settings, tmp_path, monkeypatch
):
    settings.VAR = tmp_path
    quick_keys(monkeypatch)
    body = mutual()
    described(body, 1, MOBILE)
    described(body, 13, MOBILE)
    for address in ("/printed/", "/inspection/copy.csv", ".csv", ".json", "/"):
        assert "900123" not in shown(body, address), address
    body, election, codes = open_election(body)
    vote(codes["1"], 1)
    vote(codes["13"], 1, 4)
    counted(body, election)
    files = unpacked(archive_of(election))
    assert files and not [name for name, held in files.items() if b"900123" in bytes(held)]
    home = f"/run-elections/{election.reference}/"
    for address in (home, f"{home}contests/nurses/roll/", f"/elections/{election.reference}/"):
        page = signed_in(body.secretary).get(address)
        assert "900123" not in page.content.decode(), address


def test_members_who_share_a_number_are_named_on_the_page_of_each():
    body = mutual()
    for number in (2, 5):
        described(body, number, MOBILE)
    assert "Member 5 has the same mobile number" in shown(body, "/2/")
    assert "the same mobile number" not in shown(body, "/3/")


def test_a_number_is_taken_out_for_good_at_any_time_and_nothing_else_is():
    body, other = mutual(), mutual()
    member = described(body, 1, MOBILE, date(2020, 1, 1))
    described(body, 1, OTHER)
    with pytest.raises(NotAllowed):
        erasure.forget_mobile(by=other.secretary, member=member)
    where = f"/members/{body.organisation.code}/1/mobile/forget/"
    assert signed_in(other.secretary).post(where, {"sure": "on"}).status_code == 404
    assert signed_in(body.secretary).post(where, {}).status_code in (200, 422)
    assert member.particulars.exclude(mobile="").count() == 2
    assert signed_in(body.secretary).post(where, {"sure": "on"}).status_code == 302
    assert not member.particulars.exclude(mobile="").exists()
    assert set(member.particulars.values_list("name", flat=True)) == {"Member 1"}


def test_an_erased_member_has_no_number_left():
    body = mutual()
    member = described(body, 1, MOBILE)
    empty = dict.fromkeys(set(Particulars.PERSONAL) - {"mobile"}, "")
    with pytest.raises(IntegrityError), transaction.atomic():
        member.particulars.update(**empty, erased_at=clock.now(), erased_by=body.secretary)
    longer_ago = date(2015, 1, 1)
    members.cease(by=body.secretary, member=member, on=longer_ago, ended=Ended.RESIGNED)
    erasure.erase(by=body.secretary, member=member, reason="Asked")
    assert not member.particulars.exclude(mobile="").exists()


def listed(text: str, head: str = f"{HEAD},mobile"):
    return read(io.BytesIO(f"{head}\n{text}".encode()), "list.csv", ["nurses", "others"])


def test_a_payroll_list_brings_numbers_and_one_without_them_takes_none_away():
    body = mutual(nurses=0, others=0)
    register = register_of(body.organisation.code)

    def take(found):
        return take_in(by=body.secretary, register=register, listed=found, on=date(2026, 1, 5),
                       read_from="list.csv", seen=fingerprint(preview(register, found, date(2026, 1, 5))),
                       answers={})  # fmt: skip

    first = "E1,Member one,,Site A,nurses,yes,07700 900123\nE2,Member two,,Site A,nurses,yes,\n"
    take(listed(first))
    mobiles = [each.mobile for each in lines(register, clock.today())]
    assert mobiles == [MOBILE, ""]
    take(listed("E1,Member one,,Site B,nurses,yes\nE2,Member two,,Site A,nurses,yes\n", HEAD))
    take(listed("E1,Member one,,Site B,nurses,yes,\nE2,Member two,,Site A,nurses,yes,7700900124\n"))
    assert [each.mobile for each in lines(register, clock.today())] == [MOBILE, OTHER]


def test_a_wrong_number_in_a_payroll_list_names_row_column_and_remedy():
    with pytest.raises(PayrollRefused) as refused:
        listed("E1,A,,,nurses,yes,020 7946 0000\n")
    [problem] = refused.value.problems
    assert (problem.row, problem.column) == (2, "mobile")
    assert "not a mobile number" in problem.message and "Give a UK mobile number" in problem.message
