"""The second step of signing in: asked for, given, set up, changed and taken away."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone
from typer.testing import CliRunner

from mutualise.accounts.actions import forget, invite
from mutualise.accounts.actions import second_factor as actions
from mutualise.accounts.models import AuditEntry, Person, RecoveryCode, WrongCode
from mutualise.accounts.permissions import SINCE
from mutualise.accounts.queries import held_on, second_factor_of
from mutualise.accounts.rules.roles import Role
from mutualise.accounts.rules.second_factor import NEED_IT
from mutualise.accounts.rules.totp import new_secret
from mutualise.chronicle import clock
from tests.signing_in import BACKEND, code_now, give_factor, sign_in

pytestmark = pytest.mark.django_db
SET_UP, AGAIN = "/accounts/second-factor/set-up/", "/accounts/second-factor/code-again/"
HERE = "/accounts/second-factor/"


def person_with(role: Role | None, email: str = "somebody@example.org") -> Person:
    if role is None:
        return Person.objects.create_user(email)
    return invite(email=email, role=role, organisation="mycsp", valid_from=date(2014, 1, 1))


def by_mail(client: Client, person: Person) -> str:
    """Sign in as far as the code sent by mail goes; where that leads."""
    client.post("/accounts/login/code/", {"email": person.email})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", mail.outbox[-1].body, re.M).group(1)
    return client.post("/accounts/login/code/confirm/", {"code": code})["Location"]


def events() -> list[str]:
    found = AuditEntry.objects.filter(event__startswith="accounts.second_factor").order_by("pk")
    return [each.event.rpartition(".")[2] for each in found]


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set up an app as a person does: its secret, and the recovery codes shown."""
    page = client.get(SET_UP).content.decode()
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    done = client.post(SET_UP, {"code": code_now(secret)})
    shown = client.get(done["Location"]).content.decode()
    return secret, re.findall(r"<li><code>([0-9A-Z-]+)</code>", shown)


@pytest.mark.parametrize("role", sorted(NEED_IT))
@pytest.mark.parametrize("path", ["/", "/programme/", "/editor/", "/your-data/", "/api/"])
def test_who_needs_one_sees_no_page_before_it_is_set_up(client, role, path):
    client.force_login(person_with(role), backend=BACKEND)
    for answer in (client.get(path), client.post(path)):
        assert (answer.status_code, answer["Location"]) == (302, SET_UP)
    assert client.get(SET_UP).status_code == 200
    assert client.get("/accounts/logout/").status_code == 200


@pytest.mark.parametrize("role", [None, *sorted(set(Role) - NEED_IT)])
def test_others_may_do_without(client, role):
    client.force_login(person_with(role), backend=BACKEND)
    assert client.get("/your-data/").status_code == 200
    assert "You have none. Your role does not need one." in client.get(HERE).content.decode()


def test_a_role_that_has_ended_needs_none(client):
    person = person_with(Role.REGISTER_EDITOR)
    person.holdings.update(valid_until=timezone.localdate())
    client.force_login(person, backend=BACKEND)
    assert client.get("/your-data/").status_code == 200


def test_the_people_of_a_demonstration_are_let_through_only_while_it_runs(client, settings):
    officer = person_with(Role.PROGRAMME_OFFICER, "officer-a@example.org")
    editor = person_with(Role.REGISTER_EDITOR, "editor@example.org")
    real = person_with(Role.PROGRAMME_OFFICER, "real@example.org")
    from mutualise.web.demonstration import PEOPLE

    staff = next(email for email, title in PEOPLE.items() if title == "Programme officer")
    officer.email = staff
    officer.save()
    for running, person, expected in (
        (True, officer, 200), (True, editor, 200), (True, real, 302),
        (False, officer, 302), (False, editor, 302),
    ):  # fmt: skip
        settings.DEMONSTRATION = running
        client.force_login(person, backend=BACKEND)
        assert client.get("/your-data/").status_code == expected, (running, person)


