"""Addresses for signed-in staff, in each language."""

from django.contrib.auth.views import LogoutView
from django.urls import path, reverse_lazy

from portal.notices.bulletins.downloads import table_file
from portal.notices.inspections.downloads import ledger_file
from portal.notices.internal import internal_notices

urlpatterns = [
    path("internal/", internal_notices, name="internal_notices"),
    path("bulletins/<slug:slug>/<slug:table>.<str:extension>", table_file, name="bulletin_table"),
    path("inspections/<slug:slug>/ledger.<str:extension>", ledger_file, name="inspection_ledger"),
    path("_util/logout/", LogoutView.as_view(next_page=reverse_lazy("wagtail_serve", args=[""])), name="logout"),
]
