from django.urls import path

from votes.views import bursts, casting, closing, explaining, reputation

urlpatterns = [
    path("summaries/<number:pk>/vote/", casting.vote, name="vote"),
    path("summaries/<number:pk>/why/", explaining.why, name="why"),
    path("ranking/", explaining.ranking, name="ranking"),
    path("moderation/votes/", bursts.held_votes, name="held_votes"),
    path("moderation/votes/<number:pk>/", bursts.decide, name="decide_burst"),
    path("reputation/", reputation.how, name="how_reputation"),
    path("users/<slug:username>/reputation/", reputation.reputation, name="reputation"),
    path("accounts/settings/close/", closing.close, name="close_account"),
    path("accounts/closed/", closing.closed, name="account_closed"),
]
