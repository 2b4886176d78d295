from django.urls import path

from accounts import views

urlpatterns = [
    path("accounts/settings/", views.settings, name="settings"),
    path("accounts/settings/tokens/", views.add_token, name="add_token"),
    path("accounts/settings/tokens/revoke/", views.remove_token, name="remove_token"),
]
