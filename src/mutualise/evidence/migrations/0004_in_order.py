from django.db import migrations

from mutualise.chronicle.in_order import InOrder


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_find_by_digest")]

    operations = [InOrder("source"), InOrder("observation")]
