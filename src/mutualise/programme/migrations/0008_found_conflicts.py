import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from mutualise.chronicle import clock
from mutualise.chronicle.append_only import AppendOnly, KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0007_refuse_replace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        KeepAppendOnly("recusal"),
        migrations.RemoveConstraint(model_name="recusal", name="recusal_once"),
        migrations.AddField(
            model_name="recusal",
            name="ground",
            field=models.CharField(
                choices=[("MAIL", "MAIL"), ("SUPPLIER", "SUPPLIER"), ("BODY", "BODY")],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.UniqueConstraint(
                fields=("person", "case", "ground"), name="recusal_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="recusal",
            constraint=models.CheckConstraint(
                condition=models.Q(origin="DECLARED", ground="")
                | (models.Q(origin="FOUND") & ~models.Q(ground="")),
                name="recusal_found_from_a_ground",
            ),
        ),
        KeepAppendOnly("recusal"),
        migrations.CreateModel(
            name="Lifting",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False, auto_created=True, verbose_name="ID")),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(default=clock.now)),
                ("by", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("recusal", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="lifting", to="programme.recusal")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=~models.Q(reason=""), name="lifting_with_a_reason")
                ],
            },
        ),
        AppendOnly("lifting"),
    ]  # fmt: skip