def test_a_code_read_from_the_mail_alone_does_not_get_in(client):
    officer = person_with(Role.PROGRAMME_OFFICER)
    give_factor(officer)
    assert by_mail(client, officer) == "/accounts/second-factor/code/"
    assert "_auth_user_id" not in client.session
    assert client.get("/programme/").status_code == 302
    assert client.get("/your-data/")["Location"].startswith("/accounts/login/")
    answer = client.post("/accounts/second-factor/code/", {"code": "000000"})
    assert "The code does not fit" in answer.content.decode()
    # Nor does a form without the field, or the page for somebody already signed in.
    assert client.post("/accounts/second-factor/code/", {}).status_code == 200
    assert client.get(AGAIN)["Location"].startswith("/accounts/login/")
    assert "_auth_user_id" not in client.session


def test_signing_in_with_the_app(client):
    officer, secret = person_with(Role.PROGRAMME_OFFICER), new_secret()
    give_factor(officer, secret)
    where = by_mail(client, officer)
    assert client.get(where).status_code == 200
    assert client.post(where, {"code": code_now(secret)})["Location"] == "/accounts/signed-in/"
    assert client.get("/programme/").status_code == 200
    # The same code again, in another browser, within its half minute.
    other = Client()
    where = by_mail(other, officer)
    assert "does not fit" in other.post(where, {"code": code_now(secret)}).content.decode()
    assert "_auth_user_id" not in other.session


def test_a_session_begun_before_the_factor_was_set_up_does_not_get_in(client):
    """Who could read the mail before, and waited at the set-up page, has not given it."""
    officer = person_with(Role.PROGRAMME_OFFICER)
    thief = Client()
    thief.force_login(officer, backend=BACKEND)
    assert thief.get("/programme/")["Location"] == SET_UP
    client.force_login(officer, backend=BACKEND)
    client.get("/")
    set_up(client)
    assert client.get("/programme/").status_code == 200
    assert thief.get("/programme/")["Location"].startswith("/accounts/login/")


def test_a_session_that_did_not_give_it_is_asked(client):
    officer, secret = person_with(Role.PROGRAMME_OFFICER), new_secret()
    give_factor(officer, secret)
    client.force_login(officer, backend=BACKEND)
    asked = client.get("/programme/")["Location"]
    assert asked == f"{AGAIN}?next=/programme/"
    assert client.get(SET_UP)["Location"].startswith(AGAIN)
    assert client.get(asked).status_code == 200
    before = client.session.session_key
    assert client.post(asked, {"code": code_now(secret)})["Location"] == "/programme/"
    assert client.session.session_key != before
    assert client.get("/programme/").status_code == 200


def test_setting_up_gives_codes_once_and_says_so(client, django_capture_on_commit_callbacks):
    officer = person_with(Role.PROGRAMME_OFFICER)
    client.force_login(officer, backend=BACKEND)
    client.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        secret, codes = set_up(client)
    assert len(codes) == 8
    held = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in held
    assert not RecoveryCode.objects.filter(digest__in=codes).exists()
    file = client.get(f"{HERE}recovery-codes/file/")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert all(code in file.content.decode() for code in codes)
    assert "no-store" in file["Cache-Control"]
    assert client.post(f"{HERE}recovery-codes/").status_code == 302
    assert client.get(f"{HERE}recovery-codes/file/").status_code == 404
    assert codes[0] not in client.get(f"{HERE}recovery-codes/").content.decode()
    assert events() == ["added"]
    assert [each.to for each in mail.outbox] == [[officer.email]]
    assert "A second factor was added" in mail.outbox[0].subject


def test_new_codes_are_not_shown_for_long(client):
    client.force_login(person_with(Role.SCRUTINEER), backend=BACKEND)
    client.get("/")
    _, codes = set_up(client)
    with clock.at(timezone.now() + timedelta(minutes=16)):
        assert codes[0] not in client.get(f"{HERE}recovery-codes/").content.decode()


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_secret(client):
    client.force_login(person_with(Role.REGISTER_EDITOR), backend=BACKEND)
    client.get("/")
    before = re.search(r'id="secret">([A-Z2-7 ]+)<', client.get(SET_UP).content.decode()).group(1)
    for code in ("", "000000", "12345"):
        page = client.post(SET_UP, {"code": code}).content.decode()
        assert "govuk-error-summary" in page
        assert before in page
    assert not Authenticator.objects.exists()
    assert events() == []


