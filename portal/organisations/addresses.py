"""Unit pages are public: staff may promote them in search."""

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation

from portal.organisations.models import Unit
from search import promotions


def register() -> None:
    """Vouch for the addresses of units."""
    promotions.register_public_addresses(leads_to_unit)


def leads_to_unit(path: str) -> bool:
    """Whether this path is the list of units, or the page of one that exists."""
    try:
        # Promoted addresses are written without a language, whatever the reader's is.
        with translation.override(settings.LANGUAGE_CODE):
            match = resolve(path)
    except Resolver404:
        return False
    if match.view_name == "unit":
        return Unit.objects.filter(code=match.kwargs["code"]).exists()
    return match.view_name == "units"
