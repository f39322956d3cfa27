import django.db.models.deletion
from django.db import migrations, models

from mutualise.governance.migrations._marked_once import MarkedOnce

NOTHING = "0" * 64
# Every name on a frozen roll gets its row; the order is the roll's and no longer that of the marks.
COPY = f"""
INSERT INTO governance_rollmark (entry_id, kind, blinded_sha256)
SELECT e.id,
       CASE m.kind WHEN 'BLIND' THEN 'B' WHEN 'ASSISTED' THEN 'A' WHEN 'PAPER' THEN 'P' ELSE '-' END,
       COALESCE(b.blinded_sha256, '{NOTHING}')
FROM governance_rollentry e
LEFT JOIN governance_earliermark m ON m.entry_id = e.id
LEFT JOIN governance_blindissue b ON b.entry_id = e.id
ORDER BY e.id
"""  # noqa: S608


def copy(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        # What is dropped below is written over with zeros.
        schema_editor.execute("PRAGMA secure_delete=ON", params=None)
    schema_editor.execute(COPY, params=None)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE", params=None)


class Migration(migrations.Migration):
    """Marks and blind issues become one row of one length for each name, made with the roll."""

    dependencies = [("governance", "0060_beside_the_count")]

    operations = [
        migrations.RenameModel("RollMark", "EarlierMark"),
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
                            ("-", "No voting paper yet"),
                            ("B", "Online, with a token the platform cannot see"),
                            ("A", "Online, with a token the platform can work out"),
                            ("P", "On paper"),
                        ],
                        default="-",
                        max_length=1,
                    ),
                ),
                ("blinded_sha256", models.CharField(default=NOTHING, max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "B"), models.Q(("blinded_sha256", NOTHING), _negated=True)
                            ),
                            models.Q(("blinded_sha256", NOTHING), ("kind__in", ("-", "A", "P"))),
                            _connector="OR",
                        ),
                        name="rollmark_blinded_only_when_blind",
                    ),
                ],
            },
        ),
        migrations.RunPython(copy),
        migrations.DeleteModel("EarlierMark"),
        migrations.DeleteModel("BlindIssue"),
        MarkedOnce(),
    ]