def test_a_recovery_code_works_once(client, django_capture_on_commit_callbacks):
    officer = person_with(Role.PROGRAMME_OFFICER)
    client.force_login(officer, backend=BACKEND)
    client.get("/")
    _, codes = set_up(client)
    for expected in (302, 200):
        visitor = Client()
        where = by_mail(visitor, officer)
        with django_capture_on_commit_callbacks(execute=True):
            answer = visitor.post(where, {"code": codes[3].lower().replace("-", " ")})
        assert answer.status_code == expected
        assert ("_auth_user_id" in visitor.session) is (expected == 302)
    assert events() == ["added", "recovery_code_used"]
    told = [each for each in mail.outbox if "recovery code was used" in each.subject]
    assert len(told) == 1
    assert "Codes left: 7" in told[0].body


def test_new_recovery_codes_end_the_old_ones(client):
    officer = person_with(Role.PROGRAMME_OFFICER)
    client.force_login(officer, backend=BACKEND)
    client.get("/")
    _, old = set_up(client)
    assert client.get(f"{HERE}recovery-codes/new/").status_code == 200
    shown = client.post(f"{HERE}recovery-codes/new/", follow=True).content.decode()
    new = re.findall(r"<li><code>([0-9A-Z-]+)</code>", shown)
    assert len(new) == 8
    with pytest.raises(actions.CodeRefused):
        actions.prove(person=officer, code=old[0])
    actions.prove(person=officer, code=new[0])
    assert events() == ["added", "codes_made", "recovery_code_used"]


def test_changing_to_another_app_asks_for_the_old_one_and_ends_other_sessions(client):
    officer, secret = person_with(Role.PROGRAMME_OFFICER), new_secret()
    give_factor(officer, secret)
    other = sign_in(Client(), officer)
    sign_in(client, officer)
    assert other.get("/programme/").status_code == 200
    with clock.at(timezone.now() + timedelta(minutes=6)):
        asked = client.get(SET_UP)["Location"]
        assert asked == f"{AGAIN}?next={SET_UP}"
        assert client.post(SET_UP, {"code": "000000"})["Location"] == asked
        assert client.post(asked, {"code": code_now(secret)})["Location"] == SET_UP
        new, _ = set_up(client)
        assert client.get("/programme/").status_code == 200
        assert other.get("/programme/")["Location"].startswith("/accounts/login/")
        with pytest.raises(actions.CodeRefused):
            actions.prove(person=officer, code=code_now(secret, 1))
        actions.prove(person=officer, code=code_now(new, 1))
    assert events() == ["replaced"]


def test_an_old_session_without_a_factor_cannot_set_one_up(client):
    client.force_login(person_with(None), backend=BACKEND)
    client.get("/")
    assert client.get(SET_UP).status_code == 200
    session = client.session
    session[SINCE] -= 31 * 60
    session.save()
    assert client.get(SET_UP)["Location"] == f"/accounts/login/code/?next={SET_UP}"
    assert "_auth_user_id" not in client.session


def test_turning_it_off_asks_for_it_and_is_not_for_those_who_need_it(client):
    secret = new_secret()
    person, officer = person_with(None), person_with(Role.PROGRAMME_OFFICER, "officer@example.org")
    for each in (person, officer):
        give_factor(each, secret)
    client.force_login(person, backend=BACKEND)
    asked = client.get(f"{HERE}turn-off/")["Location"]
    assert client.post(f"{HERE}turn-off/")["Location"].startswith(AGAIN)
    assert client.post(asked, {"code": code_now(secret)})["Location"] == f"{HERE}turn-off/"
    assert client.get(f"{HERE}turn-off/").status_code == 200
    assert client.post(f"{HERE}turn-off/").status_code == 302
    assert second_factor_of(person) is None
    assert client.get("/your-data/").status_code == 200
    assert events() == ["removed"]
    desk = sign_in(Client(), officer)
    assert "Your role needs" in desk.get(f"{HERE}turn-off/").content.decode()
    assert "Your role needs" in desk.post(f"{HERE}turn-off/", follow=True).content.decode()
    assert second_factor_of(officer) is not None


