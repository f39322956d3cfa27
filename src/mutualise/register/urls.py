from django.urls import path

from mutualise.evidence.views import editor as evidence
from mutualise.evidence.views import public
from mutualise.register.forms.subjects import KnownSubjectForm
from mutualise.register.queries.kin import names_of
from mutualise.register.views import amendments, definitions, editor, entry, listing, loading

# Pages of the evidence, with the register's names of the bodies it is of.
NAMED = {"names_of": names_of}
AS_JSON = {"form": "json"}
EVIDENCE = [
    path("sources/<slug:code>/", public.source, NAMED, name="source"),
    path("sources/<slug:code>.json", public.source, NAMED | AS_JSON, name="source-json"),
    path("observations/<slug:reference>/", public.observation, NAMED, name="observation"),
    path(
        "observations/<slug:reference>.json",
        public.observation,
        NAMED | AS_JSON,
        name="observation-json",
    ),
]
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
    path("definitions.csv", definitions.listing, {"form": "csv"}, name="definitions-csv"),
    path("definitions/compare.csv", definitions.comparison, {"form": "csv"}, name="compare-csv"),
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
# The forms of the evidence, with the register's own check of whose figure it is.
KNOWN = {"form_class": KnownSubjectForm}
EDITOR = [
    path("editor/observations/add/", evidence.add_observation, KNOWN, name="add-observation"),
    path(
        "editor/observations/<slug:reference>/<slug:change>/",
        evidence.change_observation,
        KNOWN | NAMED,
        name="change-observation",
    ),
    path("editor/", editor.home, name="editor"),
    path("editor/load/", loading.load_file, name="load-file"),
    path("editor/amendments/<int:number>/", amendments.decide, name="decide-amendment"),
    path("editor/register/add/", editor.add_organisation, name="add-organisation"),
    path("editor/register/<slug:code>/", editor.body, name="edit-body"),
    path("editor/register/<slug:code>/stakes/add/", editor.add_stakes, name="add-stakes"),
    path("editor/register/<slug:code>/verdict/add/", editor.add_verdict, name="add-verdict"),
    path("editor/register/<slug:code>/<slug:kind>/add/", editor.add_fact, name="add-fact"),
    path(
        "editor/register/<slug:code>/<slug:kind>/<int:number>/withdraw/",
        editor.withdraw,
        name="withdraw-fact",
    ),
    path(
        "editor/register/<slug:code>/<slug:kind>/<int:number>/correct/",
        editor.correct,
        name="correct-fact",
    ),
    path("your-organisations/", amendments.your_organisations, name="your-organisations"),
    path("your-organisations/<slug:code>/propose/", amendments.propose, name="propose"),
    path(
        "your-organisations/<slug:code>/propose/<slug:kind>/",
        amendments.propose_fact,
        name="propose-fact",
    ),
]
urlpatterns = EVIDENCE + PUBLIC + EDITOR
