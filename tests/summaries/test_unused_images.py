import io
import threading
from datetime import timedelta

import PIL.Image
import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from shortsci.settings import CELERY_BEAT_SCHEDULE
from summaries.models import Draft, Image
from summaries.services import Text, add_comment, edit_summary
from summaries.services.drafts import save_draft
from summaries.services.images import storage_name, store_image
from summaries.services.unused_images import remove_unused_images
from summaries.tasks import remove_images
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def add_picture(added_by, colour="teal", days=8) -> Image:
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
    image = store_image(added_by=added_by, content=buffer.getvalue())
    Image.objects.filter(pk=image.pk).update(added_at=timezone.now() - timedelta(days=days))
    return image


def has_file(image) -> bool:
    return default_storage.exists(storage_name(image.digest, image.extension))


def markdown(image) -> str:
    return f"See ![a plot]({image.get_absolute_url()})."


def test_an_old_picture_that_nothing_names_goes_with_its_file(writer):
    image = add_picture(writer)
    assert remove_unused_images() == 1
    assert not Image.objects.exists()
    assert not has_file(image)
    assert remove_unused_images() == 0


def test_a_young_one_stays(writer):
    image = add_picture(writer, days=6)
    assert remove_unused_images() == 0
    assert has_file(image)


@pytest.mark.parametrize("visibility", ["public", "unlisted", "private"])
def test_what_a_summary_names_stays_and_what_it_does_not_goes(writer, visibility):
    named, other = add_picture(writer, "red"), add_picture(writer, "blue")
    make_summary(writer=writer, body=markdown(named), visibility=visibility)
    assert remove_unused_images() == 1
    assert list(Image.objects.all()) == [named]
    assert (has_file(named), has_file(other)) == (True, False)


def test_what_an_older_revision_names_stays(writer):
    image = add_picture(writer)
    summary = make_summary(writer=writer, body=markdown(image))
    edit_summary(summary=summary, text=Text(body="Without it"))
    assert remove_unused_images() == 0
    assert has_file(image)


def test_what_a_draft_names_stays_until_that_is_discarded(writer, paper):
    image = add_picture(writer)
    save_draft(writer=writer, paper=paper, text=Text(body=markdown(image)))
    assert remove_unused_images() == 0
    Draft.objects.all().delete()
    assert remove_unused_images() == 1


def test_what_a_comment_names_stays(writer, summary):
    image = add_picture(writer)
    add_comment(writer=writer, summary=summary, body=markdown(image))
    assert remove_unused_images() == 0
    assert has_file(image)


def test_a_picture_added_again_counts_as_new(writer, stranger):
    add_picture(writer)
    buffer = io.BytesIO()
    PIL.Image.new("RGB", (40, 30), "teal").save(buffer, "PNG")
    again = store_image(added_by=stranger, content=buffer.getvalue())
    assert again.added_by == stranger
    assert remove_unused_images() == 0
    assert has_file(again)


def test_a_picture_added_again_after_its_removal_has_a_file(writer):
    image = add_picture(writer)
    remove_unused_images()
    assert has_file(add_picture(writer))
    assert Image.objects.get().digest == image.digest


def test_a_file_that_is_gone_already_holds_nothing_up(writer):
    image = add_picture(writer)
    default_storage.delete(storage_name(image.digest, image.extension))
    assert remove_unused_images() == 1


def test_a_call_ends_after_so_many(writer, monkeypatch):
    monkeypatch.setattr("summaries.services.unused_images.REMOVAL_BATCH", 2)
    for colour in ("red", "blue", "lime", "black", "white"):
        add_picture(writer, colour)
    assert remove_unused_images(limit=3) == 4  # whole batches
    assert remove_unused_images() == 1


def test_a_text_saved_while_the_texts_are_read_is_seen(writer):
    """The picture is named after the pass over all texts and before the removal."""
    image, saved = add_picture(writer), []
    paper = PaperFactory()

    def save_after_the_pass(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if not saved and 'FROM "summaries_image"' in sql:
            saved.append(save_draft(writer=writer, paper=paper, text=Text(body=markdown(image))))
        return result

    with connection.execute_wrapper(save_after_the_pass):
        assert remove_unused_images() == 0
    assert saved
    assert has_file(image)


@pytest.mark.parametrize("number", [1, 3])
def test_the_texts_are_read_once_whatever_the_number_of_pictures(writer, number, django_assert_num_queries):
    for colour in ("red", "blue", "lime")[:number]:
        make_summary(writer=writer, body=markdown(add_picture(writer, colour)))
    with django_assert_num_queries(5):  # four kinds of text, and the pictures
        remove_unused_images()


def test_the_task(writer):
    add_picture(writer)
    remove_images()
    assert not Image.objects.exists()
    assert CELERY_BEAT_SCHEDULE["remove-images"]["task"] == remove_images.name


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_workers_and_a_writer_at_once(writer):
    """Whoever comes first, a picture that has a row has its file, and none is removed twice."""
    colours = ["red", "blue", "lime", "black", "white", "teal", "navy", "gold"]
    for colour in colours:
        add_picture(writer, colour)
    removed: list[int] = []

    def work() -> None:
        removed.append(remove_unused_images())
        connection.close()

    def add_again() -> None:
        for colour in colours:
            buffer = io.BytesIO()
            PIL.Image.new("RGB", (40, 30), colour).save(buffer, "PNG")
            store_image(added_by=writer, content=buffer.getvalue())
        connection.close()

    threads = [threading.Thread(target=target) for target in (work, add_again, work)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(removed) == 2
    assert sum(removed) <= len(colours)
    assert Image.objects.count() == len(colours)
    assert all(has_file(image) for image in Image.objects.all())
