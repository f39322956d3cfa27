import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from mutualise.chronicle.append_only import AppendOnly

# Of mails sent before this was written down, how many had not left was only said on the page; they are taken to have left.
LEFT = (
    "INSERT INTO governance_codesent (code_id) "
    "SELECT id FROM governance_issuedcode WHERE channel = 'MAIL' ORDER BY id"
)


class Migration(migrations.Migration):
    """A mobile number beside a member's address, codes by text, and that a mail or text with a code left."""

    dependencies = [("governance", "0074_directors_told_rules_registered")]

    operations = [
        migrations.CreateModel(
            name="CodeSent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="left",
                        to="governance.issuedcode",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(LEFT, migrations.RunSQL.noop),
        AppendOnly("CodeSent"),
        # The words of a choice are in no table: IssuedCode keeps its triggers.
        migrations.AlterField(
            model_name="issuedcode",
            name="channel",
            field=models.CharField(
                choices=[("LETTER", "Letter"), ("MAIL", "Email"), ("TEXT", "Text message")],
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(
            model_name="particulars", name="particulars_erased_at_with_erased_by_and_empty"
        ),
        migrations.AddField(
            model_name="particulars",
            name="mobile",
            field=models.CharField(default="", max_length=13),
        ),
        migrations.AddConstraint(
            model_name="particulars",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("erased_at", None),
                        ("erased_by", None),
                        models.Q(("name", ""), _negated=True),
                    ),
                    models.Q(
                        ("address", ""),
                        ("email", ""),
                        ("employee_number", ""),
                        ("erased_at__isnull", False),
                        ("erased_by__isnull", False),
                        ("mobile", ""),
                        ("name", ""),
                        ("reason", ""),
                    ),
                    _connector="OR",
                ),
                name="particulars_erased_at_with_erased_by_and_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="particulars",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mobile", ""),
                    models.Q(Exact(Length("mobile"), 13), ("mobile__startswith", "+447")),
                    _connector="OR",
                ),
                name="particulars_mobile_is_of_the_uk",
            ),
        ),
    ]
