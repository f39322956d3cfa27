from importlib import import_module

from django.db import migrations, models

from mutualise.chronicle.append_only import KeepAppendOnly

# Every step a case may take before, and that with which an enquiry nobody confirmed ends.
STEPS = (
    *import_module("mutualise.programme.migrations.0016_assess_anew").STEPS,
    ("lapse", "ENQUIRY", "DECLINED"),
)


class Migration(migrations.Migration):
    dependencies = [("programme", "0016_assess_anew")]

    operations = [
        KeepAppendOnly("caseevent"),
        migrations.RemoveConstraint(
            model_name="caseevent", name="caseevent_is_a_permitted_transition"
        ),
        migrations.AddConstraint(
            model_name="caseevent",
            constraint=models.CheckConstraint(
                name="caseevent_is_a_permitted_transition",
                condition=models.Q(
                    *(
                        models.Q(name=name, source=source, target=target)
                        for name, source, target in STEPS
                    ),
                    _connector="OR",
                ),
            ),
        ),
        KeepAppendOnly("caseevent"),
    ]
