"""What the page of a unit shows of this room: the way to follow it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from portal.organisations.models import Unit
from portal.organisations.sections import register_section


def follow_unit(request: HttpRequest, unit: Unit) -> SafeString:
    """Mail or feed of what concerns the unit and those below it."""
    asked = urlencode({"unit": unit.code})
    context = {
        "unit": unit,
        "follow_url": f"{reverse('alerts_follow')}?{asked}",
        "feed_url": f"{reverse('search_feed')}?{asked}",
    }
    return render_to_string("alerts/unit.html", context)


def register() -> None:
    """Show it last."""
    register_section("alerts", follow_unit, order=900)
