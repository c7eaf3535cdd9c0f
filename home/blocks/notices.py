"""Sections that show notices: warnings in force, the latest of any kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.headed import HeadedBlock
from home.figures.latest import latest
from home.section_links import section_links
from portal.content.prepared import Given, PreparedQuery
from portal.notices.documents import SOURCES
from portal.notices.models import WarningPage
from search import vocabularies

WARNING = WarningPage.kind


def kinds() -> list[tuple[str, str]]:
    """All kinds of notices with their names, in the order of the search filter."""
    found = vocabularies.labels("kind", [source.name for source in SOURCES])
    return [(kind, found[kind].label) for kind in sorted(found, key=lambda kind: found[kind].order)]


class WarningsBlock(HeadedBlock):
    """The warnings that hold today; each disappears by itself when it ends."""

    usual_heading = _("Warnings in force")

    count = blocks.IntegerBlock(label=_("How many at most"), default=4, min_value=1, max_value=12)

    class Meta:
        icon = "warning"
        label = _("Warnings in force")
        template = "home/blocks/warnings.html"
        description = _("The warnings that hold today. Each goes by itself when it ends.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the warnings, and the way to all of them."""
        context = super().get_context(value, parent_context)
        return {
            **context,
            "warnings": _in_force(value["count"]).ask(today=timezone.localdate()),
            "more": section_links([WARNING], context.get("request")),
        }


@lru_cache(maxsize=32)
def _in_force(limit: int) -> PreparedQuery[WarningPage]:
    """The newest warnings that hold ``today``."""
    warnings = WarningPage.objects.published().in_force(Given("today")).newest_first().defer_streamfields()
    return PreparedQuery(warnings[:limit])


class LatestBlock(HeadedBlock):
    """The newest notices of some kinds."""

    usual_heading = _("Latest notices")

    count = blocks.IntegerBlock(label=_("How many at most"), default=8, min_value=1, max_value=24)
    kinds = blocks.MultipleChoiceBlock(
        label=_("Kinds of notices"),
        choices=kinds,
        required=False,
        help_text=_("None chosen: all but warnings, which have a section of their own."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Latest notices")
        template = "home/blocks/latest.html"
        description = _("The newest notices, bulletins and other publications, of all kinds or of some.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the notices, and the ways to all of each kind."""
        shown = self._shown(value["kinds"] or ())
        notices = latest(shown, value["count"])
        context = super().get_context(value, parent_context)
        return {
            **context,
            "notices": notices,
            "is_mixed": len({notice.kind for notice in notices}) > 1,
            "more": section_links(shown, context.get("request")),
        }

    def _shown(self, chosen: Iterable[str]) -> list[str]:
        """The kinds to show; one that is no more is left out."""
        known = [kind for kind, _name in kinds()]
        return [kind for kind in known if kind in chosen] or [kind for kind in known if kind != WARNING]
