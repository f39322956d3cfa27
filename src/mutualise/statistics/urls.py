from django.urls import path

from mutualise.statistics import views

urlpatterns = [
    path("figures/", views.listing, name="figures"),
    path("figures.json", views.listing, {"form": "json"}, name="figures-json"),
    path("figures.csv", views.listing, {"form": "csv"}, name="figures-csv"),
    path("figures/<slug:code>/", views.figure, name="figure"),
    path("figures/<slug:code>.json", views.figure, {"form": "json"}, name="figure-json"),
    path("figures/<slug:code>.csv", views.figure, {"form": "csv"}, name="figure-csv"),
    path(
        "figures/<slug:code>/revisions.csv",
        views.figure,
        {"form": "revisions"},
        name="revisions-csv",
    ),
    *(
        path(
            f"figures/<slug:code>/observations.{form}",
            views.observations,
            {"form": form},
            name=f"observations-{form}",
        )
        for form in ("csv", "xlsx", "json")
    ),
    path("figures/<slug:code>/bundle.json", views.figure, {"form": "bundle"}, name="bundle"),
]
