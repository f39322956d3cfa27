from django.db import migrations

from mutualise.chronicle.append_only import AppendOnly
from mutualise.programme.migrations._ledger_triggers import KeepLedger

ROUTES = (
    ("OPENING", "AUTHORITY", "UNALLOCATED"),
    ("ALLOCATION", "UNALLOCATED", "AVAILABLE"),
    ("ALLOCATION", "AVAILABLE", "UNALLOCATED"),
    ("COMMITMENT", "AVAILABLE", "COMMITTED"),
    ("VARIATION", "AVAILABLE", "COMMITTED"),
    ("VARIATION", "COMMITTED", "AVAILABLE"),
    ("CALL_OFF", "COMMITTED", "ORDERED"),
    ("ACCRUAL", "COMMITTED", "ACCRUED"),
    ("ACCRUAL", "ORDERED", "ACCRUED"),
    ("PAYMENT", "ACCRUED", "PAID"),
    ("RELEASE", "COMMITTED", "AVAILABLE"),
    ("RELEASE", "ORDERED", "COMMITTED"),
    ("YEAR_END", "AVAILABLE", "AVAILABLE"),
    ("YEAR_END", "AVAILABLE", "LAPSED"),
)


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_tables")]

    operations = [
        AppendOnly("caseevent"),
        AppendOnly("objective"),
        AppendOnly("baseline"),
        AppendOnly("eligibilitycheck"),
        AppendOnly("interest"),
        AppendOnly("recusal"),
        AppendOnly("assessment"),
        AppendOnly("score"),
        AppendOnly("moderatedscore"),
        AppendOnly("award"),
        AppendOnly("assistance"),
        AppendOnly("subsidystep"),
        AppendOnly("certification"),
        AppendOnly("fund"),
        AppendOnly("budget"),
        AppendOnly("posting"),
        AppendOnly("extractline"),
        AppendOnly("lotplace"),
        AppendOnly("consortiumplace"),
        AppendOnly("rate"),
        AppendOnly("competition"),
        AppendOnly("quote"),
        AppendOnly("workorder"),
        AppendOnly("timeentry"),
        AppendOnly("milestone"),
        AppendOnly("risk"),
        KeepLedger(ROUTES),
    ]
