from django.db import migrations

from papers.taxonomy import canonical_category


def fold(apps, schema_editor):
    category = apps.get_model("papers", "Category")
    listing = apps.get_model("papers", "PaperCategory")
    paper = apps.get_model("papers", "Paper")
    for code in category.objects.values_list("code", flat=True):
        canonical = canonical_category(code)
        if canonical and canonical != code:
            there = listing.objects.filter(category_id=canonical).values("paper")
            listing.objects.filter(category_id=code, paper__in=there).delete()
            listing.objects.filter(category_id=code).update(category_id=canonical)
            paper.objects.filter(primary_category_id=code).update(primary_category_id=canonical)


class Migration(migrations.Migration):
    """Papers that were listed under an alias (math.MP) stand under the category itself (math-ph)."""

    dependencies = [("papers", "0005_family_names")]
    operations = [migrations.RunPython(fold, migrations.RunPython.noop)]
