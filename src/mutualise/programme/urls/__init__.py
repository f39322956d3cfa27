"""Every address of the programme, subject by subject."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
