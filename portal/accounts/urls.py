"""The door of the public site, in each language, in place of Wagtail's."""

from django.urls import path

from portal.accounts.views import SignIn

urlpatterns = [path("_util/login/", SignIn.as_view(), name="wagtailcore_login")]
