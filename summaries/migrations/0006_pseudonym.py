from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("summaries", "0005_secrets_unique")]

    operations = [
        migrations.AddField(
            model_name="summary",
            name="pseudonym",
            field=models.CharField(
                blank=True,
                default="",
                editable=False,
                help_text=(
                    "Given when it first becomes anonymous and kept, whatever becomes of the paper or of the site's key."
                ),
                max_length=60,
            ),
            preserve_default=False,
        ),
    ]
