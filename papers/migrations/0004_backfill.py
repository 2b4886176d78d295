from django.db import migrations
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import ExtractYear

from papers.name_keys import name_key


def fill_in(apps, schema_editor):
    paper = apps.get_model("papers", "Paper")
    authorship = apps.get_model("papers", "Authorship")
    author = apps.get_model("papers", "Author")
    paper.objects.filter(published_on__isnull=False).update(year=ExtractYear(F("published_on")))
    date = paper.objects.filter(pk=OuterRef("paper")).values("published_on")
    authorship.objects.update(listed_on=Subquery(date))
    batch = []
    for row in author.objects.filter(name_key="").iterator():
        row.name_key = name_key(row.name)
        batch.append(row)
    author.objects.bulk_update(batch, ["name_key"], batch_size=1000)


class Migration(migrations.Migration):
    """What the new columns derive from the old ones."""

    dependencies = [("papers", "0003_sources_venues_and_merges")]
    operations = [migrations.RunPython(fill_in, migrations.RunPython.noop)]
