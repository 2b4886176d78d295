"""Who may see what of a summary, for every address of the site: one line a route.

`sees` says it for each state, in the order stranger, other user, writer, moderator: `B` text and name, `T` the text
alone, `N` the name alone, `-` neither. A new route needs a row here, or tests/summaries/test_visibility.py fails.
"""

from dataclasses import dataclass

STATES = ("private", "unlisted", "anonymous", "hidden", "public")
READERS = ("stranger", "other user", "writer", "moderator")
Policy = tuple[str, ...]


def sees(
    private: str = "----", unlisted: str = "----", anonymous: str = "----", hidden: str = "----", public: str = "----"
) -> Policy:
    return private, unlisted, anonymous, hidden, public


NOTHING = sees()
PAGE = sees(private="--B-", unlisted="--B-", anonymous="TTTT", hidden="--BB", public="BBBB")
API = sees(private="--B-", unlisted="--B-", anonymous="TTTT", hidden="--BB", public="BBBB")
API_TEXTS = sees(private="--T-", unlisted="--T-", anonymous="TTTT", hidden="--TT", public="TTTT")
LIST = sees(anonymous="TTTT", public="BBBB")
OF_WRITER = sees(private="--T-", unlisted="--T-", anonymous="--T-", hidden="--T-", public="--T-")


@dataclass(frozen=True)
class Row:
    """Addresses are filled with the numbers of the summary and what it hangs on; the first one names the row."""

    addresses: tuple[str, ...]
    policy: Policy


def row(policy: Policy, *addresses: str) -> Row:
    return Row(addresses, policy)


