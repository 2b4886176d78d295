from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from accounts.api import MeView
from papers.api import LookupView, PaperView
from reading.api import FollowListView, FollowView, ReadingListView, ReadingView, StreamView
from related.api import RelatedView
from search.api import PaperSearchView, SummarySearchView
from selections.api import SelectionListView, SelectionView
from shortsci import health, views
from stats.api import StatisticsView
from summaries.api import FairStartView, RenderView, RevisionListView, SummaryView
from summaries.api_comments import CommentListView, CommentView
from summaries.paper_api import ReferencesView, WantedView, WishView
from votes.api import VoteView

api = [
    path("summaries/<number:pk>/vote/", VoteView.as_view()),  # what programs send most often
    path("me/", MeView.as_view()),
    path("papers/", PaperSearchView.as_view()),
    path("papers/lookup/", LookupView.as_view()),
    path("papers/wanted/", WantedView.as_view()),
    path("papers/<number:pk>/references/", ReferencesView.as_view()),
    path("papers/<number:pk>/related/", RelatedView.as_view()),
    path("papers/<number:pk>/want/", WishView.as_view()),
    path("papers/<number:pk>/reading/", ReadingView.as_view()),
    path("papers/<path:key>/", PaperView.as_view()),
    path("summaries/", SummarySearchView.as_view()),
    path("fair-start/", FairStartView.as_view(), name="api_fair_start"),
    path("summaries/<number:pk>/", SummaryView.as_view()),
    path("summaries/<number:pk>/revisions/", RevisionListView.as_view()),
    path("summaries/<number:pk>/comments/", CommentListView.as_view()),
    path("comments/<number:pk>/", CommentView.as_view()),
    path("reading/", ReadingListView.as_view()),
    path("follows/", FollowListView.as_view()),
    path("follows/<str:kind>/<str:key>/", FollowView.as_view()),
    path("stream/", StreamView.as_view()),
    path("render/", RenderView.as_view()),
    path("selections/", SelectionListView.as_view()),
    path("selections/<slug:slug>/", SelectionView.as_view()),
    path("stats/", StatisticsView.as_view(), name="api_stats"),
]

urlpatterns = [
    path("api/v1/", include(api)),  # first: addresses are tried from the top, and programs ask most often
    path("", include("summaries.urls")),
    path("", include("papers.urls")),
    path("", include("votes.urls")),
    path("", include("search.urls")),
    path("", include("related.urls")),
    path("", include("reading.urls")),
    path("", include("selections.urls")),
    path("", include("digests.urls")),
    path("", include("feeds.urls")),
    path("", include("sharing.urls")),
    path("", include("stats.urls")),
    path("", include("accounts.urls")),
    path("about/", views.about, name="about"),
    path("accounts/", include("allauth.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", views.api_docs, name="api_docs"),
    path("admin/", admin.site.urls),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
