"""Addresses of this room, in each language."""

from django.urls.resolvers import URLPattern

urlpatterns: list[URLPattern] = []
