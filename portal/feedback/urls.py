"""Addresses of this room, in each language."""

from django.urls import path
from django.urls.resolvers import URLPattern

from portal.feedback.captcha import views as captcha

urlpatterns: list[URLPattern] = [
    path("captcha/<slug:key>.png", captcha.picture, name="captcha_picture"),
    path("captcha/<slug:key>.wav", captcha.sound, name="captcha_sound"),
]
