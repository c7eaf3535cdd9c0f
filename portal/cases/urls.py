"""Addresses of single cases; they never change."""

from django.urls import path

from portal.cases import views

urlpatterns = [
    path("<int:number>/", views.case, name="case"),
    path("<int:number>/case.json", views.case_json, name="case_json"),
    path("<int:number>/feed/", views.case_feed, name="case_feed"),
    path("<int:number>/feed.json", views.case_feed, {"form": "json"}, name="case_json_feed"),
]
