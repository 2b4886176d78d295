"""Every page of a running site with demo content, and the people who see them: for the audit and the screenshots.

Pages without a parameter are found among the routes, so that a new one is looked at without a line here.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from scripts.site_reader import furnish
from tests.project.product import run_product

if TYPE_CHECKING:
    from papers.models import Paper
    from summaries.models import Summary

# Answers that are no pages, forms of others' software, and what changes the session.
NO_PAGES = re.compile(
    r"^/(admin|api/(v1|schema)|healthz|readyz|metrics|accounts/(logout|reauthenticate|inactive|3rdparty))"
)
# What follows upon a form, and a page that others' pages show inside: kept from search engines on purpose.
NOT_LISTED = re.compile(r"^/(accounts/(closed|confirm-email)/|accounts/password/reset/key/|tools/look/)")


@dataclass(frozen=True)
class Page:
    """`who` is "" for everybody, or the user name whose page it is."""

    name: str
    path: str
    who: str = ""
    status: int = 200
    is_listed: bool = True
    must_answer: bool = True


@contextmanager
def running_site(directory: Path) -> Iterator[str]:
    """The product with its demo content, and Django here on its database; gives its address.

    It is started on a spare port, unless SITE and DATA_DIR name one that runs.
    """
    if os.environ.get("SITE"):
        yield use_database(os.environ["SITE"].rstrip("/"), os.environ["DATA_DIR"])
        return
    with run_product(directory, ARXIV_API_URL="http://127.0.0.1:9/") as product:
        yield use_database(product.url, product.environment["DATA_DIR"])


def use_database(address: str, data_dir: str) -> str:
    os.environ.update(DATA_DIR=data_dir, SITE_URL=address, DJANGO_SETTINGS_MODULE="shortsci.settings")
    import django

    django.setup()
    return address


def sessions() -> dict[str, str]:
    """Session keys of a reader, a writer and a moderator, by user name; "" has none."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db.models import Count

    from accounts.models import User

    reader, _ = User.objects.get_or_create(username="reader", defaults={"email": "reader@example.org"})
    moderator, _ = User.objects.get_or_create(
        username="moderator", defaults={"email": "moderator@example.org", "is_staff": True, "is_superuser": True}
    )
    writer = User.objects.annotate(number=Count("summaries")).order_by("-number", "pk")[0]
    furnish(reader, writer)
    keys = {"": ""}
    for name, user in {"reader": reader, "writer": writer, "moderator": moderator}.items():
        store = SessionStore()
        store[SESSION_KEY] = str(user.pk)
        store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        store[HASH_SESSION_KEY] = user.get_session_auth_hash()
        store.create()
        keys[name] = store.session_key or ""
    return keys


def pages() -> list[Page]:
    named = named_pages()
    known = {page.path for page in named}
    plain = [
        Page(name_of(path), path, is_listed=not NOT_LISTED.match(path), must_answer=False)
        for path in plain_routes()
        if path not in known and not NO_PAGES.match(path)
    ]
    return [*named, *plain]


def shown(found: list[Page], keys: dict[str, str], address: str) -> Iterator[tuple[Page, bytes]]:
    """Those that answer with a page, and the page; a route that only takes POST, or asks to log in first, has none."""
    for page in found:
        answer = httpx.get(address + page.path, cookies={"sessionid": keys[page.who]} if page.who else {}, timeout=30)
        if answer.status_code == page.status and "html" in answer.headers.get("content-type", ""):
            yield page, answer.content
        elif page.must_answer:
            raise SystemExit(f"{page.name} ({page.path}) answered {answer.status_code} instead of {page.status}.")


