from django.db import migrations

from mutualise.chronicle.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("register", "0001_tables")]

    operations = [
        AppendOnly("organisation"),
        AppendOnly("entry"),
        AppendOnly("name"),
        AppendOnly("identifier"),
        AppendOnly("lifeevent"),
        AppendOnly("stake"),
        AppendOnly("controlfact"),
        AppendOnly("verdict"),
    ]
