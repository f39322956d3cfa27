from django.db import migrations, models


class Migration(migrations.Migration):
    """No default: on SQLite a default would rebuild the table and lose its append-only triggers."""

    dependencies = [("governance", "0050_seats")]

    operations = [
        migrations.AddField(
            model_name="contestcount",
            name="beside",
            field=models.JSONField(null=True),
        ),
    ]
