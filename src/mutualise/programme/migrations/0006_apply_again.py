from django.db import migrations, models

from mutualise.chronicle.append_only import KeepAppendOnly

# Every step a case may take: its name, where it starts and where it ends.
STEPS = (
    ("open", "", "ENQUIRY"),
    ("invite", "ENQUIRY", "DRAFTING"),
    ("decline", "ENQUIRY", "DECLINED"),
    ("submit", "DRAFTING", "SUBMITTED"),
    ("request_changes", "SUBMITTED", "DRAFTING"),
    ("find_ineligible", "SUBMITTED", "INELIGIBLE"),
    ("accept", "SUBMITTED", "ASSESSING"),
    ("agree", "ASSESSING", "CHECKING"),
    ("disagree", "ASSESSING", "MODERATING"),
    ("moderate", "MODERATING", "CHECKING"),
    ("pass_check", "CHECKING", "DECIDING"),
    ("return_to_assessors", "CHECKING", "ASSESSING"),
    ("award", "DECIDING", "AWARDED"),
    ("defer", "DECIDING", "DEFERRED"),
    ("resume", "DEFERRED", "DECIDING"),
    ("refuse", "DECIDING", "REFUSED"),
    ("appeal", "REFUSED", "APPEALED"),
    ("uphold_appeal", "APPEALED", "DECIDING"),
    ("dismiss_appeal", "APPEALED", "REFUSED"),
    ("accept_offer", "AWARDED", "DELIVERING"),
    ("launch", "DELIVERING", "LAUNCHED"),
    ("stop", "AWARDED", "STOPPED"),
    ("stop", "DELIVERING", "STOPPED"),
    ("withdraw", "ENQUIRY", "WITHDRAWN"),
    ("withdraw", "DRAFTING", "WITHDRAWN"),
    ("withdraw", "SUBMITTED", "WITHDRAWN"),
    ("withdraw", "ASSESSING", "WITHDRAWN"),
    ("withdraw", "MODERATING", "WITHDRAWN"),
    ("withdraw", "CHECKING", "WITHDRAWN"),
    ("withdraw", "DECIDING", "WITHDRAWN"),
    ("withdraw", "DEFERRED", "WITHDRAWN"),
    ("withdraw", "APPEALED", "WITHDRAWN"),
    ("reopen_enquiry", "DECLINED", "ENQUIRY"),
    ("reopen", "INELIGIBLE", "DRAFTING"),
    ("reopen", "WITHDRAWN", "DRAFTING"),
    ("apply_again", "REFUSED", "ENQUIRY"),
    ("apply_again", "INELIGIBLE", "ENQUIRY"),
    ("apply_again", "WITHDRAWN", "ENQUIRY"),
)


class Migration(migrations.Migration):
    dependencies = [("programme", "0005_standing_index")]

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
