from django.db import migrations, models


def keep(apps, schema_editor):
    """A proposal made before was one field of the entry and its value."""
    for row in apps.get_model("register", "Amendment").objects.all():
        row.cells = {row.field: row.proposed_value}
        row.save(update_fields=["cells"])


class Migration(migrations.Migration):
    dependencies = [("register", "0005_entry_valid_from")]

    operations = [
        migrations.AddField(
            "amendment", "kind", models.CharField(max_length=20, default="organisations")
        ),
        migrations.AddField("amendment", "cells", models.JSONField(default=dict)),
        migrations.RunPython(keep, migrations.RunPython.noop),
        migrations.RemoveField("amendment", "field"),
        migrations.RemoveField("amendment", "proposed_value"),
    ]
