from django.urls import path

from portal.organisations import views

urlpatterns = [
    path("", views.units, name="units"),
    path("<slug:code>/", views.unit, name="unit"),
]
