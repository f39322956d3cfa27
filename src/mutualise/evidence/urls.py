from django.urls import path

from mutualise.evidence.views import editor, public

PUBLIC = [
    path("sources/", public.sources, name="sources"),
    path("sources.csv", public.sources, {"form": "csv"}, name="sources-csv"),
    path("sources.json", public.sources, {"form": "json"}, name="sources-json"),
    path("sources/<slug:code>/", public.source, name="source"),
    path("sources/<slug:code>.json", public.source, {"form": "json"}, name="source-json"),
    path("observations/<slug:reference>/", public.observation, name="observation"),
    path(
        "observations/<slug:reference>.json",
        public.observation,
        {"form": "json"},
        name="observation-json",
    ),
]
EDITOR = [
    path("editor/sources/add/", editor.add_source, name="add-source"),
    path("editor/sources/<slug:code>/correct/", editor.correct_source, name="correct-source"),
]
urlpatterns = PUBLIC + EDITOR
