from django.urls import path

from papers import views

urlpatterns = [
    path("abs/<path:text>", views.open_arxiv, name="open_arxiv"),
    path("doi/<path:text>", views.open_doi, name="open_doi"),
    path("paper", views.open_bibtex_key),
    path("submit/", views.submit, name="submit"),
    path("papers/<int:pk>/status/", views.status, name="paper_status"),
    path("papers/<int:pk>/retry/", views.retry, name="retry_paper"),
]
