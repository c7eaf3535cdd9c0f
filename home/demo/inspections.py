"""Inspections of the city: a round that receives people now, one being put right, and two that are done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User

from home.demo.data import words
from home.demo.drafts import paragraphs
from home.demo.program import workday
from home.demo.publishing import backdate, morning
from home.demo.writer import Writer, numeral
from portal.cases.models import Term
from portal.notices.models import InspectedUnit, InspectionIndexPage, InspectionPage, RectificationItem, ResultCounter
from portal.organisations.models import Unit

#: The office that announces them.
OFFICE = "jc-06"
#: Days that the groups stay at the units, and from their leaving to the feedback and to the end of the ledger.
STAY, FEEDBACK, RECTIFIED = 45, 40, 150
#: Of ten lines of a ledger: how far they are, by how far the round is.
STATES = {"done": ("done",) * 8 + ("basic", "longterm"), "running": ("done",) * 5 + ("basic",) * 2 + ("ongoing",) * 3}


@dataclass(frozen=True, slots=True)
class Lists:
    """The entries of the official lists that rounds use."""

    kinds: dict[str, Term]
    states: dict[str, Term]

    @classmethod
    def read(cls) -> Lists:
        """Read both."""
        kinds, states = (Term.objects.of(each) for each in ("inspection_type", "rectify_status"))
        return cls({term.code: term for term in kinds}, {term.code: term for term in states})


def publish(today: date, editor: User, publisher: User) -> int:
    """Publish the rounds as of their first days, the oldest first; how many there are."""
    lists = Lists.read()
    rounds = sorted(words("inspections")["rounds"], key=lambda entry: -entry["ago"])
    for entry in rounds:
        writer = Writer(f"inspection {entry['ordinal']}", workday(today - timedelta(days=entry["ago"])))
        page = _page(writer, entry, lists)
        InspectionIndexPage.objects.get().add_child(instance=page)
        page.save_revision(user=editor, log_action=True).publish(user=publisher)
        backdate(page, morning(writer.day), editor)
    return len(rounds)


def _page(writer: Writer, entry: dict[str, Any], lists: Lists) -> InspectionPage:
    texts = words("inspections")
    office = Unit.objects.get(code=OFFICE)
    units = [Unit.objects.get(code=code) for code in entry["units"]]
    kind = lists.kinds[entry["type"]]
    name = f"十届市委{entry['ordinal']}巡察"
    slots = {
        "round": name,
        "type": kind.name,
        "count": numeral(len(units)) if len(units) != 2 else "两",  # noqa: PLR2004 (两, not 二, before a measure word)
        "units": "、".join(unit.name for unit in units),
    }
    last = writer.day + timedelta(days=STAY)
    page = InspectionPage(
        title=f"中共霁川市委关于开展{name}的公告",
        live=False,
        issuing_unit=office,
        region=office.region,
        written_on=writer.day,
        published_on=writer.day,
        summary=writer.fill("{round}对{units}开展{type}，受理来信来电来访。", slots),
        keywords="巡察；巡察整改",
        body=[paragraphs(writer.fill(texts["opening"], slots), texts["closing"])],
        round_name=name,
        inspection_type=kind,
        starts_on=writer.day,
        ends_on=last,
        closes_on=last - timedelta(days=3),
        **texts["contact"],
    )
    page.units = [_inspected(writer, entry["stage"], place, unit, last, lists) for place, unit in enumerate(units)]
    if entry["stage"] == "done":
        page.counters = [
            ResultCounter(what=what, number=Decimal(number), unit=unit, sort_order=place)
            for place, (what, number, unit) in enumerate(texts["counters"])
        ]
    return page


def _inspected(writer: Writer, stage: str, place: int, unit: Unit, last: date, lists: Lists) -> InspectedUnit:
    inspected = InspectedUnit(unit=unit, group=f"市委第{numeral(place + 1)}巡察组", sort_order=place)
    if stage != "open":
        texts = words("inspections")
        inspected.feedback_on = workday(last + timedelta(days=FEEDBACK))
        for name in ("political", "people", "party_building"):
            setattr(inspected, name, writer.pick(texts[name]))
        inspected.items = list(_ledger(writer, stage, unit, inspected.feedback_on, lists))
    return inspected


def _ledger(writer: Writer, stage: str, unit: Unit, fed_back: date, lists: Lists) -> Iterator[RectificationItem]:
    for place, (problem, measure, evidence) in enumerate(writer.some(words("inspections")["ledger"], 7)):
        state = writer.pick(STATES[stage])
        is_done = state != "ongoing"
        yield RectificationItem(
            problem=problem,
            measure=measure,
            owner_unit=unit,
            owner_post="分管负责人",
            due=workday(fed_back + timedelta(days=writer.random.randint(60, RECTIFIED))),
            state=lists.states[state],
            evidence=evidence if is_done else "",
            sort_order=place,
        )
