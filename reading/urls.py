from django.urls import path
from django.views.generic import TemplateView

from reading.views import follows, readings, stream

urlpatterns = [
    path("following/", follows.following, name="following"),
    path("following/feed/", stream.stream, name="stream"),
    path("following/<str:kind>/<str:key>/", follows.change, name="follow"),
    path("since-last-visit/", stream.since_visit, name="since_visit"),
    path("since-last-visit/following/", stream.since_visit, {"is_followed": True}, name="since_visit_following"),
    path("reading/", readings.reading_list, name="reading_list"),
    path("reading/papers.<export:form>", readings.reading_list, name="export_reading_list"),
    path("reading/read/", readings.reading_list, {"tab": "read"}, name="papers_read"),
    path("reading/read/papers.<export:form>", readings.reading_list, {"tab": "read"}, name="export_papers_read"),
    path("reading/notes/", readings.reading_list, {"tab": "notes"}, name="papers_with_notes"),
    path("reading/notes/papers.<export:form>", readings.reading_list, {"tab": "notes"}, name="export_with_notes"),
    path("papers/<number:pk>/reading/", readings.change_state, name="change_reading"),
    path("papers/<number:pk>/note/", readings.change_note, name="change_note"),
    path("shortcuts/", TemplateView.as_view(template_name="reading/shortcuts.html"), name="shortcuts"),
]
