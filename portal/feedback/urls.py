"""Addresses of this room, in each language."""

from django.urls import path
from django.urls.resolvers import URLPattern

from portal.feedback.captcha import views as captcha
from portal.feedback.handing_in import receipt_pages, views
from portal.feedback.receipts import views as receipts
from portal.feedback.tracking.views import track

urlpatterns: list[URLPattern] = [
    path("", views.first_page, name="feedback"),
    path("leave/", views.leave, name="feedback_leave"),
    path("receipt/text/", receipt_pages.receipt_text, name="receipt_text"),
    path("receipt/proof/", receipt_pages.receipt_proof, name="receipt_proof"),
    path("tip/<slug:way>/", views.hand_in, {"kind": "tip"}, name="hand_in_tip"),
    path("inquiry/<slug:way>/", views.hand_in, {"kind": "inquiry"}, name="hand_in_inquiry"),
    path("captcha/<str:key>.png", captcha.picture, name="captcha_picture"),
    path("captcha/<str:key>.wav", captcha.sound, name="captcha_sound"),
    path("track/", track, name="feedback_track"),
    path("received/", receipts.received, name="feedback_received"),
    path("received/<slug:day>.json", receipts.received_on, name="feedback_received_on"),
]
