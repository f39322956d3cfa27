from django.urls import path

from mutualise.programme.views import answers, door, files, measures, people, team, team_steps

CASE = "support/cases/<slug:reference>/"
urlpatterns = [
    path("support/", door.support, name="support"),
    path("support/enquiry/", door.enquiry, name="enquiry"),
    path("support/enquiry/sent/", door.enquiry_sent, name="enquiry-sent"),
    path("support/enquiry/confirm/<str:token>/", door.confirm_enquiry, name="confirm-enquiry"),
    path("support/cases/", door.my_cases, name="my-cases"),
    path(CASE, team.home, name="team-case"),
    path("support/cases/<slug:reference>.json", team.home, {"form": "json"}, name="team-json"),
    path(f"{CASE}answers/<slug:question>/", answers.answer, name="answer"),
    path(f"{CASE}answers/<slug:question>/versions/", answers.versions, name="answer-versions"),
    path(f"{CASE}objectives/add/", measures.objective, name="add-objective"),
    path(f"{CASE}objectives/<int:number>/", measures.change_objective, name="change-objective"),
    path(f"{CASE}baseline/add/", measures.baseline, name="add-baseline"),
    path(f"{CASE}people/add/", team.invite, name="invite"),
    path(f"{CASE}people/join/", people.join, name="join-team"),
    path(f"{CASE}people/<int:number>/remove/", people.remove, name="remove-member"),
    path("programme/cases/<slug:reference>/lead/", people.ask_to_lead, name="ask-to-lead"),
    path(f"{CASE}people/hand-over/", people.hand_over, name="hand-over"),
    path(f"{CASE}files/add/", files.add, name="add-document"),
    path(f"{CASE}files/<int:number>/", files.download, name="document"),
    path(f"{CASE}files/<int:number>/remove/", files.remove, name="remove-document"),
    path(f"{CASE}certify/", team.certify, name="certify"),
    path(f"{CASE}messages/add/", team.message, name="team-message"),
    path(f"{CASE}subsidy/", team_steps.subsidy, name="subsidy"),
    path(f"{CASE}subsidy/<int:number>/withdraw/", team_steps.withdraw_assistance, name="withdraw-assistance"),
    path(f"{CASE}steps/<slug:verb>/", team_steps.step, name="team-step"),
]  # fmt: skip
