"""Every address of employee control, subject by subject."""

from django.urls import URLPattern

from mutualise.governance.urls import elections, meetings, members

urlpatterns: list[URLPattern] = [
    *elections.urlpatterns,
    *members.urlpatterns,
    *meetings.urlpatterns,
]
