from django.urls import path

from mutualise.programme.views import endings, support, training

CASE, TEAM = "programme/cases/<slug:reference>/", "support/cases/<slug:reference>/"
SESSION = "programme/training/<int:number>/"
urlpatterns = [
    path(f"{TEAM}proofs/add/", support.show_proof, name="show-proof"),
    path(f"{TEAM}proofs/<int:number>/file/", support.proof_file, name="proof-file"),
    path(f"{CASE}proofs/<int:number>/", support.decide_proof, name="decide-proof"),
    path(f"{CASE}training/add/", support.keep_places, name="keep-places"),
    path(f"{CASE}training/<int:number>/release/", endings.release_places, name="release-places"),
    path(f"{CASE}mentors/<int:number>/end/", endings.end_mentor, name="end-mentor"),
    path(f"{CASE}mentors/add/", support.agree_mentor, name="agree-mentor"),
    path(f"{TEAM}mentors/<int:number>/days/add/", support.use_day, name="use-day"),
    path("programme/training/", training.listing, name="training"),
    path("programme/training.csv", training.listing, {"form": "csv"}, name="training-csv"),
    path("programme/training.json", training.listing, {"form": "json"}, name="training-json"),
    path("programme/training/add/", training.arrange, name="arrange-session"),
    path(SESSION, training.session, name="training-session"),
    path(f"{SESSION}cancel/", endings.cancel_session, name="cancel-session"),
    path(f"{SESSION}bookings/<int:position>/", training.attendance, name="note-attendance"),
]
