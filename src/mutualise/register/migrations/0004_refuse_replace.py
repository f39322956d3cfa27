from django.db import migrations

from mutualise.chronicle.append_only import RefuseReplace


class Migration(migrations.Migration):
    dependencies = [("register", "0003_in_order")]

    operations = [RefuseReplace()]
