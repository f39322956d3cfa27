from django.db import migrations

from mutualise.chronicle.append_only import RefuseReplace


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_second_factor")]

    operations = [RefuseReplace()]
