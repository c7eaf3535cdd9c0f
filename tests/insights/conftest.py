"""A city with cases of every sort in two years, published and not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.cases.models import Case, Term
from portal.insights.tallies import keeping
from portal.notices.models import CaseNoticePage, NoticeCase
from portal.organisations.models import Region, Unit
from tests.factories import CaseFactory, CaseNoticePageFactory, RegionFactory, UnitFactory
from tests.indexes import engine, index
from tests.kept import kept

__all__ = ["engine", "index"]


@dataclass
class City:
    """Who and where."""

    regions: list[Region]
    city: Unit
    bureau: Unit
    office: Unit
    other: Unit
    notice: CaseNoticePage


def publish(case: Case, notice: CaseNoticePage) -> None:
    """Let a notice show a case."""
    NoticeCase.objects.create(page=notice, case=case)


@kept()
def city(db: None) -> City:
    """Two districts, three units, a published notice."""
    whole = RegionFactory(code="990100")
    districts = [RegionFactory(parent=whole, code=f"99010{number}") for number in (1, 2)]
    top = UnitFactory(code="top", region=whole)
    bureau = UnitFactory(code="bureau", parent=top, region=districts[0])
    office = UnitFactory(code="office", parent=bureau, region=districts[0])
    other = UnitFactory(code="other", parent=top, region=districts[1])
    notice = CaseNoticePageFactory(issuing_unit=top, published_on=date(2026, 8, 1))
    return City([whole, *districts], top, bureau, office, other, notice)


def measured(*grades: str, **kwargs: Any) -> dict[str, Any]:
    """A subject with these grades."""
    return {"measures": [{"grade": grade} for grade in grades], **kwargs}


@kept()
def filled(city: City) -> City:
    """Cases that differ in all that is counted; some that nobody may read."""
    ranks = {term.code: term for term in Term.objects.filter(taxonomy="ranks")}
    rank = list(ranks.values())
    violations = list(Term.objects.filter(taxonomy="violation", parent__isnull=False)[:4])
    first, second, third = (
        [measured("pd1", "gd2", rank=rank[0], responsibility="direct")],
        [
            measured("pd5", rank=rank[1], responsibility="direct"),
            measured("ldr.notice", "ldr.admonish", rank=rank[2], responsibility="principal"),
        ],
        [measured("org.inspect", kind="organisation", name="某局党组", responsibility="supervisory")],
    )
    rows: list[tuple[Unit | None, str, list[dict[str, Any]], list[Term], dict[str, Any]]] = [
        (city.bureau, "2026Q3", first, violations[:1], {}),
        (city.bureau, "2026Q2", second, violations[:2], {}),
        (city.office, "2026Q3", second, violations[1:3], {"region": city.regions[2]}),
        (city.other, "2025Q4", third, [], {}),
        (city.city, "2025Q1", first, violations[3:], {}),
        (None, "2026Q3", third, violations[:1], {}),
        (city.other, "", first, violations[:1], {"concluded_on": "2026"}),
    ]
    for unit, quarter, subjects, kinds, extra in rows:
        publish(CaseFactory(unit=unit, quarter=quarter, subjects=subjects, violations=kinds, **extra), city.notice)
    CaseFactory(unit=city.bureau, subjects=first)
    publish(CaseFactory(unit=city.bureau, subjects=second), CaseNoticePageFactory(internal=True))
    publish(CaseFactory(unit=city.bureau, subjects=second), CaseNoticePageFactory(draft=True))
    return city


@kept()
def counted(filled: City, index: Callable[[], None]) -> City:
    """The same, counted and found by search."""
    keeping.rebuild()
    index()
    return filled
