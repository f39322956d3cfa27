from django.db import migrations

from mutualise.chronicle.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_tables")]

    operations = [
        AppendOnly("source"),
        AppendOnly("observation"),
    ]
