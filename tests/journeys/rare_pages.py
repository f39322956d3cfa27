"""Pages that a thing in a rare state leads to, each with the state and the person whose page it is.

`PAGES` has a maker for each route: it makes the state in the test's own database and gives the
client of the person and the address to open. The forms of the programme come from its own list.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from fractions import Fraction

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import mail
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from mutualise.accounts.models import Person
from mutualise.accounts.permissions import PROOF
from mutualise.accounts.rules.roles import Role
from mutualise.chronicle import clock
from mutualise.governance.actions import (
    attendance,
    directors,
    elections,
    inspection,
    meetings,
    notices,
    objections,
    own_issuer,
    own_majorities,
    ratios,
    resolutions,
    trustees,
    vacancies,
)
from mutualise.governance.models import Nomination
from mutualise.governance.rules.directors import Chosen
from mutualise.governance.rules.own_majority import OwnMajority
from mutualise.governance.rules.resolution_kinds import Over
from mutualise.governance.rules.seats import After
from mutualise.governance.rules.vacancies import Cause
from mutualise.register.models import Organisation
from tests.governance import meeting_builders
from tests.governance.election_builders import (
    called,
    mutual,
    nominated,
    open_election,
    opened,
    with_roll,
)
from tests.governance.meeting_builders import at, secretary_of
from tests.governance.test_seats import body as body_of_a_partner
from tests.governance.test_seats import declared, entered
from tests.programme.builders import holder, signed_in
from tests.programme.every_form import FORMS, Form, extract, world
from tests.signing_in import give_factor

Shown = tuple[Client, str]


def of_form(form: Form) -> Callable[[], Shown]:
    def make() -> Shown:
        made = world(form)
        if getattr(made, "press_first", ""):
            made.client.post(made.press_first)
        return made.client, made.address + made.query

    return make


def beside(form_address: str, shown: str) -> Callable[[], Shown]:
    """A page about what a form of the programme is about; `shown` cuts its address."""

    def make() -> Shown:
        made = world(next(each for each in FORMS if each.address == form_address))
        return made.client, re.match(shown, made.address)[0]

    return make


def enquiry_sent() -> Shown:
    client, form = Client(), next(each for each in FORMS if each.address == "/support/enquiry/")
    return client, client.post(form.address, form.good | {"confirm": "yes"})["Location"]


def diagnostic_done() -> Shown:
    client = Client()
    client.post("/support/ready/")
    address = "/support/ready/why/"
    while "result" not in address:
        sent = {"sector": "none", "region": "london"} if "place" in address else {"answer": "no"}
        address = client.post(address, sent)["Location"]
    return client, address


def fund_extract() -> Shown:
    made = world(next(each for each in FORMS if each.address == "/programme/fund/extracts/"))
    return made.client, made.client.post(made.address, {"file": extract(made)})["Location"]


# Signing in.


def code_asked_for() -> tuple[Client, Person]:
    person, client = holder(Role.REGISTER_EDITOR), Client()
    give_factor(person)
    client.post("/accounts/login/code/", {"email": person.email})
    return client, person


def code_of_the_mail() -> Shown:
    return code_asked_for()[0], "/accounts/login/code/confirm/"


def code_of_the_app() -> Shown:
    client, _ = code_asked_for()
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]*)\s*$", str(mail.outbox[-1].body), re.M)[1]
    return client, client.post("/accounts/login/code/confirm/", {"code": code})["Location"]


def with_a_factor(path: str) -> Callable[[], Shown]:
    return lambda: (signed_in(holder(Role.REGISTER_EDITOR)), f"/accounts/second-factor/{path}")


def code_of_the_app_again() -> Shown:
    client = signed_in(holder(Role.REGISTER_EDITOR))
    session = client.session
    del session[PROOF]
    session.save()
    return client, "/accounts/second-factor/code-again/"


# Meetings and members.


def own_majority(page: str) -> Callable[[], Shown]:
    """A society's secretary, with one majority of its own rules recorded."""

    def make() -> Shown:
        register = meeting_builders.body("society", form="COMMUNITY_BENEFIT")
        by = secretary_of("society")
        asked = OwnMajority("Change of rules", "rule 9", Fraction(3, 4), False, Over.CAST)
        row = own_majorities.record_majority(register=register, by=by, asked=asked)
        return signed_in(by), f"/control/society/majorities/{page.format(number=row.pk)}"

    return make


def to_be_confirmed() -> Shown:
    """A society's resolution that waits for the second meeting, which is called."""
    register = meeting_builders.body("society", members=20, form="COMMUNITY_BENEFIT")
    by = secretary_of("society")

    def call(day: int):
        starts = timezone.make_aware(datetime(2026, 4, day, 18))
        return meetings.call_meeting(
            register=register, by=by, kind="GENERAL", starts_at=starts, place="Hall",
            own_notice_days=14,
        )  # fmt: skip

    with at(2026, 3, 2):
        meeting = call(1)
        resolution = meetings.propose(
            meeting=meeting, by=by, kind="society-conversion", title="Convert", text="That."
        )
        notices.give_notice(meeting=meeting, by=by)
    with at(2026, 4, 1, 19):
        attendance.record_attendance(meeting=meeting, by=by, numbers=list(range(1, 11)))
        meetings.open_meeting(meeting=meeting, by=by)
        resolutions.record_votes(
            resolution=resolution, by=by, method="POLL", votes_for=8, against=2
        )
        resolutions.declare(resolution=resolution, by=by)
        second = call(28)
    address = f"/control/society/meetings/{second.reference.lower()}/resolutions/confirm/"
    return signed_in(by), address


