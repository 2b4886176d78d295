"""Queries whose statements are written once find what the queries find."""

import pkgutil
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

import pytest
from django.conf import settings
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import is_aware

from papers.models import Authorship, Paper, Venue
from reading.models import Follow
from reading.services.follows import following
from shortsci.prepared import Prepared, below_zero, no_text
from summaries.in_full import CARDS, SIGNED_CARDS, TEXTS
from summaries.literature import first_saying, latest_mentions, papers_above
from summaries.models import Summary
from summaries.services.references import named_by
from tests.factories import PaperFactory, make_summary

pytestmark = pytest.mark.django_db

IN_FULL = {"cards": CARDS, "signed cards": SIGNED_CARDS, "texts": TEXTS}
OF_TWO = {"reading.templatetags.reading READINGS"}  # of a reader and a paper; it passes over any further value

BY_NUMBER = Prepared(lambda numbers: Paper.objects.listed().filter(pk__in=numbers).order_by("pk"), below_zero)
WITH_VENUE = Prepared(lambda numbers: Paper.objects.select_related("venue").filter(pk__in=numbers), below_zero)

BARE = Prepared(
    lambda numbers: Paper.objects.filter(pk__in=numbers).order_by("pk").values_list("pk", "is_withdrawn", "created_at"),
    below_zero,
)


def all_prepared():
    """What the modules of the product hold by name, and of what is made for kinds of things some of each."""
    found = {
        id(value): (f"{module.__name__} {name}", value)
        for app in sorted(name for name in settings.INSTALLED_APPS if (settings.BASE_DIR / name).is_dir())
        for module in modules_of(import_module(app))
        for name, value in vars(module).items()
        if isinstance(value, Prepared)
    }
    made = [
        *((f"following {kind}", following(kind)) for kind in Follow.Kind),
        *((f"saying {kinds}", first_saying(kinds)) for kinds in (("arxiv",), ("arxiv", "doi"), ("doi", "doi"))),
        *((f"named by {kinds}", named_by(kinds)) for kinds in (("arxiv",), ("arxiv", "doi"))),
        *((f"mentions {kinds}", latest_mentions(kinds)) for kinds in (("arxiv",), ("arxiv", "doi"))),
        *((f"above {kinds}", papers_above(kinds)) for kinds in (("arxiv",), ("arxiv", "doi"))),
        *((f"{name} of nobody", summaries.of_nobody) for name, summaries in IN_FULL.items()),
        *((f"{name} of a reader", summaries.of_reader) for name, summaries in IN_FULL.items()),
    ]
    return [*found.values(), *made]


def modules_of(package):
    yield package
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "migrations" not in module.name and "management" not in module.name and not module.name.endswith("wsgi"):
            yield import_module(module.name)


def values_like(prepared, number):
    return [f"value-{at}" if isinstance(prepared.stand_ins(at), str) else 1_000 + at for at in range(number)]


@pytest.mark.parametrize(("name", "prepared"), [pytest.param(*each, id=each[0]) for each in all_prepared()])
def test_each_statement_is_the_one_that_django_would_write(name, prepared):
    compared = 0
    for number in (1, 2, 3, 7):
        try:
            values = values_like(prepared, number)
            compiler = prepared.write(values).query.get_compiler(connection=connection)
        except (IndexError, ValueError):  # of the function that writes it: it takes another number of values
            continue
        if len(values) > 2 and name in OF_TWO:
            continue
        statement = prepared.statement(number)
        if statement is None:
            with pytest.raises(EmptyResultSet):
                compiler.as_sql()
            continue
        told = [values[at] if at >= 0 else param for at, param in statement.places]
        sql, params = compiler.as_sql()
        assert (statement.sql, told) == (sql, list(params))
        compared += 1
    assert compared, f"{name} takes none of the numbers of values that were tried"


def test_rows_are_objects_as_the_query_has_them():
    papers = [PaperFactory() for _ in range(3)]
    PaperFactory(state=Paper.State.MERGED)
    numbers = [paper.pk for paper in papers]
    BY_NUMBER.rows(numbers)
    with CaptureQueriesContext(connection) as asked:
        found = BY_NUMBER.rows(numbers)
    assert len(asked) == 1
    assert found == papers
    assert found[0].title == papers[0].title
    assert is_aware(found[0].created_at)
    assert BY_NUMBER.rows(numbers[1:]) == papers[1:]
    assert BY_NUMBER.rows([*numbers, 10**9]) == papers


def test_an_object_can_be_saved_and_asked_for_more():
    (paper,) = BY_NUMBER.rows([PaperFactory(title="Before").pk])
    paper.title = "After"
    paper.save()
    assert Paper.objects.get().title == "After"
    assert list(paper.identifiers.all())


