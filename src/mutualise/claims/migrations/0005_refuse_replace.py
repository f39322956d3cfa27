from django.db import migrations

from mutualise.chronicle.append_only import RefuseReplace


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_handovers_append_only")]

    operations = [RefuseReplace()]
