from django.db import migrations

from mutualise.chronicle.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_tables")]

    operations = [
        AppendOnly("auditentry"),
    ]
