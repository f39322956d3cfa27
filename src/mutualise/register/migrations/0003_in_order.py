from django.db import migrations

from mutualise.chronicle.in_order import InOrder

TABLES = (
    "organisation", "entry", "name", "identifier", "lifeevent", "stake", "controlfact", "verdict",
)  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("register", "0002_append_only")]

    operations = [InOrder(table) for table in TABLES]
