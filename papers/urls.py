from django.urls import path

from papers.views import imports, merges, papers, people, places, resources, ways

urlpatterns = [
    path("abs/<path:text>", ways.open_arxiv, name="open_arxiv"),
    path("doi/<path:text>", ways.open_doi, name="open_doi"),
    path("paper", ways.open_bibtex_key),
    path("submit/", ways.submit, name="submit"),
    path("submit/bibtex/", imports.import_bibtex, name="import_bibtex"),
    path("papers/<number:pk>/status/", ways.status, name="paper_status"),
    path("papers/<number:pk>/retry/", ways.retry, name="retry_paper"),
    path("papers/<number:pk>.<export:form>", papers.export_paper, name="export_paper"),
    path("papers/<number:pk>/merge/", merges.merge, name="merge_papers"),
    path("papers/<number:pk>/undo-merge/", merges.undo, name="undo_merge"),
    path("papers/<number:pk>/resources/add/", resources.add, name="add_resource"),
    path("resources/<number:pk>/", resources.open_resource, name="open_resource"),
    path("resources/<number:pk>/remove/", resources.remove, name="remove_resource"),
    path("authors/<slug:slug>/", people.author, name="author"),
    path("authors/<slug:slug>/papers.<export:form>", people.author, name="export_author"),
    path("categories/", places.categories, name="categories"),
    path("categories/<str:code>/", places.category, name="category"),
    path("categories/<str:code>/papers.<export:form>", places.category, name="export_category"),
    path("venues/", places.venues, name="venues"),
    path("venues/<slug:slug>/", places.venue, name="venue"),
    path("venues/<slug:slug>/papers.<export:form>", places.venue, name="export_venue"),
    path("venues/<slug:slug>/<number:year>/", places.venue, name="venue_year"),
    path("venues/<slug:slug>/<number:year>/papers.<export:form>", places.venue, name="export_venue_year"),
]
