from django.db import migrations

from papers.taxonomy import CATEGORIES


def add_categories(apps, schema_editor):
    category = apps.get_model("papers", "Category")
    category.objects.bulk_create(
        [category(code=code, name=name) for code, name in CATEGORIES.items()], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    """Every category that a feed may name is there before the first paper is."""

    dependencies = [("papers", "0001_initial")]
    operations = [migrations.RunPython(add_categories, migrations.RunPython.noop)]
