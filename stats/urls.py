from django.urls import path

from stats import views

urlpatterns = [
    path("stats/", views.statistics, name="statistics"),
    path("stats/<slug:name>.csv", views.table_file, name="statistics_table"),
]
