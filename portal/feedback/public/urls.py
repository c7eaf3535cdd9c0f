"""Addresses of what is public of feedback, in each language."""

from django.urls import path

from portal.feedback.public import views

urlpatterns = [
    path("", views.inquiries, name="public_inquiries"),
    path("figures/", views.figures, name="feedback_figures"),
    path("<int:number>/", views.inquiry, name="public_inquiry"),
]
