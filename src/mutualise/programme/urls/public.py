from django.urls import path

from mutualise.programme.views import public

urlpatterns = [
    path("support/figures/", public.programme_figures, name="programme-figures"),
    path("support/figures.csv", public.programme_figures, {"form": "csv"}, name="programme-csv"),
    path("support/figures.json", public.programme_figures, {"form": "json"}, name="programme-json"),
    path("support/fund/", public.fund_position, name="fund-position"),
    path("support/fund.csv", public.fund_position, {"form": "csv"}, name="fund-csv"),
    path("support/fund.json", public.fund_position, {"form": "json"}, name="fund-json"),
    path("support/confirm/<str:token>/", public.confirm, name="confirm"),
    path("awards/", public.awards, name="awards"),
    path("awards.csv", public.awards, {"form": "csv"}, name="awards-csv"),
    path("awards.json", public.awards, {"form": "json"}, name="awards-json"),
]
