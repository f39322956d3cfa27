from django.db import migrations

from mutualise.chronicle.append_only import RefuseReplace


class Migration(migrations.Migration):
    dependencies = [("evidence", "0004_in_order")]

    operations = [RefuseReplace()]
