from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("summaries", "0007_public_revisions")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="visibility",
            field=models.CharField(
                choices=[("public", "Public"), ("unlisted", "Unlisted"), ("private", "Private")],
                default="public",
                help_text="As chosen so far.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="is_anonymous",
            field=models.BooleanField(
                default=False, help_text="As chosen so far; forgetting it would tell a name."
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="competing_interests",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="draft",
            name="ai_use",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="draft",
            name="note",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
