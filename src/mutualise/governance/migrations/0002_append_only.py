from django.db import migrations

from mutualise.chronicle.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_tables")]

    operations = [
        AppendOnly("memberregister"),
        AppendOnly("constitution"),
        AppendOnly("member"),
        AppendOnly("membership"),
        AppendOnly("shareclass"),
        AppendOnly("sharemovement"),
        AppendOnly("workforce"),
        AppendOnly("directorterm"),
        AppendOnly("directorinterest"),
    ]
