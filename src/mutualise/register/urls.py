from django.urls import path

from mutualise.register.views import definitions, entry, listing

PUBLIC = [
    path("register/", listing.register, name="register"),
    path("register.csv", listing.register, {"form": "csv"}, name="register-csv"),
    path("register.json", listing.register, {"form": "json"}, name="register-json"),
    path("register.xlsx", listing.register, {"form": "xlsx"}, name="register-xlsx"),
    path("register/map/", listing.area_map, name="register-map"),
    path("register/map.csv", listing.area_map, {"form": "csv"}, name="register-map-csv"),
    path("register/map.json", listing.area_map, {"form": "json"}, name="register-map-json"),
    path("register/<slug:code>/", entry.entry, name="entry"),
    path("register/<slug:code>.json", entry.entry, {"form": "json"}, name="entry-json"),
    path("definitions/", definitions.listing, name="definitions"),
    path("definitions.json", definitions.listing, {"form": "json"}, name="definitions-json"),
    path("definitions/compare/", definitions.comparison, name="compare"),
    path("definitions/compare.json", definitions.comparison, {"form": "json"}, name="compare-json"),
    path("definitions/<slug:code>/", definitions.definition, name="definition"),
    path(
        "definitions/<slug:code>.json",
        definitions.definition,
        {"form": "json"},
        name="definition-json",
    ),
    path(
        "definitions/<slug:code>.csv",
        definitions.definition,
        {"form": "csv"},
        name="definition-csv",
    ),
]
urlpatterns = PUBLIC
