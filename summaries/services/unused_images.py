"""A picture outlives no text for long: what nothing names any more is removed, its row and its file."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from summaries.models import Comment, Draft, Image, Revision, Summary
from summaries.pseudonyms import to_the_day
from summaries.services.images import storage_name

UNUSED_AFTER = timedelta(days=7)  # a text that is kept in a browser alone names its pictures nowhere here
REMOVAL_BATCH = 100
REMOVAL_LIMIT = 5_000  # pictures a call; the rest have a day more
ADDRESS = "/images/"
DIGEST = re.compile(r"[0-9a-f]{64}")


def remove_unused_images(limit: int = REMOVAL_LIMIT) -> int:
    """Removes `limit` or some more of the pictures older than UNUSED_AFTER that no summary, revision, draft or comment
    names; says how many.

    It costs one pass over the texts, whatever the number of pictures: the database looks for "/images/" in every
    text, those that hold it are read one after another, and of them the digests alone stay in memory, some 100 bytes
    each. Before each batch the texts saved since are read too; one that is committed within the milliseconds after
    that, with a picture a week old that nothing else named, comes too late.
    """
    began = timezone.now()
    before = began - UNUSED_AFTER
    named = digests_in(texts_with_pictures())
    waiting, removed = unnamed(before, named), 0
    while waiting and removed < limit:
        named_since = digests_in(texts_with_pictures(since=to_the_day(began)))
        batch, waiting = waiting[:REMOVAL_BATCH], waiting[REMOVAL_BATCH:]
        removed += sum(remove(digest, before) for digest in batch if digest not in named_since)
    return removed


def texts_with_pictures(since: datetime | None = None) -> Iterator[str]:
    """Every text, or those saved since; a summary's own is its newest revision too."""
    revisions, drafts, comments = Revision.objects.all(), Draft.objects.all(), Comment.objects.all()
    if since is None:
        yield from bodies(Summary.objects.all())
    else:
        revisions, drafts = revisions.filter(saved_at__gte=since), drafts.filter(saved_at__gte=since)
        comments = comments.filter(Q(created_at__gte=since) | Q(edited_at__gte=since))
    for texts in (revisions, drafts, comments):
        yield from bodies(texts)


def bodies(texts: "QuerySet[Summary] | QuerySet[Revision] | QuerySet[Draft] | QuerySet[Comment]") -> Iterator[str]:
    found = texts.filter(body__contains=ADDRESS).order_by().values_list("body", flat=True)
    yield from found.iterator(chunk_size=100)


def digests_in(texts: Iterable[str]) -> set[str]:
    return {digest for text in texts for digest in DIGEST.findall(text)}


def unnamed(before: datetime, named: set[str]) -> list[str]:
    old = Image.objects.filter(added_at__lt=before).order_by("added_at").values_list("digest", flat=True)
    return [digest for digest in old.iterator() if digest not in named]


@transaction.atomic
def remove(digest: str, before: datetime) -> bool:
    """The file goes under the lock on its row, so that who adds the picture again writes it after that."""
    old = Image.objects.select_for_update(skip_locked=True).filter(digest=digest, added_at__lt=before)
    image = old.first()
    if image is None:  # another worker has it, or it was added again
        return False
    image.delete()
    default_storage.delete(storage_name(image.digest, image.extension))
    return True
