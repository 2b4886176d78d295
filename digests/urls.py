from django.urls import path

from digests import views

urlpatterns = [
    path("digests/", views.digests, name="digests"),
    path("digests/stop/<str:token>/", views.stop, name="stop_mails"),
]