def test_related_objects_come_with_it():
    venue = Venue.objects.create(slug="iclr", name="ICLR", kind="conference")
    papers = [PaperFactory(venue=venue), PaperFactory()]
    numbers = [paper.pk for paper in papers]
    WITH_VENUE.rows(numbers)
    with CaptureQueriesContext(connection) as asked:
        venues = {paper.pk: paper.venue for paper in WITH_VENUE.rows(numbers)}
    assert len(asked) == 1
    assert venues == {papers[0].pk: venue, papers[1].pk: None}


def test_deferred_and_computed_columns_are_those_of_the_query():
    summaries = [make_summary() for _ in range(2)]
    prepared = Prepared(
        lambda numbers: Summary.objects.filter(pk__in=numbers).annotate(said=Count("comments")).defer("body"),
        below_zero,
    )
    found = prepared.rows([summary.pk for summary in summaries])
    assert {(row.pk, row.said) for row in found} == {(summary.pk, 0) for summary in summaries}
    assert found[0].get_deferred_fields() == {"body"}
    assert found[0].body == summaries[0].body


def test_tuples_of_a_query_of_tuples():
    paper = PaperFactory()
    prepared = Prepared(
        lambda papers: Authorship.objects.filter(paper__in=papers).values_list("paper_id", "author__name"), below_zero
    )
    assert prepared.rows([paper.pk]) == [(paper.pk, name) for name in paper.author_names]


def test_the_values_of_tuples_are_of_the_types_of_their_fields():
    paper = PaperFactory(is_withdrawn=True, venue=None)
    prepared = Prepared(
        lambda numbers: Paper.objects.filter(pk__in=numbers).values_list("pk", "is_withdrawn", "created_at", "venue"),
        below_zero,
    )
    assert prepared.rows([paper.pk]) == [(paper.pk, True, paper.created_at, None)]
    assert prepared.rows([paper.pk])[0][1] is True


def test_nothing_is_asked_where_nothing_can_be_found():
    among = Prepared(lambda values: Paper.objects.filter(venue=values[0], pk__in=values[1:]), below_zero)
    with CaptureQueriesContext(connection) as asked:
        assert BY_NUMBER.rows([]) == []
        assert among.rows([1]) == []
    assert not asked


@pytest.mark.parametrize(
    "write",
    [
        lambda values: Paper.objects.filter(pk=values[0], venue=values[0]),
        lambda values: Paper.objects.filter(pk=1),
        lambda values: Paper.objects.filter(title=values[0]),
    ],
    ids=["twice", "never", "as something else"],
)
def test_a_value_that_does_not_stand_there_once_is_refused(write):
    with pytest.raises(ValueError, match="stands once"):
        Prepared(write, below_zero).rows([1])


@pytest.mark.parametrize(
    "write",
    [
        lambda values: Paper.objects.filter(pk__in=values).prefetch_related("identifiers"),
        lambda values: Paper.objects.filter(pk__in=values).values("pk"),
        lambda values: Paper.objects.filter(pk__in=values).values_list("pk", named=True),
    ],
    ids=["prefetches", "dictionaries", "named tuples"],
)
def test_what_would_get_lost_is_refused(write):
    with pytest.raises(ValueError, match="objects or tuples"):
        Prepared(write, below_zero).rows([1])


def test_a_column_more_than_was_asked_for_is_refused():
    written = Prepared(
        lambda values: Paper.objects.filter(pk__in=values).order_by("title").distinct().values_list("pk", "year"),
        below_zero,
    )
    with pytest.raises(ValueError, match="ordered by nothing"):
        written.rows([1])


def test_long_lists_are_written_each_time():
    papers = [PaperFactory() for _ in range(2)]
    numbers = [*(paper.pk for paper in papers), *range(10**6, 10**6 + 200)]
    before = BY_NUMBER.statement.cache_info()
    assert BY_NUMBER.rows(numbers) == papers
    assert BY_NUMBER.statement.cache_info() == before


def test_values_are_no_part_of_the_statement():
    prepared = Prepared(lambda titles: Paper.objects.filter(title__in=titles), no_text)
    assert prepared.rows(["'); DROP TABLE papers_paper; --"]) == []
    paper = PaperFactory(title="' OR 1=1 --")
    assert prepared.rows(["' OR 1=1 --"]) == [paper]


@pytest.mark.django_db(transaction=True)
def test_threads_ask_over_connections_of_their_own():
    """The statement was written in another thread; SQLite would refuse that thread's connection."""
    papers = [PaperFactory() for _ in range(20)]
    numbers = [paper.pk for paper in papers]
    BY_NUMBER.rows(numbers)

    BARE.rows(numbers)

    def ask(_):
        try:
            return BY_NUMBER.rows(numbers), BARE.rows(numbers)
        finally:
            connection.close()

    bare = [(paper.pk, False, paper.created_at) for paper in papers]
    with ThreadPoolExecutor(4) as threads:
        assert all(found == (papers, bare) for found in threads.map(ask, range(20)))
