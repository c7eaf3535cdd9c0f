"""Sections that show numbers: the quarter, the regions, the units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from home.blocks.headed import HeadedBlock
from home.figures.bars import bars
from home.figures.kinds import KindCounts
from home.figures.periods import Span, quarter_label
from home.figures.terms import by_term
from home.figures.trees import Places, by_region, by_unit, counted_places
from portal.cases.statistics.quarters import Quarter
from search.presentation import FACET_LABELS

#: The first and the last day of what is counted; None: without a limit.
Days = tuple[date | None, date | None]
#: Lines in a chart of terms.
TERMS = 6


class Which(models.TextChoices):
    """The quarter of the figures."""

    COMPLETE = "complete", _("the last complete quarter")
    RUNNING = "running", _("the quarter that is not over yet")


class QuarterBlock(HeadedBlock):
    """What was published in a quarter, by kind, violation and form of accountability."""

    usual_heading = _("Figures of the quarter")

    which = blocks.ChoiceBlock(
        label=_("Which quarter"),
        choices=Which.choices,
        default=Which.COMPLETE.value,
        help_text=_("While the last complete quarter is empty, as on a new site, the running one is shown."),
    )

    class Meta:
        icon = "clipboard-list"
        label = _("Figures of the quarter")
        template = "home/blocks/quarter.html"
        description = _("Numbers of a quarter beside those of the one before; each leads to the notices it counts.")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the numbers."""
        today = timezone.localdate()
        running = Quarter.of(today)
        counts = KindCounts.of(running.back(3))
        complete = value["which"] != Which.RUNNING and counts.total(running.before)
        quarter = running.before if complete else running
        days = (quarter.first_day, quarter.last_day)
        terms = by_term(*days)
        charts = [(FACET_LABELS[facet], bars(facet, found[:TERMS], *days)) for facet, found in terms.items() if found]
        return {
            **super().get_context(value, parent_context),
            "quarter": quarter,
            "quarter_name": quarter_label(quarter),
            "is_running": quarter == running,
            "tiles": counts.tiles(quarter),
            "charts": charts,
            "today": today,
        }


class PlacesBlock(HeadedBlock):
    """Numbers by place in a tree."""

    span = blocks.ChoiceBlock(label=_("Counted for"), choices=Span.choices, default=Span.YEAR.value)
    count = blocks.IntegerBlock(label=_("How many at most"), default=8, min_value=1, max_value=40)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the time that is counted."""
        span, today = Span(value["span"]), timezone.localdate()
        days = (span.begin(today), span.end(today))
        context = super().get_context(value, parent_context)
        # A page gives its own: its sections share what they count for the same time.
        places = context.get("counted_places", counted_places)(*days)
        return {**context, "span": span.text(today), **self.shown(places, days, value["count"])}

    def shown(self, places: Places, days: Days, limit: int) -> dict[str, Any]:
        """The numbers for the template."""
        raise NotImplementedError


class RegionsBlock(PlacesBlock):
    """How many notices there are of each region, with all below it."""

    usual_heading = _("By region")

    class Meta:
        icon = "globe"
        label = _("By region")
        template = "home/blocks/regions.html"
        description = _("How many notices there are of each district or county; each number leads to them.")

    def shown(self, places: Places, days: Days, limit: int) -> dict[str, Any]:
        """The regions side by side, below the one that holds them all."""
        found = by_region(places)
        whole = bars("region", [found.whole], *days)[0] if found.whole else None
        rest = found.whole.count - sum(part.count for part in found.parts) if found.whole else 0
        return {"whole": whole, "rest": rest, "bars": bars("region", found.parts[:limit], *days)}


class UnitsBlock(PlacesBlock):
    """The units that issued most notices, with all below them."""

    usual_heading = _("By issuing unit")

    class Meta:
        icon = "group"
        label = _("By issuing unit")
        template = "home/blocks/units.html"
        description = _("The units that issued most notices; each number leads to them.")

    def shown(self, places: Places, days: Days, limit: int) -> dict[str, Any]:
        """The first of them."""
        return {"bars": bars("unit", by_unit(places, limit), *days)}
