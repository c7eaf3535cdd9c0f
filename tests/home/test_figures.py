"""The figures of the home page: counted in the database, and each the number that its search lists."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup, Tag
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from home.figures.kinds import last_update
from home.figures.periods import Span
from home.figures.terms import by_term
from home.models import HomePage
from portal.cases.models import Term
from portal.cases.statistics.quarters import Quarter
from portal.content.changes.ledger import tell
from portal.content.models import PublicChange
from portal.notices.models import NoticeCase
from portal.organisations.models import Unit
from search import service
from search.documents import document_key
from search.engines import registry
from search.forms import read_query
from tests.factories import (
    BulletinPageFactory,
    CaseFactory,
    CaseNoticePageFactory,
    FormFactory,
    RegionFactory,
    UnitFactory,
    ViolationFactory,
    WarningPageFactory,
    site_tree,
)
from tests.indexes import Down, engine, index
from tests.kept import kept

__all__ = ["engine", "index"]

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
THIRD, SECOND, RUNNING = date(2026, 8, 3), date(2026, 5, 4), date(2026, 10, 9)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(f"{TODAY}T10:00:00+08:00", tick=False):
        yield


@kept()
def city(_today: None) -> None:
    """Three quarters of notices in a tree of regions, units and terms, and what must not be counted."""
    whole = RegionFactory(code="990100")
    districts = [RegionFactory(parent=whole, code=f"99010{number}") for number in (1, 2)]
    town = RegionFactory(parent=districts[0], code="990101001")
    committee = UnitFactory(code="committee", region=whole)
    office = UnitFactory(code="office", parent=committee, region=districts[0])
    bureau = UnitFactory(code="bureau")
    discipline, other = ViolationFactory(code="t-1"), ViolationFactory(code="t-2")
    gifts = [ViolationFactory(code=f"t-1.{number}", parent=discipline) for number in (1, 2)]
    sanction = FormFactory(code="sanction")
    warned = FormFactory(code="warned", parent=sanction)

    def notices(day: date, **kwargs: Any) -> None:
        CaseNoticePageFactory(published_on=day, issuing_unit=office, violations=gifts, forms=[warned], **kwargs)
        CaseNoticePageFactory(published_on=day, issuing_unit=committee, violations=[discipline, gifts[0]], **kwargs)
        CaseNoticePageFactory(published_on=day, issuing_unit=bureau, region=town, violations=[other], **kwargs)

    for day in (date(2025, 12, 31), SECOND, THIRD, THIRD, RUNNING):
        notices(day)
        WarningPageFactory(published_on=day, issuing_unit=office, region=districts[1], forms=[sanction, warned])
    with_cases(ViolationFactory(parent=other), office)
    for unseen in ({"internal": True}, {"draft": True}, {"restricted": True}):
        notices(THIRD, **unseen)


@kept()
def bulletins(city: None) -> None:
    """Bulletins that come out in the quarter, and the year, after the one that they are about."""
    office = Unit.objects.get(code="office")
    for day, year, number in ((date(2026, 2, 9), 2025, 4), (THIRD, 2026, 2), (RUNNING, 2026, 3)):
        BulletinPageFactory(published_on=day, year=year, quarter_number=number, issuing_unit=office)


def with_cases(violation: Term, unit: Unit) -> None:
    """A notice that is coded by its cases: two approved ones that are alike, and one that is not approved."""
    notice = CaseNoticePageFactory(published_on=THIRD, issuing_unit=unit)
    for live in (True, True, False):
        measures = [{"grade": "pd1"}, {"grade": "gd2"}] if live else [{"grade": "oh1"}]
        case = CaseFactory(live=live, unit=unit, violations=[violation], subjects=[{"measures": measures}])
        NoticeCase.objects.create(page=notice, case=case)


def arranged(*sections: dict[str, Any]) -> None:
    home = HomePage.objects.get(pk=site_tree().pk)
    home.sections = list(sections)
    home.save()


def home(prefix: str = "/en") -> BeautifulSoup:
    response = Client().get(f"{prefix}/")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def figures(page: BeautifulSoup) -> Iterator[tuple[int, str]]:
    """Every number with its link."""
    for found in page.select(".tile a"):
        yield int(found.get_text()), str(found["href"])
    for bar in page.select(".bar"):
        count, link = bar.select_one(".bar__count"), bar.select_one("a")
        assert isinstance(count, Tag)
        if link:
            yield int(count.get_text()), str(link["href"])


def listed(address: str) -> int:
    """How many notices the search of an address lists."""
    cleaned = read_query(QueryDict(urlsplit(address).query))
    assert not cleaned.errors
    return service.search(cleaned.query).total


@pytest.mark.parametrize("span", Span)
@pytest.mark.parametrize("which", ["complete", "running"])
def test_every_number_is_what_its_search_lists(
    bulletins: None, index: Callable[[], None], span: str, which: str
) -> None:
    arranged(
        {"type": "quarter", "value": {"which": which}},
        {"type": "regions", "value": {"span": span, "count": 8}},
        {"type": "units", "value": {"span": span, "count": 8}},
    )
    index()
    found = list(figures(home()))
    assert len(found) > 10
    assert [(number, listed(address), address) for number, address in found] == [
        (number, number, address) for number, address in found
    ]
    whole = home().select_one('.home__section--half a[href*="990100"]')
    assert whole is not None
    number = int(whole.get_text().rsplit(":")[1].split()[0])
    assert number == listed(str(whole["href"]))


def test_the_quarter_beside_the_one_before(city: None) -> None:
    arranged({"type": "quarter", "value": {"which": "complete"}})
    page = home()
    tiles = [tile.get_text(" ", strip=True) for tile in page.select(".tile")]
    assert tiles == [
        "All notices 9 Quarter before: 4 (5 more)",
        "Case notice 7 Quarter before: 3 (4 more)",
        "Warning 2 Quarter before: 1 (1 more)",
    ]
    period = page.select_one(".figures__period")
    assert period is not None
    assert "Q3 2026" in period.get_text()
    assert "not over yet" not in period.get_text()


def test_the_running_quarter_says_that_it_is_not_over(city: None) -> None:
    arranged({"type": "quarter", "value": {"which": "running"}})
    page = home()
    assert "not over yet" in page.get_text()
    first = page.select_one(".tile")
    assert first is not None
    assert first.get_text(" ", strip=True) == "All notices 4 Quarter before: 9 (5 fewer)"


def test_a_new_site_shows_its_first_quarter() -> None:
    arranged({"type": "quarter", "value": {"which": "complete"}})
    CaseNoticePageFactory(published_on=TODAY)
    page = home()
    assert "Q4 2026" in page.get_text()
    assert list(figures(page))[0][0] == 1


def test_a_notice_counts_once_for_a_term_however_many_it_has_below(city: None) -> None:
    counted = by_term(Quarter(2026, 3).first_day, Quarter(2026, 3).last_day)
    assert {row.code: row.count for row in counted[Term.Taxonomy.VIOLATION]} == {"t-1": 4, "t-2": 3}
    assert {row.code: row.count for row in counted[Term.Taxonomy.FORM]} == {"sanction": 4, "seed.4": 1}


def test_what_concerns_the_whole_region_is_told(city: None) -> None:
    arranged({"type": "regions", "value": {"span": "quarter", "count": 8}})
    text = home().get_text()
    assert "1 more concerns the whole region." in text


def test_no_engine_is_needed(city: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(figures(home()))
    monkeypatch.setattr(registry, "engines", lambda: (Down(),))
    assert list(figures(home())) == before
    assert before


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_site_without_anything_has_a_home(prefix: str) -> None:
    page = home(prefix)
    assert page.select("main section")
    assert list(figures(page)) == []
    assert not page.select(".hero__update")


def test_the_last_update() -> None:
    assert last_update() is None
    CaseNoticePageFactory(published_on=date(2026, 4, 1), internal=True)
    assert last_update() is None
    old = CaseNoticePageFactory(published_on=date(2026, 3, 1))
    CaseNoticePageFactory(published_on=date(2027, 1, 1))
    assert last_update() == TODAY
    # Of a time before changes were written down, the days of publication tell it.
    PublicChange.objects.all().delete()
    assert last_update() == date(2026, 3, 1)
    # Taken down is a change as well.
    old.unpublish()
    assert last_update() is None
    tell(PublicChange.Kind.WITHDRAWN, document_key("case", old.pk), old.url)
    assert last_update() == TODAY
    with translation.override("zh-hans"):
        found = home("").select_one(".hero__update time")
    assert found is not None
    assert found["datetime"] == "2026-11-24"
