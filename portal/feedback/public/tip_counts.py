"""Tips in public: counts of whole quarters that are over for long enough, and nothing that leads to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.cases.statistics.quarters import Quarter
from portal.feedback.models import Channel, Kind, State, Submission
from portal.feedback.public.suppression import Cell, table

#: Quarters that are shown, and how many must lie between their end and today.
SHOWN, DELAY = 8, 1


@dataclass(frozen=True, slots=True)
class QuarterOfTips:
    """One quarter of the whole city: by channel, by whether a name was given, by what became of them."""

    year: int
    number: int
    total: Cell
    groups: list[tuple[Promise, list[tuple[Promise | str, Cell]]]]


def quarters(today: date | None = None) -> list[QuarterOfTips]:
    """The newest first. Never by unit, by day, or together: each group is counted by itself."""
    day = today or timezone.localdate()
    over = Quarter.of(day).back(1 + DELAY + SHOWN)[1 + DELAY :]
    made = map(_counted, over)
    return [quarter for quarter in made if quarter is not None and quarter.total.value != 0]


def _counted(quarter: Quarter) -> QuarterOfTips | None:
    """None where a small count could be reckoned from whatever is told of it."""
    days = (quarter.first_day, quarter.last_day)
    tips = Submission.objects.of(Kind.TIP).filter(received_on__range=days).order_by()
    ended = {State.CLOSED, State.TOLD}
    passed = {State.TRANSFERRED, State.REPORTED_UP}
    counted = tips.aggregate(
        total=Count("pk"),
        named=Count("pk", filter=Q(is_named=True)),
        ended=Count("pk", filter=Q(state__in=ended)),
        passed=Count("pk", filter=Q(state__in=passed)),
        refused=Count("pk", filter=Q(state=State.NOT_ACCEPTED)),
        **{f"by_{channel}": Count("pk", filter=Q(channel=channel)) for channel in Channel.values},
    )
    total = counted["total"]
    rest = total - counted["ended"] - counted["passed"] - counted["refused"]
    groups: list[tuple[Promise, dict[Promise | str, int]]] = [
        (_("By channel"), {label: counted[f"by_{code}"] for code, label in Channel.choices}),
        (_("By name"), {_("named"): counted["named"], _("anonymous"): total - counted["named"]}),
        (
            _("What became of them"),
            {
                _("concluded"): counted["ended"],
                _("passed on"): counted["passed"],
                _("not accepted"): counted["refused"],
                _("in work, merged or withdrawn"): rest,
            },
        ),
    ]
    shown = table([list(counts.values()) for _label, counts in groups])
    if shown is None:
        return None
    labelled = [
        (label, list(zip(counts, cells, strict=True)))
        for (label, counts), cells in zip(groups, shown.groups, strict=True)
    ]
    return QuarterOfTips(quarter.year, quarter.number, shown.total, labelled)
