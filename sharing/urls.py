from django.urls import path, re_path

from sharing.views import pictures, tools

urlpatterns = [
    re_path(
        r"^pictures/(?P<kind>[a-z]+)/(?P<key>[\w.-]+)/(?P<digest>[0-9a-f]{24})\.png$", pictures.picture, name="picture"
    ),
    path("tools/", tools.tools, name="tools"),
    path("tools/look/", tools.look, name="tools_look"),
    path("shortsci.user.js", tools.script, name="user_script"),
]
