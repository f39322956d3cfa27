from django.db import migrations, models


class LongerOnPostgres(migrations.AlterField):
    """SQLite holds no column to its length: making the table anew there would only drop its triggers."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_refuse_replace")]

    operations = [LongerOnPostgres("observation", "subject", models.CharField(max_length=200))]
