"""Every figure leads to the search that lists what it counts, and the two agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from portal.content.statistics.published import Asked, CountedRow, Statistic
from portal.content.statistics.registry import Topic, topics
from portal.insights.models import Tally
from portal.insights.tallies.asking import counted_once
from portal.insights.tallies.contributions import ALL, Contribution, contributions
from search import service
from search.documents import split_key
from search.forms import read_query
from search.queries import SearchQuery
from tests.insights.conftest import City

pytestmark = pytest.mark.django_db

#: Topics whose rows are codes of a facet, with that facet.
FACETS = {
    "violations": "violation", "scales": "measure", "forms": "form", "accountability": "measure", "ranks": "rank",
    "responsibilities": "responsibility",
}  # fmt: skip
ASKED = [
    Asked(),
    Asked(period="2026"),
    Asked(period="2026Q3"),
    Asked(region="990101"),
    Asked(unit="bureau"),
    Asked(period="2026", region="990101", unit="bureau"),
    Asked(unit="office", period="2026Q3"),
    Asked(period="2020"),
]


def found(address: str) -> list[Contribution]:
    """The cases that the search of an address lists."""
    cleaned = read_query(QueryDict(urlsplit(address).query))
    assert not cleaned.errors, address
    query: SearchQuery = cleaned.query
    results = service.search(query)
    numbers = [split_key(result.id)[1] for result in results.results]
    assert len(numbers) == results.total
    return list(contributions(numbers).values())


def expected(listed: list[Contribution], column: str, key: str) -> int:
    """What a column says of these cases."""
    parts = [case.parts[key] for case in listed]
    return {"cases": len(parts), "subjects": sum(p[0] for p in parts), "measures": sum(p[1] for p in parts)}[column]


def linked(statistic: Statistic) -> Iterator[tuple[CountedRow, str, int, str, str]]:
    """Every figure with its address, its column, and the part of a case that it counts."""
    facet = FACETS.get(statistic.code, "")
    for row in (*statistic.rows, *([statistic.total] if statistic.total else [])):
        for column, figure in zip(statistic.columns, row.figures, strict=True):
            key = f"{facet}:{row.code}" if facet and row is not statistic.total else ALL
            name = column.code
            if statistic.code == "forms-by-quarter":
                key, name = f"form:{column.code}", "measures"
            if figure:
                yield row, name, figure, row.address_of(column.code), key


def _of_cases() -> list[Topic]:
    """Those that this room registers; others have tests of their own."""
    return [topic for topic in topics() if topic.order <= 100]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: "-".join((asked.period, asked.region, asked.unit)))
def test_every_figure_is_what_its_search_lists(counted: City, asked: Asked) -> None:
    figures = 0
    for topic in _of_cases():
        statistic = topic.count(asked)
        for row, column, figure, address, key in linked(statistic):
            assert address, (statistic.code, row.code)
            assert figure == expected(found(address), column, key), (statistic.code, row.code, column, address)
            figures += 1
    assert figures > 50 or asked.period == "2020" or asked.unit


@pytest.mark.parametrize("address", ["/insights/", "/en/insights/?period=2026", "/insights/violations/?unit=bureau"])
def test_every_number_on_a_page_leads_to_its_cases(counted: City, client: Client, address: str) -> None:
    page = BeautifulSoup(client.get(address).content, "html.parser")
    cells = page.select(".figures__table tr td:nth-of-type(1)")
    linked_cells = [cell for cell in cells if cell.get_text(strip=True) not in ("0", "—")]
    assert linked_cells
    for cell in linked_cells:
        link = cell.select_one("a")
        assert link is not None, cell
        if not cell.find_parent("section", id="forms-by-quarter"):
            assert int(link.get_text()) == len(found(str(link["href"])))


@pytest.mark.parametrize("asked", [Asked(), Asked(period="2026", unit="bureau")], ids=str)
def test_whoever_follows_a_figure_finds_it_on_the_page_of_the_search(
    counted: City, client: Client, asked: Asked
) -> None:
    for topic in _of_cases():
        for row, column, figure, address, _key in linked(topic.count(asked)):
            page = BeautifulSoup(client.get(address).content, "html.parser")
            tally = page.select_one(".tally [role=status]")
            assert tally is not None
            numbers = re.findall(r"\d+", tally.get_text())
            assert str(figure) == numbers[("cases", "subjects", "measures").index(column)], (row.code, column, address)


@pytest.mark.parametrize(
    "more",
    [
        "q=通报",
        "from=2020-01-01",
        "kind=case",
        "rank=R3&responsibility=direct",
        "responsibility=direct&responsibility=principal",
    ],
)
def test_no_sum_is_told_of_a_search_to_which_no_figure_leads(counted: City, client: Client, more: str) -> None:
    assert "tally__totals" not in client.get(f"/search/?kind=case_record&{more}").content.decode()


def test_sums_that_are_behind_the_search_are_not_told(counted: City, client: Client) -> None:
    Tally.objects.filter(facet="").first().delete()  # type: ignore[union-attr]
    assert "tally__totals" not in client.get("/search/?kind=case_record").content.decode()


def test_persons_and_organisations_are_not_counted_as_persons(counted: City) -> None:
    with translation.override("zh-hans"):
        (quarters,) = (topic.count(Asked()) for topic in topics() if topic.code == "quarters")
    assert [column.unit for column in quarters.columns] == ["件", "人、个", "人次"]


def test_what_nobody_may_read_is_not_counted(counted: City) -> None:
    (quarters,) = (topic.count(Asked()) for topic in topics() if topic.code == "quarters")
    assert quarters.total is not None
    assert quarters.total.figures == (7, 9, 14)


def test_the_course_has_no_gaps(counted: City) -> None:
    (quarters,) = (topic.count(Asked()) for topic in topics() if topic.code == "quarters")
    assert [row.code for row in quarters.rows] == [
        "2025Q1", "2025Q2", "2025Q3", "2025Q4", "2026Q1", "2026Q2", "2026Q3",
    ]  # fmt: skip
    assert [row.figures[0] for row in quarters.rows] == [1, 0, 0, 1, 0, 1, 4]


@pytest.mark.parametrize("asked", [*ASKED, Asked(unit="top"), Asked(unit="nowhere"), Asked(region="990100")], ids=str)
def test_what_is_read_in_one_pass_is_what_each_asks_for(counted: City, asked: Asked) -> None:
    alone = [topic.count(asked) for topic in _of_cases()]
    with counted_once():
        assert [topic.count(asked) for topic in _of_cases()] == alone
        # Another choice in the same pass.
        assert [topic.count(Asked()) for topic in _of_cases()] == [topic.count(Asked()) for topic in _of_cases()]


def test_no_sum_goes_through_all_rows(counted: City, django_assert_max_num_queries: Any) -> None:
    """SQLite takes "WHERE whole" for a reason to read everything; each question has to be put to the index."""
    with django_assert_max_num_queries(60) as asked, counted_once():
        for topic in _of_cases():
            topic.count(Asked())
    sums = [query["sql"] for query in asked.captured_queries if "insights_tally" in query["sql"]]
    assert 0 < len(sums) <= 5
    assert not [sql for sql in sums if re.search(r'"whole"( AND|\)| GROUP)', sql)]
