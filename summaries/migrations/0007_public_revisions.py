"""Which revisions everybody could read: of the older ones, those that are shown now."""

from django.db import migrations, models


def mark_shown(apps, schema_editor):
    Revision = apps.get_model("summaries", "Revision")
    Revision.objects.filter(
        number=models.F("summary__revision_number"), summary__visibility="public", summary__hidden_at__isnull=True
    ).update(was_public=True)


class Migration(migrations.Migration):
    dependencies = [("summaries", "0006_pseudonym")]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="was_public",
            field=models.BooleanField(
                default=False, help_text="Everybody could read it once; what was only ever private stays the writer's."
            ),
        ),
        migrations.RunPython(mark_shown, migrations.RunPython.noop),
    ]
