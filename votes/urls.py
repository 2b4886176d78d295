from django.urls import path

from votes import views

urlpatterns = [path("summaries/<int:pk>/vote/", views.vote, name="vote")]
