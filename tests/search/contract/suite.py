"""The contract of an engine. A subclass gives the fixture ``engine``: ready, empty, and not shared with other tests."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from search.documents import SearchDocument
from search.engines.base import BuildInProgress, EngineQuery, Match, Phrase, SearchEngine
from search.fingerprints import fingerprint
from search.queries import FACETS
from tests.search.contract import reference
from tests.search.contract.samples import GOLDEN, asked, document, golden_documents, typed

WORDS = (
    "酒驾",
    "醉驾",
    "礼品",
    "礼金",
    "公款吃喝",
    "A4纸",
    "5.1万元",
    "〔2026〕3号",
    "张三、李四",
    "張三",
    "Windows",
    "酒",
)


def keys(engine: SearchEngine, query: EngineQuery) -> list[str]:
    return [found.key for found in engine.search(query).documents]


def crowd(size: int) -> list[SearchDocument]:
    """Documents enough to have ties, pages and every combination of codes; the same each time."""
    chance = random.Random(3)
    return [
        document(
            number,
            "".join(chance.choices(WORDS, k=2)),
            "，".join(chance.choices(WORDS, k=3)),
            source=chance.choice(("notice", "notice", "inquiry")),
            date=date(2026, 1, 1) + timedelta(chance.randrange(6)),
            facets={
                "kind": (chance.choice(("case", "warning")),),
                "region": chance.choice((("jz",), ("jz", "jz-qh"), ("jz", "jz-qh", "jz-qh-yx"), ("jz", "jz-lj"))),
                "violation": tuple(chance.sample(("gifts", "dining", "driving"), chance.randrange(3))),
            },
        )
        for number in range(1, size + 1)
    ]


def questions() -> Iterator[EngineQuery]:
    """Words, filters, dates, orders and pages in many combinations; the same each time."""
    chance = random.Random(4)
    for _ in range(120):
        match = typed(" ".join(chance.choices(WORDS, k=chance.randrange(4))) + chance.choice(("", "", " -礼金")))
        yield EngineQuery(
            match=replace(match, any_group=chance.random() < 0.3),
            filters={
                name: tuple(chance.sample(codes, chance.randrange(1, 3)))
                for name, codes in (
                    ("kind", ("case", "warning")),
                    ("region", ("jz", "jz-qh", "jz-qh-yx", "unknown")),
                    ("violation", ("gifts", "dining")),
                )
                if chance.random() < 0.4
            },
            date_from=chance.choice((None, None, date(2026, 1, 2))),
            date_to=chance.choice((None, None, date(2026, 1, 4))),
            by_date=chance.random() < 0.3,
            offset=chance.choice((0, 0, 7, 40, 1000)),
            limit=chance.choice((0, 1, 20, 100)),
            facets=FACETS,
        )


class EngineContract:
    @pytest.fixture
    def golden(self, engine: SearchEngine) -> SearchEngine:
        engine.upsert(golden_documents())
        return engine

    def test_golden_questions(self, golden: SearchEngine) -> None:
        answers = {
            question["text"]: [int(key.partition(":")[2]) for key in keys(golden, asked(question["text"]))]
            for question in GOLDEN["questions"]
        }
        assert answers == {question["text"]: question["finds"] for question in GOLDEN["questions"]}

    def test_documents_come_back_whole(self, engine: SearchEngine) -> None:
        whole = document(
            7,
            "標題 <b>&</b>",
            "一\n二 🎉\tx",
            kind="warning",
            unit="青禾县水务局",
            facets={"kind": ("warning",), "region": ("jz", "jz-qh"), "form": ()},
        )
        engine.upsert([whole])
        (found,) = engine.search(asked("标题")).documents
        assert replace(found, facets={}) == replace(whole, facets={})
        assert {name: codes for name, codes in found.facets.items() if codes} == {
            "kind": ("warning",),
            "region": ("jz", "jz-qh"),
        }

    def test_agrees_with_a_scan(self, engine: SearchEngine) -> None:
        documents = crowd(150)
        engine.upsert(documents)
        for query in questions():
            expected, answer = reference.search(documents, query), engine.search(query)
            assert answer.total == expected.total, query
            assert {name: dict(counts) for name, counts in answer.facets.items()} == expected.facets, query
            assert [found.key for found in answer.documents] == [found.key for found in expected.documents], query

    def test_a_chosen_filter_leaves_its_alternatives(self, golden: SearchEngine) -> None:
        answer = golden.search(asked("", filters={"violation": ("dining",)}, facets=("violation", "kind", "form")))
        assert answer.total == 3
        assert answer.facets == {
            "violation": {"gifts": 2, "driving": 2, "allowances": 1, "dining": 3, "travel": 1},
            "kind": {"case": 3},
            "form": {},
        }

    def test_pages_are_seamless_and_end(self, engine: SearchEngine) -> None:
        documents = crowd(60)
        engine.upsert(documents)
        whole = keys(engine, asked("酒", limit=100))
        parts = [key for offset in range(0, 70, 7) for key in keys(engine, asked("酒", offset=offset, limit=7))]
        assert parts == whole
        assert len(set(whole)) == engine.search(asked("酒", limit=0)).total
        assert keys(engine, asked("酒", offset=5_000)) == keys(engine, asked("", offset=900_000)) == []

    def test_groups_found_come_before_groups_in_the_title(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "酒驾"), document(2, "通报", "酒驾礼金"), document(3, "通报", "礼金")])
        match = Match(groups=((Phrase("酒驾"),), (Phrase("礼金"),)), any_group=True)
        assert keys(engine, EngineQuery(match=match)) == ["notice:2", "notice:1", "notice:3"]

    def test_alternatives_of_a_group(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "醉酒驾驶"), document(2, "酒驾"), document(3, "礼金")])
        match = Match(groups=((Phrase("酒驾"), Phrase("醉酒驾驶")),))
        assert keys(engine, EngineQuery(match=match)) == ["notice:2", "notice:1"]

    @pytest.mark.parametrize("phrase", ["", "。", "*", '"', "a" * 300, "\x00", "title:", "酒" * 200, "\ud800", "AND"])
    def test_no_phrase_is_syntax(self, golden: SearchEngine, phrase: str) -> None:
        assert golden.search(EngineQuery(match=Match(groups=((Phrase(phrase),),)))).total == 0

    def test_an_empty_group_is_never_found(self, golden: SearchEngine) -> None:
        assert golden.search(EngineQuery(match=Match(groups=((),)))).total == 0
        assert golden.search(EngineQuery(match=Match(groups=((Phrase("酒驾"),), ())))).total == 0
        assert golden.search(EngineQuery(match=Match(groups=((Phrase("酒驾"),), ()), any_group=True))).total == 2

    @pytest.mark.parametrize("text", ["\ud800酒", "a" * 300, "𠀀𪚥", "", "\x00", "é" * 50, "१२३", "🎉"])
    def test_any_text_can_be_stored(self, engine: SearchEngine, text: str) -> None:
        engine.upsert([document(1, text, text), document(2, "酒驾")])
        assert engine.search(asked("")).total == 2
        engine.upsert([document(1, "酒驾", "")])
        assert engine.search(asked("酒驾")).total == 2

    def test_upsert_replaces_and_delete_forgets(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "酒驾", "礼品", facets={"kind": ("case",)}), document(2, "酒驾")])
        engine.upsert([document(1, "公款旅游", "名酒", facets={"kind": ("warning",)})])
        assert keys(engine, asked("酒驾")) == ["notice:2"]
        assert keys(engine, asked("礼品")) == []
        assert keys(engine, asked("旅游 名酒")) == ["notice:1"]
        assert engine.search(asked("", facets=("kind",))).facets == {"kind": {"case": 1, "warning": 1}}
        engine.delete(["notice:1", "notice:404", "notice:1"])
        assert keys(engine, asked("")) == ["notice:2"]
        assert engine.search(asked("旅游")).total == 0
        engine.upsert([document(3, "新来的")])
        assert keys(engine, asked("新来")) == ["notice:3"]

    def test_the_last_of_one_key_stays(self, engine: SearchEngine) -> None:
        engine.upsert([document(1, "先"), document(1, "后")])
        assert engine.search(asked("先")).total == 0
        assert engine.search(asked("后")).total == 1

    def test_fingerprints_in_the_order_of_keys(self, golden: SearchEngine) -> None:
        expected = sorted((stored.key, fingerprint(stored)) for stored in golden_documents())
        assert list(golden.fingerprints()) == expected

    def test_a_build_is_seen_only_when_active(self, golden: SearchEngine) -> None:
        build = golden.begin_build()
        build.add([document(1, "新一"), document(2, "新二")])
        build.add([document(2, "新二改"), document(3, "新三")])
        build.delete(["notice:3", "notice:404"])
        golden.upsert([document(99, "其间")])
        assert golden.search(asked("")).total == len(GOLDEN["documents"]) + 1
        build.activate()
        assert golden.ready()
        assert keys(golden, asked("新")) == ["notice:2", "notice:1"]
        assert golden.search(asked("")).total == 2
        golden.upsert([document(4, "新四")])
        build.abandon()
        assert golden.search(asked("新")).total == 3

    def test_an_abandoned_build_changes_nothing(self, golden: SearchEngine) -> None:
        build = golden.begin_build()
        build.add([document(1, "新一")])
        build.abandon()
        build.abandon()
        assert golden.search(asked("")).total == len(GOLDEN["documents"])
        golden.begin_build().activate()
        assert golden.search(asked("")).total == 0

    def test_one_build_at_a_time(self, engine: SearchEngine) -> None:
        build = engine.begin_build()
        with pytest.raises(BuildInProgress):
            engine.begin_build()
        build.abandon()
        engine.begin_build().abandon()