ROWS = {
    # Pages of summaries
    "": row(LIST, "/", "/?sort=new", "/?sort=top&period=day"),
    "summaries/<number:pk>/": row(PAGE, "/summaries/{summary}/"),
    "summaries/shared/<str:secret>/": row(sees(unlisted="BBBB"), "/summaries/shared/{secret}/"),
    "summaries/<number:pk>/edit/": row(OF_WRITER, "/summaries/{summary}/edit/"),
    "summaries/<number:pk>/delete/": row(NOTHING, "/summaries/{summary}/delete/"),
    "summaries/<number:pk>/history/": row(
        sees(private="--N-", unlisted="--N-", hidden="--NN", public="NNNN"), "/summaries/{summary}/history/"
    ),
    "summaries/<number:pk>/compare/": row(PAGE, "/summaries/{summary}/compare/?from=1&to=2"),
    "summaries/<number:pk>/revisions/<number:number>/": row(PAGE, "/summaries/{summary}/revisions/2/"),
    "summaries/<number:pk>/revisions/<number:number>/restore/": row(
        NOTHING, "/summaries/{summary}/revisions/1/restore/"
    ),
    "summaries/<number:pk>/still-right/": row(NOTHING, "/summaries/{summary}/still-right/"),
    "summaries/<number:pk>/claim/": row(sees(anonymous="--N-"), "/summaries/{summary}/claim/"),
    "summaries/<number:pk>/hide/": row(NOTHING, "/summaries/{summary}/hide/"),
    "summaries/<number:pk>/unhide/": row(NOTHING, "/summaries/{summary}/unhide/"),
    "summaries/<number:pk>/vote/": row(NOTHING, "/summaries/{summary}/vote/"),
    # Only summaries with a burst; tests/votes/test_bursts.py has them.
    "moderation/votes/": row(NOTHING, "/moderation/votes/"),
    "moderation/votes/<number:pk>/": row(NOTHING, "/moderation/votes/{object}/"),
    "summaries/<number:pk>/why/": row(
        sees(private="--N-", unlisted="--N-", hidden="--NN", public="NNNN"),
        "/summaries/{summary}/why/?order=hot",
        "/summaries/{summary}/why/?order=best",
    ),
    "ranking/": row(NOTHING, "/ranking/", "/ranking/?up=3"),
    "users/<slug:username>/": row(
        sees(private="--B-", unlisted="--B-", anonymous="--T-", hidden="--B-", public="BBBB"), "/users/{writer}/"
    ),
    "users/<slug:username>/papers.<export:form>": row(
        NOTHING, "/users/{writer}/papers.bib", "/users/{writer}/papers.json"
    ),
    "users/<slug:username>/reputation/": row(NOTHING, "/users/{writer}/reputation/"),
    "reputation/": row(NOTHING, "/reputation/"),
    "papers.<export:form>": row(NOTHING, "/papers.bib", "/papers.ris", "/papers.json"),
    # Comments and notices
    "summaries/<number:pk>/comments/": row(NOTHING, "/summaries/{summary}/comments/"),
    "summaries/<number:pk>/comments/preview/": row(NOTHING, "/summaries/{summary}/comments/preview/"),
    "comments/<number:pk>/": row(NOTHING, "/comments/{comment}/"),
    "comments/<number:pk>/answer/": row(
        sees(private="--B-", unlisted="--B-", anonymous="-TTT", hidden="--BB", public="-BBB"),
        "/comments/{comment}/answer/",
    ),
    "comments/<number:pk>/edit/": row(OF_WRITER, "/comments/{comment}/edit/"),
    "comments/<number:pk>/delete/": row(OF_WRITER, "/comments/{comment}/delete/"),
    "comments/<number:pk>/hide/": row(NOTHING, "/comments/{comment}/hide/"),
    "comments/<number:pk>/restore/": row(NOTHING, "/comments/{comment}/restore/"),
    # The desk
    "papers/<number:paper_pk>/draft/": row(NOTHING, "/papers/{paper}/draft/"),
    "papers/<number:paper_pk>/draft/discard/": row(NOTHING, "/papers/{paper}/draft/discard/"),
    "drafts/": row(OF_WRITER, "/drafts/"),
    "images/": row(NOTHING, "/images/"),
    r"^images/(?P<digest>[0-9a-f]{64})\.(?P<extension>png|jpg|webp)$": row(NOTHING, f"/images/{'0' * 64}.png"),
    "formatting/": row(NOTHING, "/formatting/"),
    # Papers that hang together
    "papers/<number:pk>/path/": row(NOTHING, "/papers/{cited}/path/", "/papers/{paper}/path/"),
    "papers/<number:pk>/mentions/": row(sees(public="NNNN"), "/papers/{cited}/mentions/"),
    "papers/<number:pk>/want/": row(NOTHING, "/papers/{paper}/want/"),
    "wanted/": row(NOTHING, "/wanted/"),
    # Names stand there once a task has counted what they sign; tests/stats/test_counting.py has it.
    "stats/": row(NOTHING, "/stats/"),
    "stats/<slug:name>.csv": row(NOTHING, "/stats/writers.csv", "/stats/totals.csv"),
    # Search
    "search/": row(LIST, "/search/?q=second", "/search/?q=by:{writer}", "/search/?q=second&kind=comments&sort=date"),
    "search/suggest/": row(NOTHING, "/search/suggest/?q=seco", "/search/suggest/?q={writer}"),
    # Pages of papers
    "papers/<number:pk>/": row(
        sees(private="--T-", unlisted="--T-", anonymous="TTTT", hidden="--T-", public="BBBB"),
        "/papers/{paper}/",
        "/papers/{cited}/",
    ),
    "papers/<number:paper_pk>/write/": row(NOTHING, "/papers/{paper}/write/"),
    "papers/<number:paper_pk>/preview/": row(NOTHING, "/papers/{paper}/preview/"),
    "papers/<number:pk>/status/": row(NOTHING, "/papers/{paper}/status/"),
    "papers/<number:pk>/retry/": row(NOTHING, "/papers/{paper}/retry/"),
    "papers/<number:pk>.<export:form>": row(
        NOTHING, "/papers/{paper}.bib", "/papers/{paper}.ris", "/papers/{paper}.json"
    ),
    "papers/<number:pk>/merge/": row(NOTHING, "/papers/{paper}/merge/"),
    "papers/<number:pk>/undo-merge/": row(NOTHING, "/papers/{paper}/undo-merge/"),
    "papers/<number:pk>/resources/add/": row(NOTHING, "/papers/{paper}/resources/add/"),
    "resources/<number:pk>/": row(NOTHING, "/resources/1/"),
    "resources/<number:pk>/remove/": row(NOTHING, "/resources/1/remove/"),
    "abs/<path:text>": row(NOTHING, "/abs/{arxiv_id}"),
    "doi/<path:text>": row(NOTHING, "/doi/10.1000/none"),
    "paper": row(NOTHING, "/paper?bibtexKey={arxiv_id}"),
    "submit/": row(NOTHING, "/submit/", "/submit/?identifier={arxiv_id}"),
    "submit/bibtex/": row(NOTHING, "/submit/bibtex/"),
    "submit/shortscience/": row(NOTHING, "/submit/shortscience/"),
    "authors/<slug:slug>/": row(NOTHING, "/authors/{author}/"),
    "authors/<slug:slug>/papers.<export:form>": row(NOTHING, "/authors/{author}/papers.bib"),
    "categories/": row(NOTHING, "/categories/"),
    "categories/<str:code>/": row(NOTHING, "/categories/cs.LG/"),
    "categories/<str:code>/papers.<export:form>": row(NOTHING, "/categories/cs.LG/papers.bib"),
    "venues/": row(NOTHING, "/venues/"),
    "venues/<slug:slug>/": row(NOTHING, "/venues/{venue}/"),
    "venues/<slug:slug>/papers.<export:form>": row(NOTHING, "/venues/{venue}/papers.bib"),
    "venues/<slug:slug>/<number:year>/": row(NOTHING, "/venues/{venue}/2021/"),
    "venues/<slug:slug>/<number:year>/papers.<export:form>": row(NOTHING, "/venues/{venue}/2021/papers.bib"),
    # What readers keep: the other user follows the writer, the moderator the paper, and both were here before
    "following/": row(NOTHING, "/following/"),
    "following/feed/": row(sees(anonymous="---T", public="-B-B"), "/following/feed/", "/following/feed/?sort=top"),
    "following/<str:kind>/<str:key>/": row(
        NOTHING, "/following/person/{writer}/", "/following/paper/{paper}/", "/following/venue/{venue}/"
    ),
    "since-last-visit/": row(
        sees(anonymous="-T-T", public="-B-B"), "/since-last-visit/", "/since-last-visit/?sort=hot"
    ),
    "since-last-visit/following/": row(sees(anonymous="---T", public="-B-B"), "/since-last-visit/following/"),
    "reading/": row(NOTHING, "/reading/"),
    "reading/papers.<export:form>": row(NOTHING, "/reading/papers.bib"),
    "reading/read/": row(NOTHING, "/reading/read/"),
    "reading/read/papers.<export:form>": row(NOTHING, "/reading/read/papers.ris"),
    "reading/notes/": row(NOTHING, "/reading/notes/"),
    "reading/notes/papers.<export:form>": row(NOTHING, "/reading/notes/papers.json"),
    "papers/<number:pk>/reading/": row(NOTHING, "/papers/{paper}/reading/"),
    "papers/<number:pk>/note/": row(NOTHING, "/papers/{paper}/note/"),
    "shortcuts/": row(NOTHING, "/shortcuts/"),
    # Feeds. That of one's own stream has a key; tests/feeds/test_own.py has it.
    "feed.<feed:form>": row(LIST, "/feed.atom", "/feed.rss", "/feed.json"),
    "categories/<str:code>/feed.<feed:form>": row(LIST, "/categories/cs.LG/feed.atom"),
    "venues/<slug:slug>/feed.<feed:form>": row(LIST, "/venues/{venue}/feed.rss"),
    "venues/<slug:slug>/<number:year>/feed.<feed:form>": row(LIST, "/venues/{venue}/2021/feed.json"),
    "authors/<slug:slug>/feed.<feed:form>": row(LIST, "/authors/{author}/feed.atom"),
    "users/<slug:username>/feed.<feed:form>": row(sees(public="BBBB"), "/users/{writer}/feed.atom"),
    "papers/<number:pk>/feed.<feed:form>": row(LIST, "/papers/{paper}/feed.rss", "/papers/{cited}/feed.rss"),
    "wanted/feed.<feed:form>": row(NOTHING, "/wanted/feed.atom"),
    "search/feed.<feed:form>": row(LIST, "/search/feed.atom?q=second", "/search/feed.rss?q=by:{writer}"),
    "feed/<str:key>.<feed:form>": row(NOTHING, "/feed/nothing.atom"),
    # Sitemaps hold addresses, and those of writers their names. The writer's own pages name them without a summary too.
    "sitemap.xml": row(NOTHING, "/sitemap.xml"),
    "sitemaps/<slug:name>-<number:number>.xml": row(
        sees(public="NN-N"),
        "/sitemaps/site-0.xml",
        *(f"/sitemaps/{name}-{{{name}_part}}.xml" for name in ("papers", "summaries", "writers", "venues")),
    ),
    "robots.txt": row(NOTHING, "/robots.txt"),
    "opensearch.xml": row(NOTHING, "/opensearch.xml"),
    "opensearch/suggest/": row(NOTHING, "/opensearch/suggest/?q=seco", "/opensearch/suggest/?q={writer}"),
    # What a picture says cannot be read here; tests/sharing/test_pictures.py proves which there are.
    r"^pictures/(?P<kind>[a-z]+)/(?P<key>[\w.-]+)/(?P<digest>[0-9a-f]{24})\.png$": row(
        NOTHING, f"/pictures/summary/{{summary}}/{'0' * 24}.png", f"/pictures/paper/{{paper}}/{'0' * 24}.png"
    ),
    "tools/": row(NOTHING, "/tools/"),
    "tools/look/": row(NOTHING, "/tools/look/?ids={arxiv_id}"),
    "shortsci.user.js": row(NOTHING, "/shortsci.user.js"),
    # Selections: of the scene's summaries none is chosen; tests/selections/test_selections.py has them.
    "selections/": row(NOTHING, "/selections/"),
    "selections/new/": row(NOTHING, "/selections/new/"),
    "selections/<slug:slug>/": row(NOTHING, "/selections/none/"),
    "selections/<slug:slug>/papers.<export:form>": row(NOTHING, "/selections/none/papers.bib"),
    "selections/<slug:slug>/edit/": row(NOTHING, "/selections/none/edit/"),
    "selections/<slug:slug>/edit/text/": row(NOTHING, "/selections/none/edit/text/"),
    "selections/<slug:slug>/publish/": row(NOTHING, "/selections/none/publish/"),
    "selections/<slug:slug>/withdraw/": row(NOTHING, "/selections/none/withdraw/"),
    "selections/<slug:slug>/entries/add/": row(NOTHING, "/selections/none/entries/add/"),
    "selections/<slug:slug>/entries/<number:pk>/": row(NOTHING, "/selections/none/entries/1/"),
    "selections/<slug:slug>/entries/<number:pk>/move/": row(NOTHING, "/selections/none/entries/1/move/"),
    "selections/<slug:slug>/entries/<number:pk>/remove/": row(NOTHING, "/selections/none/entries/1/remove/"),
    "selections/feed.<feed:form>": row(NOTHING, "/selections/feed.atom", "/selections/feed.json"),
    # Mails; tests/digests has what stands in them.
    "digests/": row(NOTHING, "/digests/"),
    "digests/stop/<str:token>/": row(NOTHING, "/digests/stop/none/"),
    # API
    "api/v1/stream/": row(sees(anonymous="---T", public="-B-B"), "/api/v1/stream/"),
    "api/v1/follows/": row(NOTHING, "/api/v1/follows/"),
    "api/v1/follows/<str:kind>/<str:key>/": row(NOTHING, "/api/v1/follows/person/{writer}/"),
    "api/v1/reading/": row(NOTHING, "/api/v1/reading/"),
    "api/v1/papers/<number:pk>/reading/": row(NOTHING, "/api/v1/papers/{paper}/reading/"),
    "api/v1/summaries/": row(
        LIST,
        "/api/v1/summaries/",
        "/api/v1/summaries/?sort=new",
        "/api/v1/summaries/?paper={paper}",
        "/api/v1/summaries/?q=second",
    ),
    "api/v1/summaries/<number:pk>/": row(API, "/api/v1/summaries/{summary}/"),
    "api/v1/summaries/<number:pk>/revisions/": row(API_TEXTS, "/api/v1/summaries/{summary}/revisions/"),
    "api/v1/summaries/<number:pk>/vote/": row(NOTHING, "/api/v1/summaries/{summary}/vote/"),
    "api/v1/summaries/<number:pk>/comments/": row(API, "/api/v1/summaries/{summary}/comments/"),
    "api/v1/comments/<number:pk>/": row(API, "/api/v1/comments/{comment}/"),
    "api/v1/papers/wanted/": row(NOTHING, "/api/v1/papers/wanted/"),
    "api/v1/papers/<number:pk>/references/": row(
        sees(public="NNNN"), "/api/v1/papers/{paper}/references/", "/api/v1/papers/{cited}/references/"
    ),
    # Papers, and numbers of them: no text and no name of a summary.
    "api/v1/papers/<number:pk>/related/": row(
        NOTHING, "/api/v1/papers/{paper}/related/", "/api/v1/papers/{cited}/related/"
    ),
    "api/v1/papers/<number:pk>/want/": row(NOTHING, "/api/v1/papers/{paper}/want/"),
    "api/v1/papers/": row(
        NOTHING, "/api/v1/papers/", "/api/v1/papers/?ordering=-summary_count", "/api/v1/papers/?q=second"
    ),
    "api/v1/papers/lookup/": row(NOTHING, "/api/v1/papers/lookup/"),
    "api/v1/papers/<path:key>/": row(NOTHING, "/api/v1/papers/{paper}/", "/api/v1/papers/arxiv:{arxiv_id}/"),
    "api/v1/fair-start/": row(NOTHING, "/api/v1/fair-start/"),
    "api/v1/stats/": row(NOTHING, "/api/v1/stats/"),
    "api/v1/selections/": row(NOTHING, "/api/v1/selections/"),
    "api/v1/selections/<slug:slug>/": row(NOTHING, "/api/v1/selections/none/"),
    "api/v1/render/": row(NOTHING, "/api/v1/render/"),
    "api/v1/me/": row(NOTHING, "/api/v1/me/"),
    "api/schema/": row(NOTHING, "/api/schema/"),
    "api/docs/": row(NOTHING, "/api/docs/"),
    # The site
    "about/": row(NOTHING, "/about/"),
    "language/": row(NOTHING, "/language/?to=de"),
    "healthz": row(NOTHING, "/healthz"),
    "readyz": row(NOTHING, "/readyz"),
    # Addresses with a pattern that cannot be filled in by itself
    r"accounts/^confirm-email/(?P<key>[-:\w]+)/$": row(NOTHING, "/accounts/confirm-email/x/"),
    r"accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": row(
        NOTHING, "/accounts/password/reset/key/1-x/"
    ),
    # A moderator here has every right in the admin.
    "admin/summaries/summary/": row(sees(hidden="---N", public="---N"), "/admin/summaries/summary/"),
    "admin/summaries/summary/<path:object_id>/history/": row(
        sees(hidden="---N", public="---N"), "/admin/summaries/summary/{summary}/history/"
    ),
    "admin/summaries/summary/<path:object_id>/change/": row(
        sees(anonymous="---T", hidden="---B", public="---B"), "/admin/summaries/summary/{summary}/change/"
    ),
    r"admin/^(?P<app_label>auth|account|knox|accounts|papers|summaries)/$": row(NOTHING, "/admin/summaries/"),
    r"admin/(?P<url>.*)$": row(NOTHING, "/admin/nothing"),
}
# Below these, addresses are filled in by themselves, and show nothing unless a row above says so.
FILLED_IN = ("admin/", "accounts/")
