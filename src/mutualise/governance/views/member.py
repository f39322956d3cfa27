"""One member: what is known, what was ever written, and what a secretary does."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mutualise.chronicle import clock
from mutualise.governance.actions import erasure
from mutualise.governance.actions import members as doing
from mutualise.governance.actions import shares as trading
from mutualise.governance.actions.mistaken_membership import withdraw_membership
from mutualise.governance.forms import members as forms
from mutualise.governance.presenters.history import history, membership_words
from mutualise.governance.queries import members as reading
from mutualise.governance.queries import secretary as queries
from mutualise.governance.queries.personal import personal_data
from mutualise.governance.rules.membership import ENDED_LABELS, Ended
from mutualise.governance.rules.mobile import spoken_mobile
from mutualise.governance.rules.standing import STANDING_LABELS, Standing
from mutualise.governance.views.keeping import (
    both,
    deed,
    here,
    kept,
    member_of,
    secretary,
    trail,
)
from mutualise.govuk.downloads import About, json_page

PRIVATE = "Personal data of one person: for them alone"


@secretary
@require_GET
def member(request: HttpRequest, code: str, number: int) -> HttpResponse:
    register = kept(request, code)
    found = member_of(register, number)
    lines = reading.lines(register, clock.today())
    line = next((each for each in lines if each.number == number), None)
    context = {
        "register": register, "member": found, "line": line, "ended": ENDED_LABELS,
        "standings": STANDING_LABELS, "current": line and line.standing is Standing.CURRENT,
        "history": history(found, reading.history_of(found)),
        "trail": trail(register, (f"Member {number}", None)),
        "shares": [(c.name, line.shares.get(c.pk, 0) if line else 0)
                   for c in reading.share_classes_of(register)],
        "erasable": erasure.erasable_on(found),
        "mobile": spoken_mobile(line.mobile) if line else "", "same_mobile": _same(lines, line),
        "has_mobile": queries.ever_had_mobile(found),
    }  # fmt: skip
    return render(request, "governance/members/member.html", context)


def _same(lines: list[reading.Line], line: reading.Line | None) -> list[int]:
    """Other members of today who have this one's mobile number."""
    if line is None or not line.mobile:
        return []
    return [
        each.number
        for each in reading.current(lines)
        if each.mobile == line.mobile and each.number != line.number
    ]


def _line(register: Any, member: Any) -> reading.Line | None:
    lines = reading.lines(register, clock.today())
    return next((each for each in lines if each.number == member.number), None)


