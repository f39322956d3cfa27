"""Every address of the programme, subject by subject."""

from django.urls import URLPattern

from mutualise.programme.urls import (
    advice,
    assessment,
    delivery,
    diagnostic,
    privacy,
    public,
    staff,
    support,
    team,
)

urlpatterns: list[URLPattern] = [
    *public.urlpatterns,
    *diagnostic.urlpatterns,
    *delivery.urlpatterns,
    *advice.urlpatterns,
    *team.urlpatterns,
    *privacy.urlpatterns,
    *support.urlpatterns,
    *staff.urlpatterns,
    *assessment.urlpatterns,
]
