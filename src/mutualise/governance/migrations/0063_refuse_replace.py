from django.db import migrations

from mutualise.chronicle.append_only import RefuseReplace


class Migration(migrations.Migration):
    dependencies = [("governance", "0062_leaf_of_a_name")]

    operations = [RefuseReplace()]
