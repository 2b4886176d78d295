from django.urls import path

from selections.views import desk, pages, writing

urlpatterns = [
    path("selections/", pages.selections, name="selections"),
    path("selections/new/", writing.new, name="new_selection"),
    path("selections/<slug:slug>/", pages.selection, name="selection"),
    path("selections/<slug:slug>/papers.<export:form>", pages.selection, name="export_selection"),
    path("selections/<slug:slug>/edit/", desk.desk, name="edit_selection"),
    path("selections/<slug:slug>/edit/text/", writing.head, name="edit_selection_text"),
    path("selections/<slug:slug>/publish/", desk.publish, name="publish_selection"),
    path("selections/<slug:slug>/withdraw/", desk.withdraw, name="withdraw_selection"),
    path("selections/<slug:slug>/entries/add/", desk.add, name="add_entry"),
    path("selections/<slug:slug>/entries/<number:pk>/", writing.entry, name="edit_entry"),
    path("selections/<slug:slug>/entries/<number:pk>/move/", desk.move, name="move_entry"),
    path("selections/<slug:slug>/entries/<number:pk>/remove/", desk.remove, name="remove_entry"),
]