def director_to_be_told() -> Shown:
    """Notice is given, and a director who is no member has not had it yet."""
    register, by = meeting_builders.body("board"), secretary_of("board")
    with at(2026, 3, 2):
        directors.begin_term(
            by=by, register=register, name="An outsider", chosen=Chosen.BOARD, on=clock.today()
        )
        meeting = meetings.call_meeting(
            register=register, by=by, kind="GENERAL", place="Hall",
            starts_at=timezone.make_aware(datetime(2026, 4, 1, 18)),
        )  # fmt: skip
        notice = notices.give_notice(meeting=meeting, by=by)
    row = notice.to_directors.get()
    address = f"/control/board/meetings/{meeting.reference.lower()}/notice/directors/{row.pk}/"
    return signed_in(by), address


def tie_declared() -> Shown:
    register, by = meeting_builders.body(), secretary_of("care")
    term = directors.begin_term(
        by=by, register=register, name="An outsider", chosen=Chosen.BOARD, on=clock.today()
    )
    tie = directors.declare(by=by, director=term.director, nature="A supplier", on=clock.today())
    return signed_in(by), f"/members/care/directors/ties/{tie.pk}/end/"


def register_not_opened() -> Shown:
    Organisation.objects.create(code="new-mutual")
    return signed_in(secretary_of("new-mutual")), "/members/new-mutual/open/"


def inspection_asked_for() -> Shown:
    register, by = meeting_builders.body(), secretary_of("care")
    one = inspection.ask(
        by=by, register=register, name="A bank", address="1 High Street", purpose="A loan",
        shared_with="Nobody", received_on=clock.today(),
    )  # fmt: skip
    return signed_in(by), f"/members/care/inspection/{one.pk}/given/"


def control_published() -> Shown:
    meeting_builders.body()
    ratios.publish_ratios(by=secretary_of("care"), organisation="care", on=clock.today())
    return Client(), "/employee-control/care/"


# Elections.


def trustees_list() -> Shown:
    body, election, _ = open_election()
    trustees.close_poll(election=election, by=body.scrutineer)
    return signed_in(body.scrutineer), f"/run-elections/{election.reference}/contests/nurses/layers/1/"  # fmt: skip


def paper_sheet() -> Shown:
    body, election, _ = open_election()
    trustees.close_poll(election=election, by=body.scrutineer)
    return signed_in(body.clerks[0]), f"/run-elections/{election.reference}/contests/nurses/sheets/"


def objection_entered(then: str = "") -> Callable[[], Shown]:
    """A member objected to the roll; for "roll/" the scrutineer accepted it."""

    def make() -> Shown:
        body = mutual()
        election = called(body)
        nominated(body, election)
        with_roll(body, election)
        made = objections.enter_objection(
            election=election,
            by=body.secretary,
            kind="OMITTED",
            about="Member 98",
            reason="By post.",
        )
        if then:
            objections.decide_objection(
                objection=made, by=body.scrutineer, outcome="ACCEPTED", reason="Admitted in May."
            )
        address = f"/run-elections/{election.reference}/objections/{made.pk}/{then}"
        return signed_in(body.scrutineer), address

    return make


def own_signing_key(page: str) -> Callable[[], Shown]:
    """The scrutineer gave in a key of their own; for "ask/" the roll is frozen, and for "signatures/" the
    poll is closed, too."""

    def make() -> Shown:
        body = mutual()
        election = called(body)
        key = rsa.generate_private_key(65537, 2048).public_key()
        der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        own_issuer.offer_key(
            contest=election.contests.get(code="nurses"), by=body.scrutineer,
            public_key=base64.b64encode(der).decode(),
        )  # fmt: skip
        if page != "signing-key/":
            nominated(body, election)
            with_roll(body, election)
        if page == "signatures/":
            opened(body, election)
            trustees.close_poll(election=election, by=body.scrutineer)
        desk = f"/run-elections/{election.reference}/"
        address = (
            f"{desk}signing-machine/ask/" if page == "ask/" else f"{desk}contests/nurses/{page}"
        )
        return signed_in(body.scrutineer), address

    return make


def seats_of_a_void_election() -> Shown:
    with clock.at(clock.now() - timedelta(days=30)):
        body = body_of_a_partner()
        election = declared(body)
        entered(body, election)
    elections.move("void", election=election, by=body.scrutineer, words="A court set it aside.")
    return signed_in(body.secretary), f"/run-elections/{election.reference}/seats/end/"


