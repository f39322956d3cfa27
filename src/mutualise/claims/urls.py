from django.urls import path

from mutualise.claims import views

urlpatterns = [
    path("announcements/", views.listing, name="announcements"),
    path("announcements.json", views.listing, {"form": "json"}, name="announcements-json"),
    path("announcements.csv", views.listing, {"form": "csv"}, name="announcements-csv"),
    path("announcements/<slug:code>/", views.announcement, name="announcement"),
    path(
        "announcements/<slug:code>.json",
        views.announcement,
        {"form": "json"},
        name="announcement-json",
    ),
    path("announcements/<slug:code>/<int:position>/", views.claim, name="claim"),
    path(
        "announcements/<slug:code>/<int:position>.json",
        views.claim,
        {"form": "json"},
        name="claim-json",
    ),
    path("check/", views.check_text, name="check"),
]
