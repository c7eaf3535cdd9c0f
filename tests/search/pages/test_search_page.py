"""The page, the feed and the API run the same search."""

from collections.abc import Callable
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from search.engines import registry
from search.engines.embedded import EmbeddedEngine
from tests.factories import CaseNoticePageFactory, UnitFactory, ViolationFactory, WarningPageFactory
from tests.indexes import Down
from tests.kept import kept

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
START = date(2026, 1, 5)


@kept(autouse=True)
def notices(index: Callable[[], None]) -> None:
    unit = UnitFactory(code="D01", name="云港区纪委监委")
    feasting = ViolationFactory(code="he.2x", name="违规宴请")
    for number in range(25):
        CaseNoticePageFactory(
            title=f"关于违规吃喝问题的通报（第{number}期）",
            issuing_unit=unit,
            violations=[feasting],
            published_on=START + timedelta(days=7 * number),
        )
    WarningPageFactory(title="端午节前廉洁提醒", summary="严禁违规吃喝。", published_on=START)
    CaseNoticePageFactory(title="内部通报吃喝", internal=True)
    index()


def feed_titles(client: Client, query: str) -> list[str]:
    response = client.get(f"/search/feed/?{query}")
    assert response["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(response.content).findall(f"{ATOM}entry")  # noqa: S314
    return [entry.findtext(f"{ATOM}title", "") for entry in entries]


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("q=吃喝", 26),
        ("q=吃喝&kind=case", 25),
        ("q=吃喝&kind=warning", 1),
        ("q=喝", 26),
        ("q=吃喝 -端午", 25),
        ("q=吃喝&unit=D01", 25),
        ("q=吃喝&violation=违规宴请", 25),
        ("q=吃喝&quarter=2026Q1", 14),
        ("q=吃喝&from=2026-01-05&to=2026-01-12", 3),
        ("q=內部", 0),
    ],
)
def test_page_feed_and_api_agree(client: Client, query: str, total: int) -> None:
    page = client.get(f"/search/?{query}").context["results"]
    answer = client.get(f"/api/v1/search?{query}").json()
    assert page.total == answer["total"] == len(feed_titles(client, query)) == total
    assert [result.id for result in page.results] == [result["id"] for result in answer["results"]]


def test_an_answer_has_what_the_interface_promises(client: Client) -> None:
    answer = client.get("/api/v1/search?q=端午").json()
    (result,) = answer["results"]
    assert set(result) == {"id", "kind", "title", "url", "date", "unit", "snippet", "note"}
    assert (result["kind"], result["date"]) == ("warning", "2026-01-05")
    assert client.get(result["url"]).status_code == 200
    assert {entry["code"]: entry["count"] for entry in answer["facets"]["kind"]} == {"warning": 1}


def test_a_chosen_filter_keeps_its_alternatives(client: Client) -> None:
    facets = client.get("/api/v1/search?q=吃喝&kind=warning").json()["facets"]
    assert {entry["code"]: entry["count"] for entry in facets["kind"]} == {"case": 25, "warning": 1}
    assert facets["violation"] == []


def test_pages_follow_each_other(client: Client) -> None:
    first, second = (client.get(f"/api/v1/search?q=吃喝&page={number}").json()["results"] for number in (1, 2))
    assert len(first) == 20
    assert len({result["id"] for result in [*first, *second]}) == 26


def test_the_page_after_the_last_shows_the_last(client: Client) -> None:
    response = client.get("/search/?q=吃喝&page=99")
    assert response.context["paging"].query.page == 2
    assert [str(problem.reason) for problem in response.context["problems"]] == ["没有第99页；这是最后一页。"]
    assert client.get("/search/?q=吃喝&page=2").context["problems"] == []
    assert client.get("/api/v1/search?q=吃喝&page=99").json()["results"] == []


def test_wrong_parameters_are_told_on_the_site_and_refused_elsewhere(client: Client) -> None:
    page = client.get("/search/?q=吃喝&unit=NOWHERE")
    assert page.status_code == 200
    assert page.context["results"].total == 26
    assert [problem.name for problem in page.context["problems"]] == ["unit"]
    assert client.get("/api/v1/search?q=吃喝&unit=NOWHERE").status_code == 400
    assert client.get("/search/feed/?q=吃喝&unit=NOWHERE").status_code == 400


def test_feed_readers_may_ask_whether_it_changed(client: Client) -> None:
    first = client.get("/search/feed/?q=吃喝")
    again = client.get("/search/feed/?q=吃喝", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_every_feed_entry_leads_to_its_page(client: Client) -> None:
    response = client.get("/search/feed/?q=端午")
    entry = ElementTree.fromstring(response.content).find(f"{ATOM}entry")  # noqa: S314
    assert entry is not None
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert client.get(link.attrib["href"]).status_code == 200


def test_readers_stay_in_their_language(client: Client) -> None:
    response = client.get("/en/search/feed/?q=端午")
    link = ElementTree.fromstring(response.content).find(f"{ATOM}entry/{ATOM}link")  # noqa: S314
    assert link is not None
    assert link.attrib["href"].startswith("http://testserver/en/warnings/")


def test_the_standby_answers_and_says_so(
    client: Client, engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "engines", lambda: (Down(), engine))
    assert client.get("/search/?q=吃喝").context["results"].standby
    answer = client.get("/api/v1/search?q=吃喝").json()
    assert (answer["total"], answer["standby"]) == (26, True)


def test_an_outage_is_not_an_empty_result(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "engines", lambda: (Down(),))
    for address in ("/search/", "/en/search/", "/search/feed/", "/api/v1/search"):
        response = client.get(f"{address}?q=吃喝")
        assert response.status_code == 503
    assert client.get("/search/").headers["Retry-After"]


def test_the_interface_describes_itself(client: Client) -> None:
    description = client.get("/api/v1/openapi.json").json()
    names = {parameter["name"] for parameter in description["paths"]["/api/v1/search"]["get"]["parameters"]}
    assert {"q", "kind", "region", "unit", "violation", "form", "rank", "from", "to", "sort", "page"} <= names
