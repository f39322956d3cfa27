import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import mutualise.chronicle.clock
import mutualise.governance.rules.election_stages
from mutualise.chronicle.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_meetings"),
        ("register", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Box",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=80, unique=True)),
                ("opening_head", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="RollEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("member_number", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(default="", max_length=254)),
                ("salt", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Election",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=20, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("rule", models.CharField(max_length=12)),
                ("timetable", models.CharField(max_length=14)),
                ("notice_on", models.DateField()),
                ("nominations_close_on", models.DateField()),
                ("withdrawals_until", models.DateField()),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("notice", models.TextField()),
                ("notice_sha256", models.CharField(max_length=64)),
                ("small_class_accepted", models.TextField(default="")),
                ("demonstration", models.BooleanField(default=False)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="register.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Contest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=120)),
                ("constituency", models.CharField(default="", max_length=60)),
                ("seats", models.PositiveSmallIntegerField()),
                ("reserved", models.PositiveSmallIntegerField(default=0)),
                ("category", models.CharField(default="", max_length=80)),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contests",
                        to="governance.election",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("election", "code"), name="contest_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reserved__lte", models.F("seats")), ("seats__gte", 1)),
                        name="contest_reserves_no_more_than_it_has",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ElectionEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=30)),
                ("source", models.CharField(default="", max_length=12)),
                ("target", models.CharField(max_length=12)),
                ("at", models.DateTimeField(default=mutualise.chronicle.clock.now)),
                ("words", models.TextField(default="")),
                ("detail", models.JSONField(default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="governance.election",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("election", "number"), name="electionevent_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", "call"), ("source", ""), ("target", "NOMINATING")),
                            models.Q(
                                ("name", "close_nominations"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["NOMINATING"],
                                ),
                                ("target", "NOMINATED"),
                            ),
                            models.Q(
                                ("name", "declare_uncontested"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["NOMINATED"],
                                ),
                                ("target", "DECLARED"),
                            ),
                            models.Q(
                                ("name", "freeze_roll"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["NOMINATED"],
                                ),
                                ("target", "ROLL"),
                            ),
                            models.Q(
                                ("name", "open"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["ROLL"],
                                ),
                                ("target", "OPEN"),
                            ),
                            models.Q(
                                ("name", "close"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["OPEN"],
                                ),
                                ("target", "CLOSED"),
                            ),
                            models.Q(
                                ("name", "unseal"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["CLOSED"],
                                ),
                                ("target", "UNSEALED"),
                            ),
                            models.Q(
                                ("name", "count"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["UNSEALED"],
                                ),
                                ("target", "COUNTED"),
                            ),
                            models.Q(
                                ("name", "count"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["COUNTED"],
                                ),
                                ("target", "COUNTED"),
                            ),
                            models.Q(
                                ("name", "declare"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["COUNTED"],
                                ),
                                ("target", "DECLARED"),
                            ),
                            models.Q(
                                ("name", "cancel"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["NOMINATING"],
                                ),
                                ("target", "CANCELLED"),
                            ),
                            models.Q(
                                ("name", "cancel"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["NOMINATED"],
                                ),
                                ("target", "CANCELLED"),
                            ),
                            models.Q(
                                ("name", "cancel"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["ROLL"],
                                ),
                                ("target", "CANCELLED"),
                            ),
                            models.Q(
                                ("name", "cancel"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["OPEN"],
                                ),
                                ("target", "CANCELLED"),
                            ),
                            models.Q(
                                ("name", "cancel"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["CLOSED"],
                                ),
                                ("target", "CANCELLED"),
                            ),
                            models.Q(
                                ("name", "cancel"),
                                (
                                    "source",
                                    mutualise.governance.rules.election_stages.State["UNSEALED"],
                                ),
                                ("target", "CANCELLED"),
                            ),
                            _connector="OR",
                        ),
                        name="electionevent_is_a_permitted_transition",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LayerList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trustee", models.PositiveSmallIntegerField()),
                ("received", models.PositiveIntegerField()),
                ("outputs", models.JSONField()),
                ("dropped", models.JSONField()),
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
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="layers",
                        to="governance.contest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("contest", "trustee"), name="layerlist_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("member_number", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("statement", models.TextField(default="")),
                ("photograph_sha256", models.CharField(default="", max_length=64)),
                ("photograph_kind", models.CharField(default="", max_length=20)),
                ("in_category", models.BooleanField(default=False)),
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
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="governance.contest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contest", "number"), name="nomination_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("contest", "member_number"), name="nomination_stands_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NominationDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("VALID", "Valid"),
                            ("INVALID", "Not valid"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(default="")),
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
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="governance.nomination",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("nomination", "kind"), name="nominationdecision_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField(default=mutualise.chronicle.clock.now)),
                ("answer", models.TextField(default="")),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="governance.election",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="objection_decided_at_with_decided_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RollMark",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="mark",
                        serialize=False,
                        to="governance.rollentry",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BLIND", "Online, with a token the platform cannot see"),
                            ("ASSISTED", "Online, with a token the platform can work out"),
                            ("PAPER", "On paper"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="rollentry",
            name="contest",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roll",
                to="governance.contest",
            ),
        ),
        migrations.CreateModel(
            name="IssuedCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("code_sha256", models.CharField(max_length=64, unique=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[("LETTER", "Letter"), ("MAIL", "Email")], max_length=10
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="governance.rollentry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "number"), name="issuedcode_numbered_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sheet", models.PositiveIntegerField()),
                ("position", models.PositiveSmallIntegerField()),
                ("ranking", models.JSONField()),
                ("spoiled", models.BooleanField(default=False)),
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
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="governance.contest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contest", "sheet", "position"), name="sheetreading_position_once"
                    ),
                    models.UniqueConstraint(
                        fields=("contest", "sheet", "by"), name="sheetreading_by_different_clerks"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("position__in", (1, 2, 3))),
                        name="sheetreading_three_looks_at_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("words", models.TextField(default="")),
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
                    "election",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report",
                        to="governance.election",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Trustee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("public_key", models.CharField(max_length=64)),
                ("held_here", models.BooleanField(default=False)),
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
                    "election",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trustees",
                        to="governance.election",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("election", "number"), name="trustee_place_once"
                    ),
                    models.UniqueConstraint(
                        fields=("election", "public_key"), name="trustee_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__in", (1, 2, 3))), name="trustee_of_three"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("token_hash", models.CharField(max_length=64)),
                ("counter", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("mode", models.CharField(max_length=10)),
                ("head", models.CharField(max_length=64)),
                ("hour", models.DateTimeField()),
                (
                    "box",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="governance.box",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("box", "number"), name="boardentry_numbered_once"
                    ),
                    models.UniqueConstraint(
                        fields=("box", "token_hash", "counter"), name="boardentry_one_ballot_a_turn"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counter__gte", 1), ("number__gte", 1)),
                        name="boardentry_counter_from_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContestCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("papers", models.JSONField()),
                ("spoiled", models.PositiveIntegerField()),
                ("first", models.JSONField()),
                ("second", models.JSONField()),
                ("difference", models.TextField(default="")),
                ("lots", models.JSONField()),
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
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="governance.contest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contest", "number"), name="contestcount_numbered_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="rollentry",
            constraint=models.UniqueConstraint(
                fields=("contest", "member_number"), name="rollentry_once"
            ),
        ),
        AppendOnly("election"),
        AppendOnly("electionevent"),
        AppendOnly("contest"),
        AppendOnly("nomination"),
        AppendOnly("nominationdecision"),
        AppendOnly("rollentry"),
        AppendOnly("rollmark"),
        AppendOnly("issuedcode"),
        AppendOnly("box"),
        AppendOnly("boardentry"),
        AppendOnly("trustee"),
        AppendOnly("layerlist"),
        AppendOnly("sheetreading"),
        AppendOnly("contestcount"),
        AppendOnly("signedreport"),
    ]
