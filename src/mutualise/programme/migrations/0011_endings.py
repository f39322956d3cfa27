import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mutualise.chronicle.clock
from mutualise.chronicle.append_only import AppendOnly, KeepAppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0010_case_officer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BookingRelease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("ended_at", models.DateTimeField(default=mutualise.chronicle.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CompetitionWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("ended_at", models.DateTimeField(default=mutualise.chronicle.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MentorEnd",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("ended_at", models.DateTimeField(default=mutualise.chronicle.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SessionCancellation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.TextField()),
                ("ended_at", models.DateTimeField(default=mutualise.chronicle.clock.now)),
            ],
            options={
                "abstract": False,
            },
        ),
        KeepAppendOnly("trainingbooking"),
        migrations.RemoveConstraint(
            model_name="trainingbooking",
            name="trainingbooking_once",
        ),
        KeepAppendOnly("trainingbooking"),
        migrations.AddField(
            model_name="bookingrelease",
            name="booking",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="release",
                to="programme.trainingbooking",
            ),
        ),
        migrations.AddField(
            model_name="bookingrelease",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="competitionwithdrawal",
            name="competition",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="withdrawal",
                to="programme.competition",
            ),
        ),
        migrations.AddField(
            model_name="competitionwithdrawal",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mentorend",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="mentorend",
            name="mentor",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="end",
                to="programme.mentor",
            ),
        ),
        migrations.AddField(
            model_name="sessioncancellation",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="sessioncancellation",
            name="session",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cancellation",
                to="programme.trainingsession",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookingrelease",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", False),
                    ("ended_by__isnull", False),
                    models.Q(("words", ""), _negated=True),
                ),
                name="bookingrelease_ended_at_with_ended_by_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="competitionwithdrawal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", False),
                    ("ended_by__isnull", False),
                    models.Q(("words", ""), _negated=True),
                ),
                name="competitionwithdrawal_ended_at_with_ended_by_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentorend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", False),
                    ("ended_by__isnull", False),
                    models.Q(("words", ""), _negated=True),
                ),
                name="mentorend_ended_at_with_ended_by_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessioncancellation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", False),
                    ("ended_by__isnull", False),
                    models.Q(("words", ""), _negated=True),
                ),
                name="sessioncancellation_ended_at_with_ended_by_and_words",
            ),
        ),
        AppendOnly("bookingrelease"),
        AppendOnly("competitionwithdrawal"),
        AppendOnly("mentorend"),
        AppendOnly("sessioncancellation"),
    ]
