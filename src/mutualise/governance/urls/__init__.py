"""Every address of employee control, subject by subject."""

from django.urls import URLPattern

from mutualise.governance.urls import elections, members

urlpatterns: list[URLPattern] = [*members.urlpatterns, *elections.urlpatterns]
