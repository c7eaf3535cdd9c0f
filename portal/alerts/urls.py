"""Addresses of this room, in each language."""

from django.urls import path

from portal.alerts.following import views
from portal.alerts.warned.views import acknowledge, warnings

urlpatterns = [
    path("", views.alerts, name="alerts"),
    path("follow/", views.follow, name="alerts_follow"),
    path("sent/", views.sent, name="alerts_sent"),
    path("link/", views.lost, name="alerts_lost"),
    path("confirm/<str:token>/", views.confirm, name="alerts_confirm"),
    path("stop/<str:token>/", views.stop, name="alerts_stop"),
    path("manage/<str:token>/", views.manage, name="alerts_manage"),
    path("warnings/", warnings, name="warnings_to_units"),
    path("warnings/<int:number>/", acknowledge, name="acknowledge_warning"),
]
