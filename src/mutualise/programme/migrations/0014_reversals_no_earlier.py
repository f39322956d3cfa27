from importlib import import_module

from django.db import migrations

from mutualise.programme.migrations._ledger_triggers import ReverseNoEarlier

ROUTES = import_module("mutualise.programme.migrations.0002_triggers").ROUTES


class Migration(migrations.Migration):
    dependencies = [("programme", "0013_signatures")]

    operations = [ReverseNoEarlier(ROUTES)]
