from django.urls import path

from mutualise.programme.views import privacy

urlpatterns = [
    path("your-data/", privacy.your_data, name="your-data"),
    path("your-data.json", privacy.your_data, {"form": "json"}, name="your-data-json"),
    path("your-data/erase/", privacy.erase, name="erase-me"),
]
