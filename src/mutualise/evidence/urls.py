from django.urls import path

from mutualise.evidence.views import editor, public

PUBLIC = [
    path("sources/", public.sources, name="sources"),
    path("sources.csv", public.sources, {"form": "csv"}, name="sources-csv"),
    path("sources.json", public.sources, {"form": "json"}, name="sources-json"),
]
EDITOR = [
    path("editor/sources/add/", editor.add_source, name="add-source"),
    path("editor/sources/<slug:code>/correct/", editor.correct_source, name="correct-source"),
]
urlpatterns = PUBLIC + EDITOR