def name_of(path: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", path.strip("/").lower()) or "front"


def plain_routes() -> list[str]:
    """Addresses of all routes that take nothing, in the order of the routes."""
    from django.urls import URLPattern, URLResolver, get_resolver

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for entry in resolver.url_patterns:
            text = before + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield "/" + text.replace("^", "").replace("$", "").replace("\\", "")
            else:
                yield from walk(entry, text)

    return [path for path in walk(get_resolver(), "") if "<" not in path and "(" not in path]


def named_pages() -> list[Page]:
    """Pages about something, of something that the demo content has much of."""
    from django.db.models import Count

    from accounts.models import User
    from papers.models import Author, Paper, Venue
    from summaries.models import Summary

    public = Summary.objects.public().signed()
    writer = User.objects.annotate(number=Count("summaries")).order_by("-number", "pk")[0]
    talked = public.order_by("-comment_count", "pk")[0]
    edited = public.order_by("-revision_number", "pk")[0]
    own = public.filter(writer=writer).order_by("pk")[0]
    paper = Paper.objects.order_by("-summary_count", "pk")[0]
    lonely = Paper.objects.filter(summary_count=0, state="ready").order_by("pk").first()
    author = Author.objects.filter(authorships__paper=paper).order_by("pk")[0]
    venue = Venue.objects.annotate(number=Count("papers")).order_by("-number", "pk").first()
    category = paper.primary_category_id or "cs.LG"
    found = [
        Page("front", "/"),
        Page("front-new", "/?sort=new"),
        Page("front-empty", "/?sort=top&period=day"),
        Page("paper", paper.get_absolute_url()),
        Page("paper-path", f"/papers/{paper.pk}/path/"),
        Page("summary", talked.get_absolute_url()),
        Page("history", f"/summaries/{edited.pk}/history/", is_listed=False),
        Page("why", f"/summaries/{talked.pk}/why/", is_listed=False),
        Page("user", writer.get_absolute_url()),
        Page("user-reputation", f"{writer.get_absolute_url()}reputation/"),
        Page("author", author.get_absolute_url()),
        Page("category", f"/categories/{category}/"),
        Page("nothing-here", "/nothing-here/", status=404, is_listed=False),
        Page("no-paper", "/abs/nonsense", status=404, is_listed=False),
        Page("front-reader", "/", "reader"),
        Page("paper-reader", paper.get_absolute_url(), "reader"),
        Page("summary-writer", own.get_absolute_url(), "writer"),
        Page("summary-moderator", talked.get_absolute_url(), "moderator"),
        Page("user-writer", writer.get_absolute_url(), "writer"),
        Page("editor", f"/papers/{paper.pk}/write/", "reader"),
        Page("editor-edit", f"/summaries/{own.pk}/edit/", "writer"),
        Page("delete", f"/summaries/{own.pk}/delete/", "writer", is_listed=False),
        Page("add-resource", f"/papers/{paper.pk}/resources/add/", "reader"),
        Page("merge", f"/papers/{paper.pk}/merge/", "moderator"),
    ]
    found += [Page(f"{name_of(path)}-{who}", path, who) for who, path in OWN_PAGES]
    found += [*found_by_words(), *of_the_selection(), *of_readers(talked, paper)]
    if edited.revision_number > 1:
        found.append(Page("compare", f"/summaries/{edited.pk}/compare/?from=1&to=2", is_listed=False))
        found.append(Page("revision", f"/summaries/{edited.pk}/revisions/1/", is_listed=False))
    if lonely:
        found.append(Page("paper-empty", lonely.get_absolute_url()))
    if venue:
        found.append(Page("venue", venue.get_absolute_url()))
        year = venue.papers.exclude(year=None).order_by("-year").values_list("year", flat=True)[0]
        found.append(Page("venue-year", f"{venue.get_absolute_url()}{year}/"))
    return found


def found_by_words() -> list[Page]:
    return [
        Page("search-all", "/search/?q=attention", is_listed=False),
        Page("search-papers", "/search/?q=attention&kind=papers", is_listed=False),
        Page("search-summaries", "/search/?q=attention&kind=summaries", is_listed=False),
        Page("search-comments", "/search/?q=the&kind=comments", is_listed=False),
        Page("search-people", "/search/?q=mira&kind=people", is_listed=False),
        Page("search-nothing", "/search/?q=zzyzx", is_listed=False),
        Page("search-question", "/search/?q=year:abcd", is_listed=False),
    ]


def of_the_selection() -> list[Page]:
    """The published one as everybody sees it, and its desk."""
    from selections.models import Selection

    selection = Selection.objects.filter(state="published").order_by("pk")[0]
    draft = Selection.objects.filter(state="draft").order_by("pk").first()
    entry = selection.entries.order_by("pk")[0]
    edit = f"/selections/{selection.slug}/edit/"
    found = [
        Page("selection", selection.get_absolute_url()),
        Page("selection-desk", edit, "moderator"),
        Page("selection-text", f"{edit}text/", "moderator"),
        Page("selection-withdraw", f"/selections/{selection.slug}/withdraw/", "moderator"),
        Page("selection-entry", f"/selections/{selection.slug}/entries/{entry.pk}/", "moderator"),
        Page("selection-remove", f"/selections/{selection.slug}/entries/{entry.pk}/remove/", "moderator"),
    ]
    if draft:
        found.append(Page("selection-draft", draft.get_absolute_url(), "moderator"))
        found.append(Page("selection-draft-desk", f"/selections/{draft.slug}/edit/", "moderator"))
    return found


def of_readers(summary: "Summary", paper: "Paper") -> list[Page]:
    """What one comes to from a summary and its paper, and what links in mails open."""
    from accounts.models import User
    from accounts.services import unsubscribe_token
    from digests.services import Stream, stop_token
    from papers.models import Resource
    from summaries.models import Comment

    reader = User.objects.get(username="reader")
    comment = Comment.objects.filter(summary=summary, hidden_at=None, deleted_at=None).order_by("pk")[0]
    resource = Resource.objects.order_by("pk")[0]
    return [
        Page("mentions", f"/papers/{paper.pk}/mentions/"),
        Page("leaving", resource.get_absolute_url(), is_listed=False),
        Page("comment-answer", f"/comments/{comment.pk}/answer/", "reader"),
        Page("unsubscribe", f"/accounts/notifications/unsubscribe/{unsubscribe_token(reader)}/", is_listed=False),
        Page("stop-mails", f"/digests/stop/{stop_token(reader, Stream.DIGEST)}/", is_listed=False),
    ]


OWN_PAGES = [
    ("reader", "/drafts/"),
    ("writer", "/accounts/notifications/"),
    ("reader", "/accounts/settings/"),
    ("reader", "/accounts/email/"),
    ("reader", "/accounts/password/change/"),
    ("moderator", "/moderation/votes/"),
    ("moderator", "/selections/"),
    ("moderator", "/selections/new/"),
    ("moderator", "/reading/"),
    ("moderator", "/following/"),
    ("moderator", "/following/feed/"),
    ("moderator", "/since-last-visit/"),
    ("moderator", "/accounts/notifications/"),
    ("moderator", "/drafts/"),
    ("reader", "/following/"),
    ("reader", "/following/feed/"),
    ("reader", "/since-last-visit/"),
    ("reader", "/reading/"),
    ("reader", "/reading/read/"),
    ("reader", "/reading/notes/"),
    ("reader", "/digests/"),
    ("reader", "/submit/"),
    ("reader", "/submit/bibtex/"),
    ("reader", "/submit/shortscience/"),
    ("reader", "/search/?q=attention"),
    ("reader", "/wanted/"),
    ("reader", "/accounts/settings/close/"),
]
