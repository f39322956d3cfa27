"""The shipped announcement against the shipped evidence, as its readers check it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from typer.testing import CliRunner

from mutualise.accounts.actions import admit
from mutualise.chronicle.models import Change
from mutualise.claims import actions
from mutualise.claims.queries import resolve
from mutualise.claims.queries.announcements import claims_now, owner_of, results
from mutualise.claims.queries.resolve import checked
from mutualise.claims.rules.report import as_json
from mutualise.evidence import actions as evidence
from mutualise.evidence.models import Observation, Source
from mutualise.evidence.rules.digest import CONTENT_KEYS
from mutualise.web.cli.commands import app

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "data/announcements/2014-07-23-hundred-mutuals.md"
TEXT = FILE.read_text(encoding="utf-8")
pytestmark = pytest.mark.django_db


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments), catch_exceptions=False)


def verdicts(text: str) -> list[str]:
    return [str(claim.verdict) for claim in checked(text).claims]


def faults(text: str) -> set[str]:
    return {fault.code for claim in checked(text).claims for fault in claim.faults}


def told(text: str) -> set[tuple[str, str]]:
    """The faults by the measure of their claim."""
    return {(claim.measure, fault.code) for claim in checked(text).claims for fault in claim.faults}


def test_nine_claims_and_no_figure_left_unchecked():
    done = run("check", str(FILE), "--json")
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert len(found["claims"]) == 9
    assert found["unchecked"] == []
    assert all(
        set(claim) >= {"text", "measure", "test", "value", "range", "coverage", "verdict", "faults"}
        for claim in found["claims"]
    )


def test_nearly_one_and_a_half_billion_is_compiled_to_its_test():
    claim = next(c for c in checked(TEXT).claims if c.measure == "services-value")
    assert (claim.test.lower, claim.test.upper) == (Decimal(1_450_000_000), Decimal(1_500_000_000))
    assert (claim.test.lower_inclusive, claim.test.upper_inclusive) == (True, False)


def test_register_that_names_too_few_cannot_say_a_hundred():
    claim = checked(TEXT).claims[0]
    assert claim.verdict == "cannot say"
    assert "100 officially stated" in claim.reason


def test_million_for_billion_is_a_wrong_unit():
    assert "wrong-unit" not in faults(TEXT)
    assert "wrong-unit" in faults(TEXT.replace("billion", "million"))


def test_over_where_the_source_says_as_many_as_is_a_changed_bound():
    honest = TEXT.replace("more than 3,000", "as many as 3,000")
    jobs = [c for c in checked(honest).claims if c.measure == "additional-jobs"][0]
    assert "over" not in {f.code for f in jobs.faults}
    turned = honest.replace("as many as", "over")
    claim = next(c for c in checked(turned).claims if c.measure == "additional-jobs")
    assert any(f.code == "changed-bound" and "up to 3,000" in f.message for f in claim.faults)


def test_another_area_is_reported():
    assert "different-area" not in faults(TEXT)
    assert "different-area" in faults(TEXT.replace("in England and Wales", "in the United Kingdom"))


def test_share_of_respondents_told_as_share_of_staff_is_reported():
    claim = next(c for c in checked(TEXT).claims if c.measure == "staff-feel-trusted")
    assert claim.verdict == "point only"
    assert {"different-denominator", "small-base", "older-figure"} <= {f.code for f in claim.faults}


def test_productivity_is_judged_by_the_vintage_named():
    flat = "[was flat](claim:public-service-productivity-growth?from=1997&to=2010&vintage={})"
    assert verdicts(flat.format("2014-02-27")) == ["supported"]
    assert verdicts(flat.format("2013-01-01")) == ["cannot say"]
    (claim,) = checked(flat.format("2014-02-27")).claims
    assert claim.vintage.endswith("2010, addendum”, published 2014-02-27")
    assert as_json(checked(flat.format("2014-02-27")))["claims"][0]["vintage"] == claim.vintage


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[100](claim:nothing-like-it)", "nothing-like-it"),
        ("[100](claim:employees?at=2014-13-01)", "2014-13-01"),
        ("[100](claim:employees?area=narnia)", "narnia"),
        ("[90 per cent](claim:staff-feel-trusted)", "subject"),
        ("[90 per cent](claim:staff-feel-trusted?subject=nobody)", "nobody"),
        ("[100](claim:live-mutuals?definition=MADE-UP)", "MADE-UP"),
        ("[100](claim:live-mutuals?colour=blue)", "colour"),
    ],
)
def test_a_broken_link_is_bad_input_that_names_it(tmp_path, text, named):
    file = tmp_path / "a.md"
    file.write_text(text)
    done = run("check", str(file))
    assert done.exit_code == 2
    assert named in done.stderr
    assert "Line 1" in done.stderr


def test_a_file_that_is_missing_or_not_text_is_bad_input(tmp_path):
    assert run("check", str(tmp_path / "none.md")).exit_code == 2
    wrong = tmp_path / "latin.md"
    wrong.write_bytes("£1.5bn".encode("latin-1"))
    done = run("check", str(wrong))
    assert done.exit_code == 2
    assert "byte 0 is not UTF-8" in done.stderr


def observation(**changes) -> Observation:
    source = Source.objects.get(code="bbc-26030205")
    values = dict.fromkeys(CONTENT_KEYS) | {
        "subject": "bit", "measure": "employees", "qualifier": "=", "value": Decimal(36),
        "unit": "people", "quality": "RETURNED", "area": "england",
    }  # fmt: skip
    from datetime import date

    from mutualise.evidence.actions import digest_of

    row = Observation(
        **{k: v for k, v in values.items() if v is not None},
        source=source, valid_from=date(2014, 8, 5), valid_until=date(2014, 8, 6),
    )  # fmt: skip
    for name, value in changes.items():
        setattr(row, name, value)
    row.digest = digest_of(row)
    return row


def test_a_claim_goes_stale_out_loud(client, editor, django_capture_on_commit_callbacks):
    kept = actions.keep(TEXT, by=editor)
    first = {claim.position: claim.now.pk for claim in claims_now(kept)}
    with django_capture_on_commit_callbacks(execute=True):
        row = evidence.record_observation(by=editor, row=observation())
        changed = actions.recheck(kept)
    assert [result.position for result in changed] == [9]
    now, before = results(kept)[9]
    assert before.pk == first[9]
    assert now.causes[0]["reference"] == row.reference
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == [editor.email]
    assert row.reference in mail.outbox[0].body
    assert "computed value: no figure" in mail.outbox[0].body
    assert f"See it at {settings.SITE}/announcements/{kept.code}/9/" in mail.outbox[0].body
    assert actions.recheck(kept) == []
    evidence.withdraw_observation(by=editor, old=row, reason="It was misread.")
    assert [result.position for result in actions.recheck(kept)] == [9]
    cause = results(kept)[9][0].causes[-1]
    assert (cause["change"], cause["reason"]) == ("WITHDRAWAL", "It was misread.")
    page = client.get(f"/announcements/{kept.code}/9/").content.decode()
    assert "It was misread." in page


def test_a_changed_claim_says_the_old_value_the_new_one_since_when_and_the_reason(client, editor):
    first = evidence.record_observation(by=editor, row=observation())
    kept = actions.keep(TEXT, by=editor)
    row = observation(value=Decimal(60))
    evidence.replace_observation(
        by=editor, old=first, row=row, change=Change.CORRECTION, reason="Two columns were swapped."
    )
    actions.recheck(kept)
    now, before = results(kept)[9]
    (cause,) = [each for each in now.causes if each["change"] == "CORRECTION"]
    assert cause["reason"] == "Two columns were swapped."
    assert cause["was"] == f"{first.value.normalize():f} people"
    assert cause["what"] == "Behavioural Insights Team: employees (headcount), 60 people"
    page = client.get(f"/announcements/{kept.code}/9/").content.decode()
    assert "Two columns were swapped." in page
    assert "(correction of a mistake; it said" in page
    assert before.verdict in page
    assert "Two columns were swapped." in now.notices.get().body


def test_the_same_text_is_kept_once(editor):
    assert actions.keep(TEXT).pk == actions.keep(TEXT).pk


def test_permanent_link_says_when_it_is_no_longer_current(client, editor):
    kept = actions.keep(TEXT)
    shared = f"/announcements/{kept.code}/?checked={claims_now(kept)[0].now.checked_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    assert "No longer current" not in client.get(shared).content.decode()
    evidence.record_observation(by=editor, row=observation())
    actions.recheck(kept)
    assert "No longer current" in client.get(shared).content.decode()


def test_a_text_nobody_answers_for_is_checked_when_it_is_looked_at_and_keeps_no_change_waiting(
    client, editor
):
    somebodys, nobodys = actions.keep(TEXT, by=editor), actions.keep(TEXT + "\nAnother word.")
    shared = f"/announcements/{nobodys.code}/?checked={claims_now(nobodys)[0].now.checked_at:%Y-%m-%dT%H:%M:%S.%fZ}"
    evidence.record_observation(by=editor, row=observation())
    assert [row.announcement for row in actions.recheck_watched()] == [somebodys]
    assert "No longer current" in client.get(shared).content.decode()
    assert len(results(nobodys)[9]) == 2


def test_an_announcement_handed_to_somebody_is_watched(editor):
    kept = actions.keep(TEXT)
    actions.hand_over(kept, to=editor, by=None)
    evidence.record_observation(by=editor, row=observation())
    assert [row.announcement for row in actions.recheck_watched()] == [kept]


def test_the_same_question_asked_often_in_a_text_is_answered_once(monkeypatch):
    from mutualise.claims.queries import resolve

    asked, answer = [], resolve.measured
    monkeypatch.setattr(
        resolve, "measured", lambda reference, names: asked.append(1) or answer(reference, names)
    )
    resolve.checked("There are [100](claim:live-mutuals) mutuals. " * 50)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[100](claim:live-mutuals?at=2014-07-23). " * 201, "binds 201 figures"),
        ("1," * 1_001, "states about 1,001 figures"),
        ("a mutual " * 23_000, "over 200 kB"),
    ],
)
def test_a_page_refuses_a_text_that_would_keep_others_waiting(client, text, says):
    page = client.post("/check/", {"text": text})
    assert says in page.content.decode()
    assert "mutualise check" in page.content.decode()


def test_pasting_a_text_checks_it_without_keeping_it(client):
    page = client.post(
        "/check/", {"text": "There are [100](claim:live-mutuals) and a dozen more."}
    ).content.decode()
    assert "Cannot say" in page
    assert "a dozen" in page
    from mutualise.claims.models import Announcement

    assert not Announcement.objects.exists()


def test_html_in_a_pasted_text_stays_text(client):
    page = client.post(
        "/check/",
        {"text": "# <script>alert(1)</script>\n\n100 <img src=x onerror=alert(1)> mutuals"},
    ).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_new_owner_is_told_in_place_of_the_one_before():
    before, after = admit("old@example.org"), admit("new@example.org")
    announcement = actions.keep(TEXT + "\nA word more.", by=before)
    done = run("owner", announcement.code, after.email)
    assert (done.exit_code, "told from now on" in done.stdout) == (0, True)
    assert "already" in run("owner", announcement.code, after.email).stdout
    assert after.email in run("owner", announcement.code).stdout
    assert announcement.handovers.count() == 1
    assert owner_of(announcement) == after


def test_an_announcement_or_owner_nobody_knows_is_refused():
    announcement = actions.keep(TEXT)
    assert run("owner", "no-such-announcement").exit_code == 2
    assert run("owner", announcement.code, "nobody@example.org").exit_code == 2
    assert owner_of(announcement) is None


def test_new_words_for_the_same_outcome_are_no_change(monkeypatch):
    kept = actions.keep(TEXT)

    def in_other_words(found):
        told = as_json(found)
        for claim in told["claims"]:
            claim["reason"] += " In other words."
            for fault in claim["faults"]:
                fault["message"] += " In other words."
        return told

    monkeypatch.setattr(actions, "as_json", in_other_words)
    assert actions.recheck(kept) == []


def test_a_new_fault_is_a_change_though_the_figures_are_the_same(monkeypatch):
    kept = actions.keep(TEXT)

    def with_a_fault(found):
        told = as_json(found)
        told["claims"][0]["faults"] = [{"code": "small-base", "message": "Few were asked."}]
        return told

    monkeypatch.setattr(actions, "as_json", with_a_fault)
    actions.recheck(kept)
    assert len(results(kept)[1]) == 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("- At City Health Care Partnership,", "- At MyCSP,", "different-body"),
        ("doubled its headcount", "doubled its turnover", "different-quantity"),
        ("employing 35,000", "employing over 35,000", "changed-bound"),
        ("employing 35,000", "employing 350,000", "far-from-stated"),
        ("more than 3,000", "more than 30,000", "far-from-stated"),
    ],
)
def test_a_careless_edit_is_told_though_the_evidence_cannot_speak(old, new, code):
    edited = told(TEXT.replace(old, new, 1)) - told(TEXT)
    assert code in {fault for _, fault in edited}


def test_what_a_source_states_of_money_is_told_in_pounds():
    found = checked(TEXT.replace("£1.5 billion", "£1.5 million", 1))
    (told_off,) = [
        fault.message for claim in found.claims for fault in claim.faults
        if fault.code == "far-from-stated"
    ]  # fmt: skip
    assert "says “under £1.5 billion a year”" in told_off


def test_the_names_of_all_bodies_are_read_once_for_a_text(monkeypatch):
    asked = []
    monkeypatch.setattr(
        resolve, "names_of_bodies", lambda known_at: asked.append(known_at) or {"chcp": ("CHCP",)}
    )
    link = "[91%](claim:staff-feel-trusted?subject=chcp&at=2014-07-23)"
    found = checked(f"---\ntitle: A text\ndate: 2014-07-23\n---\n\n{link}. {link}. {link}.\n")
    assert len(found.claims) == 3
    assert asked == [None]
