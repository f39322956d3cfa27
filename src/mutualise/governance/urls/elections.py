"""Addresses of elections. No address ever holds a code, a token or a name of a voter."""

from django.urls import URLPattern, path

from mutualise.governance.views import (
    count,
    inspected_roll,
    public_elections,
    scrutineer,
    sealed_votes,
    seats,
    secretary,
    voter,
)

DESK = "run-elections/<slug:reference>/"
CONTEST = f"{DESK}contests/<slug:contest>/"
urlpatterns: list[URLPattern] = [
    path("vote/", voter.vote, name="vote"),
    path("vote/begin.json", sealed_votes.begin, name="begin-sealed-vote"),
    path("vote/token.json", sealed_votes.token, name="voting-token"),
    path("vote/ballot.json", sealed_votes.ballot, name="cast-sealed-vote"),
    path("vote/counted.json", sealed_votes.counted, name="counted-vote"),
    path("elections/", public_elections.listing, name="elections"),
    path("elections/<slug:reference>/", public_elections.election, name="election"),
    path("elections/<slug:reference>/roll/", inspected_roll.inspect, name="inspect-roll"),
    path("elections/<slug:reference>/roll/objection/", inspected_roll.objection, name="object-to-roll"),
    path("elections/<slug:reference>/check/", voter.check, name="check-vote"),
    path("elections/<slug:reference>/keys/", public_elections.keys, name="election-keys"),
    path("elections/<slug:reference>/opened/<slug:contest>.json", public_elections.opened, name="opened-ballots"),
    path("elections/<slug:reference>/report/", public_elections.report, name="election-report"),
    path("elections/<slug:reference>/report.pdf", public_elections.report_as_pdf, name="election-report-pdf"),
    path("elections/<slug:reference>/archive.zip", public_elections.archive, name="election-archive"),
    path("elections/<slug:reference>/photographs/<slug:contest>/<int:number>/", public_elections.photograph, name="candidate-photograph"),
    path("run-elections/", scrutineer.listing, name="run-elections"),
    path("run-elections/call/<slug:code>/", secretary.call, name="call-election"),
    path(DESK, scrutineer.desk, name="run-election"),
    path(f"{DESK}steps/sign/", count.sign, name="sign-report"),
    path(f"{DESK}steps/<slug:verb>/", scrutineer.step, name="election-step"),
    path(f"{DESK}seats/", seats.seats, name="election-seats"),
    path(f"{DESK}count/", count.count, name="count-election"),
    path(f"{DESK}trustees/", scrutineer.name_trustee, name="name-trustee"),
    path(f"{DESK}codes/letters/", secretary.codes, name="issue-codes"),
    path(f"{DESK}codes/mail/", secretary.mail_codes, name="mail-codes"),
    path(f"{DESK}reminders/", secretary.remind, name="remind-voters"),
    path(f"{DESK}objections/", inspected_roll.enter, name="enter-objection"),
    path(f"{DESK}objections/<int:number>/", inspected_roll.answer, name="answer-objection"),
    path(f"{CONTEST}nominate/", secretary.nominate, name="nominate"),
    path(f"{CONTEST}nominations/<int:number>/", secretary.decide, name="decide-nomination"),
    path(f"{CONTEST}roll/", secretary.roll_page, name="election-roll"),
    path(f"{CONTEST}new-code/", secretary.code_again, name="code-again"),
    path(f"{CONTEST}envelopes/", scrutineer.envelope, name="mark-envelope"),
    path(f"{CONTEST}sheets/", scrutineer.sheet, name="read-sheet"),
    path(f"{CONTEST}layers/<int:number>/input.json", scrutineer.layer_input, name="layer-input"),
    path(f"{CONTEST}layers/<int:number>/", scrutineer.layer, name="layer"),
]  # fmt: skip
