from django.db import migrations

from mutualise.chronicle.append_only import RefuseReplace


class Migration(migrations.Migration):
    dependencies = [("programme", "0006_apply_again")]

    operations = [RefuseReplace()]
