"""The page among the reports, and what the dashboard says of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import user_has_any_page_permission

from portal.content.health.registry import Check, Findings, alone, registered_checks
from portal.content.models.pages import Reader


@dataclass(frozen=True, slots=True)
class Checked:
    """A check and what it found."""

    check: Check
    findings: Findings

    @property
    def fails(self) -> bool:
        """Whether an official inspection would fail the site for it."""
        return self.check.fails_from is not None and self.findings.total >= self.check.fails_from

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.findings.total - len(self.findings.troubles)


def checked(user: Reader) -> Sequence[Checked]:
    """All checks, for what this user can mend."""
    return [Checked(check, check.find(user)) for check in registered_checks()]


def _asked(request: HttpRequest) -> Sequence[Checked]:
    """The one check that the address names, with all that it found; nothing where it names none."""
    named = [check for check in registered_checks() if check.name == request.GET.get("check")]
    with alone():
        return [Checked(check, check.find(request.user)) for check in named]


def health(request: HttpRequest) -> HttpResponse:
    """What is to be mended; that for which an inspection would fail the site stands first."""
    if not user_has_any_page_permission(request.user):
        raise PermissionDenied
    found = _asked(request) or checked(request.user)
    found = sorted(found, key=lambda each: (not each.fails, not each.findings.total))
    title = _("Health of the content")
    context = {
        "page_title": title,
        "header_title": title,
        "header_icon": "clipboard-list",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": title},
        ],
        "checked": found,
        "failing": [each for each in found if each.fails],
        "total": sum(each.findings.total for each in found),
    }
    return render(request, "content/health/health.html", context)
