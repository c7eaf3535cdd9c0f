"""A case to be read, for those who see cases and change none: supervisors."""

from __future__ import annotations

from typing import Any

from django.utils.html import linebreaks
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import InspectView

from portal.cases.admin.case_export import COLUMNS


class CaseReading(InspectView):
    """What the export of cases tells, names as anybody may read them, and the facts."""

    page_title = _("Case")

    def get_fields_context(self) -> list[dict[str, Any]]:
        """A row for each column of the export that says something."""
        told = [(name, read(self.object)) for _code, (name, read) in COLUMNS.items()]
        told.append((_("facts"), mark_safe(linebreaks(self.object.facts, autoescape=True))))  # noqa: S308 (escaped)
        return [{"label": capfirst(str(name)), "value": value, "component": None} for name, value in told if value]
