from django.urls import path

from mutualise.programme.views import diagnostic

urlpatterns = [
    path("support/ready/", diagnostic.start, name="ready"),
    path("support/ready/place/", diagnostic.place, name="ready-place"),
    path("support/ready/result/", diagnostic.outcome, name="ready-outcome"),
    path("support/ready/resume/<str:token>/", diagnostic.resume, name="ready-resume"),
    path("support/ready/<slug:question>/", diagnostic.question, name="ready-question"),
]
