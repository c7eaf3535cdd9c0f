"""Addresses of the frame, in each language."""

from django.urls import path

from home import machines, site_map
from home.glossary.views import glossary_page
from home.modes.views import preferences
from home.styleguide.views import styleguide

urlpatterns = [
    path("opensearch.xml", machines.opensearch, name="opensearch"),
    path("site.webmanifest", machines.manifest, name="manifest"),
    path("glossary/", glossary_page, name="glossary"),
    path("sitemap/", site_map.site_map, name="site_map"),
    path("preferences/", preferences, name="preferences"),
    path("styleguide/", styleguide, name="styleguide"),
]
