from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "mutualise.programme"