def test_after_five_wrong_codes_none_is_looked_at(client, django_capture_on_commit_callbacks):
    officer, secret = person_with(Role.PROGRAMME_OFFICER), new_secret()
    give_factor(officer, secret)
    where = by_mail(client, officer)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(5):
            client.post(where, {"code": "00000x"})
        answer = client.post(where, {"code": code_now(secret)})
    assert "Too many wrong codes" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert events() == ["blocked"]
    assert "Wrong codes were given" in mail.outbox[-1].subject
    with clock.at(timezone.now() + timedelta(minutes=16)):
        assert client.post(where, {"code": code_now(secret)}).status_code == 302
    assert not WrongCode.objects.exists()


def test_a_new_key_of_the_site_reads_what_the_old_one_sealed(settings):
    person, secret = person_with(None), new_secret()
    give_factor(person, secret)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    actions.prove(person=person, code=code_now(secret))
    settings.SECRET_KEY_FALLBACKS = []
    actions.prove(person=person, code=code_now(secret, 1))
    settings.SECRET_KEY = "a third"
    with clock.at(timezone.now() + timedelta(minutes=2)), pytest.raises(actions.CodeRefused):
        actions.prove(person=person, code=code_now(secret))


def test_an_operator_resets_it(client, django_capture_on_commit_callbacks):
    from mutualise.web.cli.commands import app

    officer = person_with(Role.PROGRAMME_OFFICER)
    run = CliRunner()
    give_factor(officer)
    sign_in(client, officer)
    assert "has had one since" in run.invoke(app, ["second-factor", officer.email]).output
    wanted = ["second-factor", officer.email, "--reset"]
    assert run.invoke(app, wanted).exit_code == 2
    assert run.invoke(app, ["second-factor", "nobody@example.org", "--reset"]).exit_code == 2
    assert client.get("/programme/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        done = run.invoke(app, [*wanted, "--because", "Called back"])
    assert done.exit_code == 0
    assert "signed out everywhere" in " ".join(done.output.split())
    assert client.get("/programme/")["Location"].startswith("/accounts/login/")
    kept = AuditEntry.objects.get(event="accounts.second_factor.reset")
    assert (kept.by, kept.subject, kept.detail) == (
        None, f"person {officer.pk}", {"because": "Called back"},
    )  # fmt: skip
    assert "was reset" in mail.outbox[-1].subject
    again = run.invoke(app, [*wanted, "--because", "Called back"])
    assert again.exit_code == 0
    assert "had none" in again.output
    assert events() == ["reset"]


def test_erasing_a_person_takes_their_factor_and_the_export_holds_no_secret(client):
    person = person_with(None)
    client.force_login(person, backend=BACKEND)
    client.get("/")
    set_up(client)
    given = json.dumps(held_on(person), default=str)
    assert "RecoveryCode" in given
    assert "Authenticator" in given
    for row in (*Authenticator.objects.all(), *RecoveryCode.objects.all()):
        assert getattr(row, "digest", None) or row.data["secret"] not in given
    assert not any(code.digest in given for code in RecoveryCode.objects.all())
    forget(person=person, by=None)
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_mail_that_fails_undoes_nothing(monkeypatch, django_capture_on_commit_callbacks):
    person, secret = person_with(None), new_secret()

    def broken(*args, **kwargs):
        raise OSError("no mail server")

    monkeypatch.setattr("mutualise.accounts.actions.mail.EmailMultiAlternatives.send", broken)
    with django_capture_on_commit_callbacks(execute=True):
        actions.set_up(person=person, secret=secret, code=code_now(secret))
    assert second_factor_of(person) is not None


def test_the_qr_code_says_what_the_text_says():
    from qrcode.main import QRCode

    from mutualise.accounts.presenters import qr_code

    drawn = qr_code("otpauth://totp/A:b?secret=C")
    code = QRCode(border=4, error_correction=0)
    code.add_data("otpauth://totp/A:b?secret=C")
    dark = sum(cell for row in code.get_matrix() for cell in row)
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-(\d+)z", drawn.path)
    assert sum(int(width) for _, _, width, _ in runs) == dark
    assert all(int(x) >= 4 and int(x) + int(w) <= drawn.side - 4 for x, _, w, _ in runs)


def test_too_many_attempts_get_a_page_of_ours(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"reauthenticate": "1/m/user"}
    person = person_with(None)
    give_factor(person)
    client.force_login(person, backend=BACKEND)
    assert client.post(AGAIN, {"code": "000000"}).status_code == 200
    answer = client.post(AGAIN, {"code": "000000"})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()
