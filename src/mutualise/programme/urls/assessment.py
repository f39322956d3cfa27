from django.urls import path

from mutualise.programme.views import assessment, conflicts, decisions, endings

CASE = "programme/cases/<slug:reference>/"
urlpatterns = [
    path("programme/interests/", assessment.interests, name="interests"),
    path(
        "programme/interests/<int:number>/withdraw/", assessment.end_interest, name="end-interest"
    ),
    path("programme/conflicts/", conflicts.conflicts, name="conflicts"),
    path("programme/conflicts/<int:number>/lift/", conflicts.lift, name="lift-conflict"),
    path("programme/conflicts/<int:number>/leave/", conflicts.ask_leave, name="ask-leave"),
    path("programme/conflicts/leave/<int:number>/agree/", conflicts.agree, name="agree-leave"),
    path("programme/conflicts/leave/<int:number>/end/", conflicts.end, name="end-leave"),
    path("programme/assessments/", assessment.waiting, name="assessments"),
    path("programme/assessments/<int:number>/", assessment.assess, name="assess"),
    path(f"{CASE}conflict/", assessment.recuse, name="recuse"),
    path(f"{CASE}assessors/add/", assessment.assign, name="assign"),
    path(f"{CASE}assessors/<int:number>/end/", endings.stop_asking, name="stop-asking"),
    path(f"{CASE}moderate/", decisions.moderate, name="moderate"),
    path(f"{CASE}decide/<slug:verb>/", decisions.decide, name="decide"),
    path(f"{CASE}award/", decisions.award, name="award"),
    path(f"{CASE}pack/", decisions.pack, name="pack"),
    path(f"{CASE}pack.pdf", decisions.pack, {"form": "pdf"}, name="pack-pdf"),
]
