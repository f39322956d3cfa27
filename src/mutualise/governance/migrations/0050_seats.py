import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mutualise.chronicle.clock
from mutualise.chronicle.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0030_sealed_votes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term_begins_on", models.DateField(null=True)),
                ("term_ends_on", models.DateField(null=True)),
                ("vacancies", models.CharField(default="", max_length=12)),
                (
                    "election",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="office",
                        to="governance.election",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Seating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=mutualise.chronicle.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "nomination",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seating",
                        to="governance.nomination",
                    ),
                ),
                (
                    "term",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seating",
                        to="governance.directorterm",
                    ),
                ),
            ],
        ),
        AppendOnly("office"),
        AppendOnly("seating"),
    ]
