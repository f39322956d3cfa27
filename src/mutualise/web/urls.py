"""Every address of the site, room by room."""

from django.urls import URLPattern, URLResolver, path

urlpatterns: list[URLPattern | URLResolver] = []
