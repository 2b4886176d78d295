"""A secret address for each summary, and its text as its first revision."""

import secrets

from django.db import migrations

BATCH = 500  # summaries


def backfill(apps, schema_editor):
    Summary = apps.get_model("summaries", "Summary")
    Revision = apps.get_model("summaries", "Revision")
    last = 0
    while batch := list(Summary.objects.filter(pk__gt=last).order_by("pk").defer("html", "excerpt")[:BATCH]):
        last = batch[-1].pk
        for summary in batch:
            summary.secret = secrets.token_urlsafe(16)
        Summary.objects.bulk_update(batch, ["secret"])
        Revision.objects.bulk_create(
            [Revision(
                summary=summary,
                number=1,
                body=summary.body,
                tldr=summary.tldr,
                paper_version=summary.paper_version,
                saved_at=summary.edited_at or summary.published_at or summary.created_at,
            )
            for summary in batch],
            ignore_conflicts=True,
        )


class Migration(migrations.Migration):
    atomic = False  # batch by batch; run again, it goes over what is there
    dependencies = [("summaries", "0003_revisions_comments_references")]

    operations = [migrations.RunPython(backfill, migrations.RunPython.noop)]