@secretary
@both
def describe(request: HttpRequest, code: str, number: int) -> HttpResponse:
    register, found, to = _about(request, code, number)
    line = _line(register, found)
    first = {name: getattr(line, name) for name in doing.ABOUT} if line else {}
    form = forms.DescribeForm(request.POST or None, initial=first | {"on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        doing.describe(by=request.user, member=found, about={n: given[n] for n in doing.ABOUT},  # type: ignore[arg-type]
                       on=given["on"], reason=given["reason"])  # fmt: skip

    return deed(request, register, form, do, title=f"Change particulars of member {number}",
                button="Record the change", said="The change is recorded.", to=to)  # fmt: skip


@secretary
@both
def move(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Another class; for a former member, admission again."""
    register, found, to = _about(request, code, number)
    line, classes = _line(register, found), _classes(register)
    form = forms.MoveForm(
        request.POST or None, classes=[(c, each.name) for c, each in classes.items()],
        initial={"on": clock.today(), "employee": line.employee if line else False,
                 "constituency": line.constituency if line else ""},
    )  # fmt: skip
    again = line is not None and line.standing is Standing.FORMER

    def do(given: dict[str, Any]) -> None:
        change = doing.admit_again if again else doing.move
        change(by=request.user, member=found, constituency=classes[given["constituency"]],  # type: ignore[arg-type]
               employee=given["employee"], on=given["on"])  # fmt: skip

    title = f"Admit member {number} again" if again else f"Change the class of member {number}"
    return deed(request, register, form, do, title=title, button="Record it",
                said="It is recorded.", to=to)  # fmt: skip


@secretary
@both
def cease(request: HttpRequest, code: str, number: int) -> HttpResponse:
    register, found, to = _about(request, code, number)
    form = forms.CeaseForm(request.POST or None, initial={"on": clock.today()})

    def do(given: dict[str, Any]) -> None:
        doing.cease(by=request.user, member=found, on=given["on"], ended=Ended(given["ended"]))  # type: ignore[arg-type]

    return deed(request, register, form, do, title=f"End the membership of member {number}",
                button="End the membership", said="The membership has ended.", to=to, warning=True)  # fmt: skip


@secretary
@both
def correct(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    register, found, to = _about(request, code, number)
    old = queries.standing_membership(found, row)
    if old is None:
        raise Http404("This no longer stands. Open the member to see what does.")
    classes = _classes(register)
    form = forms.CorrectForm(
        request.POST or None, classes=[(c, each.name) for c, each in classes.items()],
        initial={"constituency": old.constituency.code, "employee": old.employee,
                 "valid_from": old.valid_from, "valid_until": old.valid_until},
    )  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        until = given["valid_until"]
        ended = (old.ended or Ended.RESIGNED.value) if until else ""
        values = {"constituency_id": classes[given["constituency"]].pk, "ended": ended,
                  "employee": given["employee"], "valid_from": given["valid_from"],
                  "valid_until": until}  # fmt: skip
        doing.correct_membership(by=request.user, row=old, values=values, reason=given["reason"])  # type: ignore[arg-type]

    return deed(request, register, form, do, title=f"Correct a time of member {number}",
                button="Record the correction", said="The correction is recorded.", to=to)  # fmt: skip


@secretary
@both
def withdraw(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    """Take back a membership that was entered by mistake, or twice."""
    _, found, to = _about(request, code, number)
    old = queries.standing_membership(found, row)
    if old is None:
        raise Http404("This no longer stands. Open the member to see what does.")
    form = forms.ReasonForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        withdraw_membership(by=request.user, row=old, reason=given["reason"])  # type: ignore[arg-type]

    return deed(request, found.register, form, do, title=f"Withdraw a membership of member {number}",
                button="Withdraw it", said="The membership is withdrawn.", to=to, warning=True,
                intro=(f"{membership_words(old)}. Withdraw it where they were entered by mistake or twice: "
                       "they then were no member by it on any day. For a wrong day or class, correct it.",))  # fmt: skip


@secretary
@both
def shares(request: HttpRequest, code: str, number: int) -> HttpResponse:
    register, found, to = _about(request, code, number)
    classes = {each.code: each for each in reading.share_classes_of(register)}
    form = forms.SharesForm(
        request.POST or None, share_classes=[(c, each.name) for c, each in classes.items()],
        initial={"on": clock.today()},
    )  # fmt: skip

    def do(given: dict[str, Any]) -> None:
        other = queries.member_called(register, int(given["other"] or 0))
        if given["kind"] == "transfer" and other is None:
            raise doing.RegisterRefused("The register has no member of this number.", "other")
        source, target = {
            "allot": (None, found), "transfer": (found, other), "withdraw": (found, None),
        }[given["kind"]]  # fmt: skip
        trading.move_shares(
            by=request.user, share_class=classes[given["share_class"]], source=source,  # type: ignore[arg-type]
            target=target, quantity=int(given["quantity"]), on=given["on"],
            paid_pence=int(given["paid"] * 100),
        )  # fmt: skip

    return deed(request, register, form, do, title=f"Shares of member {number}",
                button="Record it", said="The shares are recorded.", to=to)  # fmt: skip


@secretary
@both
def undo_shares(request: HttpRequest, code: str, number: int, row: int) -> HttpResponse:
    register, _, to = _about(request, code, number)
    moved = queries.standing_movement(register, row)
    if moved is None:
        raise Http404("This movement no longer stands.")
    form = forms.ReasonForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        trading.withdraw_movement(by=request.user, row=moved, reason=given["reason"])  # type: ignore[arg-type]

    return deed(request, register, form, do, title="Withdraw an entry about shares",
                button="Withdraw it", said="The entry is withdrawn.", to=to, warning=True)  # fmt: skip


@secretary
@require_GET
def personal(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Everything the register holds about one person, for them to have."""
    _, found, _ = _about(request, code, number)
    about = About(f"Personal data of member {number} of {queries.name_of(code)}", PRIVATE,
                  "The register of members", clock.today())  # fmt: skip
    return json_page(personal_data(found), about=about, filename=f"member-{number}")


@secretary
@both
def erase(request: HttpRequest, code: str, number: int) -> HttpResponse:
    register, found, to = _about(request, code, number)
    form = forms.ReasonForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        erasure.erase(by=request.user, member=found, reason=given["reason"])  # type: ignore[arg-type]

    return deed(
        request, register, form, do, title=f"Erase the particulars of member {number}",
        button="Erase the particulars", said="The particulars are erased.", to=to, warning=True,
        intro=("Name, addresses, telephone and employee number are emptied for good. The dates, the class and "
               "the shares stay under the number, so past figures stay the same. Do not write the "
               "name in the reason.",),
    )  # fmt: skip


@secretary
@both
def forget_mobile(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Empty the number everywhere in the register, at the member's wish or once it is of no use."""
    register, found, to = _about(request, code, number)
    form = forms.ForgetMobileForm(request.POST or None)

    def do(given: dict[str, Any]) -> None:
        erasure.forget_mobile(by=request.user, member=found)  # type: ignore[arg-type]

    return deed(
        request, register, form, do, title=f"Take out the mobile number of member {number}",
        button="Take it out", said="The number is taken out.", to=to, warning=True,
        intro=("The number is emptied here and in every earlier line of the history. Nothing else changes. "
               "No law asks for it, so take it out when the member asks, or when they have left.",),
    )  # fmt: skip


def _about(request: HttpRequest, code: str, number: int) -> tuple[Any, Any, str]:
    register = kept(request, code)
    return register, member_of(register, number), here(register, "member", number=number)


def _classes(register: Any) -> dict[str, Any]:
    return {each.code: each for each in reading.constituencies_of(register)}
