"""Addresses of this room, in each language."""

from django.urls import path

from portal.insights import views

urlpatterns = [
    path("", views.insights, name="insights"),
    path("<slug:code>/", views.statistic, name="statistic"),
    path("<slug:code>.<str:extension>", views.statistic_file, name="statistic_file"),
]
