from django.apps import AppConfig


class GovukConfig(AppConfig):
    name = "mutualise.govuk"
