from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0004_refuse_replace")]

    operations = [
        migrations.AddField("entry", "valid_from", models.DateField(null=True)),
    ]
