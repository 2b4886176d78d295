from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("summaries", "0004_backfill")]

    operations = [
        migrations.AddConstraint(
            model_name="summary",
            constraint=models.UniqueConstraint(fields=("secret",), name="summary_secret_unique"),
        ),
    ]
