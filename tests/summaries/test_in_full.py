"""Pages that are read in two steps: which summaries, then what they say."""

import pytest
from django.contrib.auth.models import AnonymousUser

from summaries import in_full
from summaries.in_full import CARDS, SIGNED_CARDS, TEXTS
from summaries.models import Summary
from summaries.orders import NEW
from tests.factories import PaperFactory, UserFactory, make_summary

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.mark.parametrize("whole", [CARDS, SIGNED_CARDS, TEXTS])
@pytest.mark.parametrize(
    "change", [{"visibility": "private"}, {"visibility": "unlisted"}, {"hidden_at": "2021-01-01T00:00Z"}]
)
def test_what_is_not_public_is_not_read_by_its_number(whole, change):
    shown, kept_back = make_summary(), make_summary()
    Summary.objects.filter(pk=kept_back.pk).update(**change)
    for reader in (NOBODY, UserFactory(), kept_back.writer):
        assert list(whole.read(reader, [kept_back.pk, shown.pk])) == [shown.pk]
        assert whole.read(reader, [kept_back.pk]) == {}
        assert whole.read(reader, []) == {}


def test_an_anonymous_one_is_not_on_a_page_of_signed_ones():
    anonymous = make_summary()
    Summary.objects.filter(pk=anonymous.pk).update(is_anonymous=True, pseudonym="Reader 1")
    assert CARDS.read(NOBODY, [anonymous.pk])
    assert SIGNED_CARDS.read(NOBODY, [anonymous.pk]) == {}


def test_one_that_is_hidden_between_the_steps_is_missing_and_the_pages_go_on(monkeypatch):
    paper = PaperFactory()
    newest, *older = [make_summary(paper=paper) for _ in range(5)][::-1]
    listed = Summary.objects.public().filter(paper=paper)

    def paginated(*args, **options):
        page = paginate(*args, **options)
        Summary.objects.filter(pk=newest.pk).update(hidden_at="2021-01-01T00:00Z")
        return page

    paginate = in_full.paginate
    monkeypatch.setattr(in_full, "paginate", paginated)
    first = TEXTS.page(listed, NEW, user=NOBODY, cursor=None, size=2)
    second = TEXTS.page(listed, NEW, user=NOBODY, cursor=first.next_cursor, size=2)
    third = TEXTS.page(listed, NEW, user=NOBODY, cursor=second.next_cursor, size=2)
    assert [[row.pk for row in page.rows] for page in (first, second, third)] == [
        [older[0].pk],
        [older[1].pk, older[2].pk],
        [older[3].pk],
    ]
    assert third.next_cursor is None
