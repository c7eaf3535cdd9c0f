"""Addresses of the archives, in each language; they stand below those of the units."""

from django.urls import path

from portal.archives import views

urlpatterns = [
    path("<slug:code>/archive/", views.archive, name="unit_archive"),
    path("<slug:code>/archive/print/", views.archive_print, name="unit_archive_print"),
    path("<slug:code>/archive/feed/", views.archive_feed, name="unit_archive_feed"),
    path("<slug:code>/archive/feed.json", views.archive_feed, {"form": "json"}, name="unit_archive_json_feed"),
    path("<slug:code>/archive/entries.<str:extension>", views.archive_file, name="unit_archive_file"),
]
