"""Files of a case: only permitted kinds, really of that kind, and only for those who may see it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mutualise.accounts.rules.roles import Role
from mutualise.programme.models import CaseMember, Document
from mutualise.programme.queries.application import digest
from mutualise.programme.rules.files import MOST_BYTES
from mutualise.programme.rules.states import State
from tests.damaged_zip import DAMAGES
from tests.programme.builders import case_at, holder, signed_in, stranger

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n" + b"x" * 300
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 300


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def archive(*names: str, mimetype: bytes = b"") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        if mimetype:
            made.writestr("mimetype", mimetype)
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


WORD = archive("[Content_Types].xml", "word/document.xml")


@pytest.fixture
def lead():
    return stranger()


@pytest.fixture
def case(lead):
    return case_at(State.DRAFTING, lead=lead)


def send(person, case, name: str, content: bytes):
    page = f"/support/cases/{case.reference}/files/add/"
    return signed_in(person).post(page, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Case.pdf", PDF), ("CASE.DOCX", WORD), ("a.png", PNG), ("a.csv", b"a,b\n1,2\n"),
        ("notes.txt", "Æ £".encode()),
        ("a.odt", archive("content.xml", mimetype=b"application/vnd.oasis.opendocument.text")),
        ("a.xlsx", archive("[Content_Types].xml", "xl/workbook.xml")),
    ],
)  # fmt: skip
def test_a_permitted_file_comes_back_as_it_was_sent(case, lead, name, content):
    assert send(lead, case, name, content).status_code == 302
    row = Document.objects.get()
    page = signed_in(lead).get(f"/support/cases/{case.reference}/files/{row.pk}/")
    assert b"".join(page.streaming_content) == content
    assert page["Content-Disposition"].startswith("attachment")
    assert page["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.exe", b"MZ" + b"\x00" * 300, "cannot be kept"),
        ("page.html", b"<script>alert(1)</script>", "cannot be kept"),
        ("pdf", PDF, "cannot be kept"),
        ("a.docm", WORD, "cannot be kept"),
        ("a.pdf", b"<script>alert(1)</script>", "is not PDF"),
        ("a.pdf", b"MZ" + b"\x00" * 300, "is not PDF"),
        ("a.docx", archive("word/document.xml"), "is not Word"),
        ("a.docx", archive("[Content_Types].xml", "xl/workbook.xml"), "is not Word"),
        ("a.docx", archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
         "macros"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
        ("a.csv", b"\xff\xfe\x00bad", "is not CSV"),
        ("a.txt", PNG, "is not Text"),
        ("a.pdf", b"", "empty"),
    ],
)  # fmt: skip
def test_another_file_is_refused_with_what_to_do(case, lead, name, content, said):
    page = send(lead, case, name, content)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Document.objects.exists()


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_archive_made_to_break_its_reader_is_refused(case, lead, damage):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    page = send(lead, case, "a.odt", damage(packed.getvalue(), "mimetype"))
    assert page.status_code == 422 and "damaged" in page.text
    assert not Document.objects.exists()


def test_a_file_over_the_limit_is_refused(case, lead):
    page = send(lead, case, "a.txt", b"x" * (MOST_BYTES + 1))
    assert page.status_code == 422
    assert "smaller than 10MB" in page.content.decode()
    assert not Document.objects.exists()


def test_the_same_file_twice_is_one_file(case, lead):
    assert send(lead, case, "a.pdf", PDF).status_code == 302
    assert send(lead, case, "a.pdf", PDF).status_code == 302
    assert Document.objects.count() == 1


def test_a_file_changes_what_the_sponsor_certified(case, lead):
    before = digest(case)
    send(lead, case, "a.pdf", PDF)
    assert digest(case) != before
    row = Document.objects.get()
    removed = signed_in(lead).post(f"/support/cases/{case.reference}/files/{row.pk}/remove/")
    assert removed.status_code == 302
    assert digest(case) == before
    assert (
        signed_in(lead).get(f"/support/cases/{case.reference}/files/{row.pk}/").status_code == 404
    )


def test_files_wait_while_the_application_is_read(lead):
    case = case_at(State.ASSESSING, lead=lead)
    page = send(lead, case, "a.pdf", PDF)
    assert page.status_code == 422
    assert "while the application is written" in page.content.decode()


def test_only_those_who_see_the_case_get_its_files(case, lead):
    send(lead, case, "a.pdf", PDF)
    address = f"/support/cases/{case.reference}/files/{Document.objects.get().pk}/"
    other = case_at(State.DRAFTING)
    assert signed_in(holder(Role.PROGRAMME_OFFICER)).get(address).status_code == 200
    assert signed_in(stranger()).get(address).status_code == 404
    theirs = address.replace(case.reference, other.reference)
    assert signed_in(holder(Role.PROGRAMME_OFFICER)).get(theirs).status_code == 404
    assert send(holder(Role.PROGRAMME_OFFICER), case, "b.pdf", PDF).status_code == 404


def test_the_lead_hands_the_case_to_a_colleague(case, lead):
    colleague = stranger()
    member = CaseMember.objects.create(case=case, person=colleague, part="COLLEAGUE")
    page = signed_in(lead).post(
        f"/support/cases/{case.reference}/people/hand-over/", {"to": str(member.pk)}
    )
    assert page.status_code == 302
    now = CaseMember.objects.filter(case=case, left_at=None)
    assert {(m.person, m.part) for m in now} == {(lead, "COLLEAGUE"), (colleague, "LEAD")}
    again = signed_in(lead).post(
        f"/support/cases/{case.reference}/people/hand-over/", {"to": str(member.pk)}
    )
    assert again.status_code == 422


def test_somebody_removed_from_the_team_sees_the_case_no_more(case, lead):
    colleague = stranger()
    member = CaseMember.objects.create(case=case, person=colleague, part="COLLEAGUE")
    home = f"/support/cases/{case.reference}/"
    assert signed_in(colleague).get(home).status_code == 200
    signed_in(lead).post(f"{home}people/{member.pk}/remove/")
    assert signed_in(colleague).get(home).status_code == 404
    mine = CaseMember.objects.get(case=case, person=lead)
    page = signed_in(lead).post(f"{home}people/{mine.pk}/remove/")
    assert (page.status_code, CaseMember.objects.get(pk=mine.pk).left_at) == (422, None)
