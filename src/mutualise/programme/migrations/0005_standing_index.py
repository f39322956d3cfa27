from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_recommended_amount")]

    operations = [
        migrations.RemoveIndex(model_name="caseevent", name="caseevent_latest"),
        migrations.AddIndex(
            model_name="caseevent",
            index=models.Index(
                fields=["case", "-number", "target", "at"], name="caseevent_standing"
            ),
        ),
    ]
