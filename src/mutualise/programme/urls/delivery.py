from django.urls import path

from mutualise.programme.views import delivery

CASE = "support/cases/<slug:reference>/"
urlpatterns = [
    path(f"{CASE}plan/", delivery.plan, name="plan"),
    path(f"{CASE}plan.csv", delivery.plan, {"form": "csv"}, name="plan-csv"),
    path(f"{CASE}plan.json", delivery.plan, {"form": "json"}, name="plan-json"),
    path(f"{CASE}plan/begin/", delivery.begin_plan, name="begin-plan"),
    path(f"{CASE}plan/steps/<slug:step>/", delivery.change_step, name="change-step"),
    path(f"{CASE}risks/add/", delivery.add_risk, name="add-risk"),
    path(f"{CASE}risks/<int:number>/", delivery.change_risk, name="change-risk"),
    path("programme/cases/<slug:reference>/launch/", delivery.launch, name="launch"),
]
