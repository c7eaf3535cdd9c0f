"""Addresses of hearings, in each language."""

from django.urls import path

from portal.feedback.hearings import views

urlpatterns = [
    path("", views.hearings, name="hearings"),
    path("<int:number>/", views.hearing, name="hearing"),
]
