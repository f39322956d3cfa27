from django.db import migrations

from mutualise.chronicle.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("claims", "0003_handovers")]

    operations = [AppendOnly("handover")]
