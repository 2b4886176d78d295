from django.urls import path

from feeds import formats  # noqa: F401 (names the suffix)
from feeds.views import lists, opensearch, own, selections, sitemaps

urlpatterns = [
    path("feed.<feed:form>", lists.front, name="front_feed"),
    path("categories/<str:code>/feed.<feed:form>", lists.category, name="category_feed"),
    path("venues/<slug:slug>/feed.<feed:form>", lists.venue, name="venue_feed"),
    path("venues/<slug:slug>/<number:year>/feed.<feed:form>", lists.venue, name="venue_year_feed"),
    path("authors/<slug:slug>/feed.<feed:form>", lists.author, name="author_feed"),
    path("users/<slug:username>/feed.<feed:form>", lists.user, name="user_feed"),
    path("papers/<number:pk>/feed.<feed:form>", lists.paper, name="paper_feed"),
    path("wanted/feed.<feed:form>", lists.wanted, name="wanted_feed"),
    path("search/feed.<feed:form>", lists.search, name="search_feed"),
    path("selections/feed.<feed:form>", selections.selections, name="selections_feed"),
    path("feed/<str:key>.<feed:form>", own.stream, name="own_feed"),
    path("accounts/settings/feed/", own.renew, name="renew_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/<slug:name>-<number:number>.xml", sitemaps.part, name="sitemap_part"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("opensearch.xml", opensearch.description, name="opensearch"),
    path("opensearch/suggest/", opensearch.suggest, name="opensearch_suggest"),
]
