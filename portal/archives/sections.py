"""The way to the archive, on the page of its unit."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from portal.organisations.models import Unit
from portal.organisations.sections import register_section


def register() -> None:
    """Hand the section to the unit pages, before the lists of single kinds."""
    register_section("archive", unit_archive, order=5)


def unit_archive(request: HttpRequest, unit: Unit) -> SafeString:
    """Always there: an archive with nothing in it says so itself."""
    return render_to_string("archives/unit_section.html", {"unit": unit}, request)
