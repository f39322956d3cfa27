"""Every address of employee control, subject by subject."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
