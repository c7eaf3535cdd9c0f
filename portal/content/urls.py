"""Addresses of uploaded files and for robots, outside of the languages. Wagtail links by these names."""

from django.urls import path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from portal.content import media, robots

urlpatterns = [
    re_path(r"^documents/(\d+)/(.*)$", media.serve_document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    re_path(r"^media/(.*)$", media.serve_image, name="media"),
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap_xml, name="sitemap"),
    path("sitemap-<slug:section>.xml", robots.sitemap_xml, name="sitemap_section"),
]
