from django.urls import path

from summaries.views import imports, lists, papers, summaries

urlpatterns = [
    path("", lists.front, name="front"),
    path("papers/<int:pk>/", papers.paper, name="paper"),
    path("papers/<int:paper_pk>/write/", summaries.write, name="write_summary"),
    path("papers/<int:paper_pk>/preview/", summaries.preview, name="preview_summary"),
    path("summaries/<int:pk>/", summaries.summary, name="summary"),
    path("summaries/<int:pk>/edit/", summaries.edit, name="edit_summary"),
    path("summaries/<int:pk>/delete/", summaries.delete, name="delete_summary"),
    path("submit/shortscience/", imports.import_shortscience, name="import_shortscience"),
    path("users/<slug:username>/", lists.user, name="user"),
    path("users/<slug:username>/papers.<export:form>", lists.user, name="export_user"),
    path("papers.<export:form>", lists.front, name="export_front"),
]
