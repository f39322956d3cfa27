from django.db import migrations, models


class Migration(migrations.Migration):
    """No default: on SQLite a default would rebuild the table and lose its append-only triggers."""

    dependencies = [("governance", "0061_one_row_a_name")]

    operations = [
        migrations.AddField(
            model_name="rollentry",
            name="leaf",
            field=models.CharField(max_length=64, null=True),
        ),
    ]
