from django.urls import path

from accounts import views

urlpatterns = [
    path("language/", views.choose_language, name="choose_language"),
    path("accounts/settings/", views.settings, name="settings"),
    path("accounts/settings/tokens/", views.add_token, name="add_token"),
    path("accounts/settings/tokens/revoke/", views.remove_token, name="remove_token"),
    path("accounts/settings/links/", views.ask_link, name="ask_link"),
    path("accounts/settings/links/<number:pk>/", views.answer_link, name="answer_link"),
    path("accounts/notifications/", views.notifications, name="notifications"),
    path("accounts/notifications/<number:pk>/", views.open_notification, name="open_notification"),
    path("accounts/notifications/read/", views.read_notifications, name="read_notifications"),
    path("accounts/notifications/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