def place_vacant(deed: str) -> Callable[[], Shown]:
    """A director resigned; but for "find" somebody was found to take the place."""

    def make() -> Shown:
        with clock.at(clock.now() - timedelta(days=30)):
            body = body_of_a_partner()
            election = declared(body, after=After(None, date(2031, 1, 1), "COUNTBACK"))
            entered(body, election)
        left = Nomination.objects.get(contest__election=election, member_number="14")
        vacancy = vacancies.record_vacancy(
            nomination=left, on=clock.today(), cause=Cause.RESIGNED, by=body.secretary
        )
        if deed != "find":
            vacancies.find_successor(vacancy=vacancy, by=body.scrutineer)
        if deed == "countbacks":
            return Client(), f"/elections/{election.reference}/countbacks/"
        by = body.scrutineer if deed == "find" else body.secretary
        address = f"/run-elections/{election.reference}/vacancies/{vacancy.pk}/{deed}/"
        return signed_in(by), address

    return make


MEETING = "control/<slug:organisation>/meetings/<slug:reference>/"
RESOLUTION = "control/<slug:organisation>/resolutions/<slug:reference>/"
CONTEST = "run-elections/<slug:reference>/contests/<slug:contest>/"
VACANCY = "run-elections/<slug:reference>/vacancies/<int:number>/"
SESSION = "/programme/training/{session}/bookings/{booking}/"
OFFER = "/programme/cases/{case}/competitions/{competition}/offers/{offer}/"
PAGES: dict[str, Callable[[], Shown]] = {
    "programme/training/<int:number>/": beside(SESSION, r".*/training/\d+/"),
    "programme/cases/<slug:reference>/competitions/<int:number>/": beside(OFFER, r".*/competitions/\d+/"),
    "programme/fund/extracts/<slug:digest>/": fund_extract,
    "support/enquiry/sent/": enquiry_sent,
    "support/ready/result/": diagnostic_done,
    "accounts/login/code/confirm/": code_of_the_mail,
    "accounts/second-factor/code/": code_of_the_app,
    "accounts/second-factor/code-again/": code_of_the_app_again,
    "accounts/second-factor/recovery-codes/new/": with_a_factor("recovery-codes/new/"),
    "accounts/second-factor/recovery-codes/": with_a_factor("recovery-codes/"),
    "accounts/second-factor/turn-off/": with_a_factor("turn-off/"),
    f"{MEETING}resolutions/confirm/": to_be_confirmed,
    f"{MEETING}notice/directors/<int:number>/": director_to_be_told,
    "members/<slug:code>/open/": register_not_opened,
    "members/<slug:code>/directors/ties/<int:number>/end/": tie_declared,
    "members/<slug:code>/inspection/<int:number>/<slug:verb>/": inspection_asked_for,
    "employee-control/<slug:code>/": control_published,
    f"{CONTEST}layers/<int:number>/": trustees_list,
    f"{CONTEST}sheets/": paper_sheet,
    f"{CONTEST}signing-key/": own_signing_key("signing-key/"),
    f"{CONTEST}signatures/": own_signing_key("signatures/"),
    "run-elections/<slug:reference>/signing-machine/ask/": own_signing_key("ask/"),
    "control/<slug:organisation>/majorities/add/": own_majority("add/"),
    "control/<slug:organisation>/majorities/<int:number>/withdraw/": own_majority("{number}/withdraw/"),
    "run-elections/<slug:reference>/objections/<int:number>/": objection_entered(),
    "run-elections/<slug:reference>/objections/<int:number>/roll/": objection_entered("roll/"),
    "run-elections/<slug:reference>/seats/end/": seats_of_a_void_election,
    f"{VACANCY}find/": place_vacant("find"),
    f"{VACANCY}enter/": place_vacant("enter"),
    "elections/<slug:reference>/countbacks/": place_vacant("countbacks"),
}  # fmt: skip
# Of one meeting and two written resolutions: the address of each after that of the body.
HELD = {
    f"{MEETING}{verb}/": f"meetings/m-2026-0001/{verb}/"
    for verb in (
        "adjourn", "cancel", "close", "minutes", "notice", "open", "present", "present/take-back",
        "proxies", "proxies/withdraw", "resolutions/add",
    )
} | {
    f"{RESOLUTION}{verb}/": f"resolutions/r-2026-0001/{verb}/"
    for verb in ("filing", "result", "take-off", "votes")
} | {
    f"{RESOLUTION}agreements/": "resolutions/r-2026-0002/agreements/",
    "control/<slug:organisation>/meetings/": "meetings/", MEETING: "meetings/m-2026-0001/",
    "control/<slug:organisation>/meetings/call/": "meetings/call/",
    "control/<slug:organisation>/resolutions/circulate/": "resolutions/circulate/",
    RESOLUTION: "resolutions/r-2026-0002/",
}  # fmt: skip
RARE = (
    frozenset(PAGES)
    | frozenset(HELD)
    | {resolve(re.sub(r"{\w+}", "1", form.address)).route for form in FORMS}
)
