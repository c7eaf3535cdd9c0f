"""Made-up content for the components of corrections, clarifications and inspections."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from home.styleguide.sample import Sample
from portal.cases.publication import Holding
from portal.content.models import Correction
from portal.notices.inspections.ledgers import Line, state_labels, tally
from portal.notices.inspections.presentation import UnitOfRound
from portal.notices.models import ResultCounter


def of_notes(today: date) -> list[Sample]:
    """What stands on top of notices, and the parts of a round of inspections."""
    at = timezone.make_aware(datetime.combine(today, datetime.min.time()))
    corrections = [
        Correction(what="更正处分种类。", why="经申诉复查，原处分决定予以变更。", at=at),
        Correction(kind=Correction.Kind.IMPORT, at=at - timedelta(days=30)),
    ]
    held = Holding("clarification", "关于为清溪镇一名干部澄清正名的通报", "/clarifications/", today)
    return [
        Sample("corrections", ({"corrections": corrections},)),
        Sample("clarified", ({"holdings": [held]},)),
        *_of_rounds(today),
    ]


def _of_rounds(today: date) -> list[Sample]:
    labels = state_labels()
    states = ("done", "done", "basic", "ongoing", "overdue")
    lines = [
        Line(
            number=number,
            unit="清溪镇",
            problem="窗口服务存在推诿扯皮现象",
            measure="推行一次性告知和首问负责",
            owner="清溪镇便民服务中心主任",
            due=today,
            state=state,
            state_label=labels.get(state, state),
            evidence="已修订便民服务制度两项" if state == "done" else "",
            file_title="",
            file_url="",
        )
        for number, state in enumerate(states, start=1)
    ]
    counted = tally(lines, labels.items())
    unit = UnitOfRound(
        name="清溪镇",
        code="qingxi",
        group="市委第一巡察组",
        feedback_on=today,
        problems=[],
        plan_due=today,
        progress_due=today,
        lines=lines,
        tally=counted,
    )
    counters = [ResultCounter(what="清退资金", number="66.57", unit="万元")]
    for counter in counters:
        counter.clean_fields(exclude=["page"])
    return [
        Sample("inspected_units", ({"units": [unit]},)),
        Sample("ledger", ({"lines": lines, "name": unit.name},)),
        Sample("rectification_tally", ({"tally": counted, "counters": counters},)),
    ]
