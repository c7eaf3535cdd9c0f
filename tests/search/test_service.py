"""The one way to search: readings, ranks, pages, counts, and who answers when the main engine cannot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from search import notes, service, vocabularies
from search.documents import SearchDocument
from search.engines import registry
from search.engines.base import EngineQuery, EngineResults, SearchEngine, SearchUnavailable
from search.engines.embedded import EmbeddedEngine
from search.queries import FACETS, SearchQuery, Sort
from search.results import PromotedResult, Reading
from tests.search.contract.samples import document, golden_documents


class Down:
    """An engine that nobody can reach."""

    name = "elasticsearch"

    def search(self, query: EngineQuery) -> EngineResults:
        raise SearchUnavailable("down")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[EmbeddedEngine]:
    engine = EmbeddedEngine(tmp_path)
    engine.begin_build().activate()
    yield engine
    engine.close()


@pytest.fixture(autouse=True)
def configured(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """This engine answers; no app has words for codes or notes, nobody entered synonyms or promoted results."""
    monkeypatch.setattr(vocabularies, "_vocabularies", {"quarter": vocabularies.Quarters()})
    monkeypatch.setattr(notes, "_sources", [])
    monkeypatch.setattr(registry, "engines", lambda: (engine,))
    monkeypatch.setattr(service.synonyms, "expand", lambda text: ())
    monkeypatch.setattr(service.corrections, "corrections", lambda text: ())
    monkeypatch.setattr(service.promotions, "promoted", lambda text: ())


@pytest.fixture
def golden(engine: EmbeddedEngine) -> EmbeddedEngine:
    engine.upsert(golden_documents())
    return engine


def numbers(query: SearchQuery) -> list[int]:
    return [int(result.id.partition(":")[2]) for result in service.search(query).results]


def test_a_result_is_what_the_page_shows(golden: SearchEngine) -> None:
    results = service.search(SearchQuery(text="歐陽聞笛"))
    (result,) = results.results
    assert (results.total, results.reading, results.standby) == (1, Reading.EXACT, False)
    assert (result.id, result.kind, result.url, result.date) == ("notice:5", "case", "/notices/5/", date(2024, 8, 15))
    assert result.title == "國有企業領導人員收受憑證案通報" == result.title_html
    assert "<mark>歐陽聞笛</mark>" in result.snippet


def test_a_long_question_is_split_into_words(golden: SearchEngine) -> None:
    results = service.search(SearchQuery(text="青禾县水务局原局长收受礼金"))
    assert (results.reading, [found.id for found in results.results]) == (Reading.SPLIT, ["notice:1"])
    assert "<mark>礼金</mark>" in results.results[0].snippet


def test_when_not_all_words_are_found_any_will_do(golden: SearchEngine) -> None:
    results = service.search(SearchQuery(text="买买提收受月饼"))
    assert results.reading is Reading.ANY
    assert {found.id for found in results.results} == {"notice:1", "notice:2", "notice:5"}


def test_what_a_filter_hides_is_not_looked_for_in_other_words(golden: SearchEngine) -> None:
    query = SearchQuery(text="违规收受礼品礼金", filters={"region": ("jz-lj",)}, date_from=date(2026, 1, 1))
    results = service.search(query)
    assert (results.reading, results.total) == (Reading.EXACT, 0)
    assert results.without == {"region": 1, "date": 0}


@pytest.mark.parametrize("text", ["。", "-", '""', "🎉", "\x00", "\ud800"])
def test_a_text_without_words_finds_nothing_and_is_no_error(golden: SearchEngine, text: str) -> None:
    results = service.search(SearchQuery(text=text))
    assert results.total == (0 if text.isprintable() else 8)
    assert results.facets.keys() == set(FACETS)


@pytest.mark.parametrize("text", ["", " \u3000\n"])
def test_a_blank_text_is_everything_newest_first(golden: SearchEngine, text: str) -> None:
    assert numbers(SearchQuery(text=text)) == [6, 1, 2, 7, 8, 4, 3, 5]


def test_sorting(golden: SearchEngine) -> None:
    assert numbers(SearchQuery(text="违规吃喝")) == [8, 7]
    assert numbers(SearchQuery(text="违规吃喝", sort=Sort.DATE)) == [7, 8]


def crowd() -> list[SearchDocument]:
    return [
        document(
            number,
            "酒驾通报" if number % 3 == 0 else "通报",
            "酒驾，" * (number % 5 + 1),
            date=date(2026, 1, 1) - timedelta(days=number % 40 * 30),
        )
        for number in range(1, 251)
    ]


@pytest.mark.parametrize("size", [7, 20, 30, 100])
@pytest.mark.parametrize("sort", list(Sort))
def test_pages_are_seamless(engine: SearchEngine, size: int, sort: Sort) -> None:
    engine.upsert(crowd())
    query = SearchQuery(text="酒驾", sort=sort, page_size=size)
    found = [number for page in range(1, 250 // size + 3) for number in numbers(replace(query, page=page))]
    assert sorted(found) == list(range(1, 251))
    assert found[:100] == numbers(replace(query, page_size=100))
    assert numbers(replace(query, page=10_000)) == []


def test_the_best_hundred_are_ranked(engine: SearchEngine) -> None:
    engine.upsert(
        [document(1, body="酒驾" * 9), document(2, body="酒驾，公款"), document(3, body="酒驾", date=date(2020, 1, 1))]
    )
    assert numbers(SearchQuery(text="酒驾")) == [1, 2, 3]


def test_facets_most_frequent_first_the_chosen_always(golden: SearchEngine) -> None:
    query = SearchQuery(text="酒驾", filters={"violation": ("driving", "travel")})
    values = service.search(query).facets["violation"]
    assert [(value.code, value.count, value.chosen) for value in values] == [
        ("driving", 2, True),
        ("gifts", 1, False),
        ("travel", 0, True),
    ]


def test_quarters_newest_first(golden: SearchEngine) -> None:
    values = service.search(SearchQuery()).facets["quarter"]
    assert [(value.code, value.depth, value.count) for value in values][:3] == [
        ("2026", 0, 4),
        ("2026Q1", 1, 4),
        ("2025", 0, 3),
    ]


def test_synonyms_are_found_and_marked(golden: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service.synonyms, "expand", lambda text: ("酒驾",) if text == "酒后开车" else ())
    results = service.search(SearchQuery(text="酒后开车"))
    assert (results.total, results.reading) == (2, Reading.EXACT)
    assert "<mark>酒驾</mark>" in results.results[0].snippet


def test_corrections_and_promoted_results(golden: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    promoted = PromotedResult(title="举报", url="/feedback/")
    monkeypatch.setattr(service.corrections, "corrections", lambda text: (f"{text}?",))
    monkeypatch.setattr(service.promotions, "promoted", lambda text: (promoted,))
    empty, found = service.search(SearchQuery(text="礼今")), service.search(SearchQuery(text="礼金"))
    assert (empty.corrections, empty.promoted) == (("礼今?",), (promoted,))
    assert (found.corrections, found.promoted) == ((), (promoted,))
    assert service.search(SearchQuery(text="礼金", page=2)).promoted == ()
    assert service.search(SearchQuery()).promoted == ()


def test_the_standby_answers_while_the_main_engine_is_down(
    golden: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "engines", lambda: (Down(), golden))
    results = service.search(SearchQuery(text="酒驾"))
    assert (results.standby, results.total) == (True, 2)


def test_an_outage_is_never_an_empty_answer(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    for engines in ((Down(),), (Down(), Down())):
        monkeypatch.setattr(registry, "engines", lambda engines=engines: engines)
        with pytest.raises(SearchUnavailable):
            service.search(SearchQuery(text="酒驾"))


@pytest.mark.parametrize("most", [1, 2, 3, 100])
@pytest.mark.parametrize("text", ["", "违规收受礼品礼金", "青禾县水务局原局长收受礼金", "飞碟"])
def test_a_scan_finds_what_a_search_by_date_finds(
    golden: SearchEngine, monkeypatch: pytest.MonkeyPatch, text: str, most: int
) -> None:
    monkeypatch.setattr(service, "SCAN_BATCH", 2)
    expected = service.search(SearchQuery(text=text, sort=Sort.DATE, page_size=100))
    scanned = service.scan(SearchQuery(text=text, page=7, page_size=1), most=most)
    assert scanned.total == expected.total
    assert [document.key for document in scanned.documents] == [result.id for result in expected.results][:most]


def test_a_scan_never_ends_as_if_it_were_whole(engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.upsert(document(number) for number in range(1, 6))
    monkeypatch.setattr(service, "SCAN_BATCH", 2)
    scanned = service.scan(SearchQuery(), most=10)
    documents = iter(scanned.documents)
    assert next(documents)
    engine.search = Down().search  # type: ignore[method-assign]
    with pytest.raises(SearchUnavailable):
        list(documents)
