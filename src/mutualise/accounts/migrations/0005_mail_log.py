from django.db import migrations, models

import mutualise.chronicle.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_refuse_replace"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("to", models.EmailField(blank=True, db_index=True, default="", max_length=254)),
                ("kind", models.CharField(max_length=30)),
                ("reason", models.CharField(max_length=200)),
                ("subject", models.CharField(default="", max_length=200)),
                ("body", models.TextField(default="")),
                ("kept", models.BooleanField(default=True)),
                (
                    "written_at",
                    models.DateTimeField(db_index=True, default=mutualise.chronicle.clock.now),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(db_index=True, null=True)),
                ("last_error", models.CharField(default="", max_length=100)),
                ("key", models.CharField(max_length=120, null=True, unique=True)),
            ],
        ),
    ]
