from django.urls import path

from summaries.views import lists, papers, summaries

urlpatterns = [
    path("", lists.front, name="front"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:paper_pk>/write/", summaries.write, name="write_summary"),
    path("papers/<int:paper_pk>/preview/", summaries.preview, name="preview_summary"),
    path("summaries/<int:pk>/", summaries.summary, name="summary"),
    path("summaries/<int:pk>/edit/", summaries.edit, name="edit_summary"),
    path("summaries/<int:pk>/delete/", summaries.delete, name="delete_summary"),
    path("users/<slug:username>/", lists.user, name="user"),
]
