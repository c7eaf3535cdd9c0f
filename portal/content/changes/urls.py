"""Addresses of the list of changes, in each language."""

from django.urls import path

from portal.content.changes import views

urlpatterns = [
    path("", views.changes, name="changes"),
    path("feed/", views.changes_feed, name="changes_feed"),
    path("feed.json", views.changes_feed, {"form": "json"}, name="changes_json_feed"),
    path("<slug:kind>/", views.changes, name="changes"),
    path("<slug:kind>/feed/", views.changes_feed, name="changes_feed"),
    path("<slug:kind>/feed.json", views.changes_feed, {"form": "json"}, name="changes_json_feed"),
]
