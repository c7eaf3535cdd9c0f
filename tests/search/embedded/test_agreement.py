"""Whatever is stored, changed and asked: the answer is that of a scan."""

import tempfile
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from search.documents import SearchDocument
from search.engines.base import EngineQuery, Match, Phrase
from search.engines.embedded import EmbeddedEngine
from tests.search.contract import reference
from tests.search.contract.samples import document

texts = st.text(alphabet="酒驾禮礼金a4B、 。\n\x00🎉", max_size=12)
codes = st.lists(st.sampled_from(("a", "b", "c")), unique=True, max_size=3).map(tuple)
days = st.dates(date(2025, 12, 30), date(2026, 1, 3))


@st.composite
def documents(draw: st.DrawFn) -> SearchDocument:
    return document(
        draw(st.integers(1, 12)),
        draw(texts),
        draw(texts),
        source=draw(st.sampled_from(("notice", "inquiry", "answer"))),
        date=draw(days),
        facets={"region": draw(codes), "unit": draw(codes)},
    )


groups = st.lists(st.text(alphabet="酒驾礼金a4、", max_size=4).map(Phrase), max_size=2).map(tuple)
matches = st.builds(
    Match,
    groups=st.lists(groups, max_size=3).map(tuple),
    excluded=groups.filter(lambda g: len(g) < 2),
    any_group=st.booleans(),
)
queries = st.builds(
    EngineQuery,
    match=matches,
    filters=st.dictionaries(st.sampled_from(("region", "unit", "form")), codes, max_size=2),
    date_from=st.none() | days,
    date_to=st.none() | days,
    by_date=st.booleans(),
    offset=st.integers(0, 6),
    limit=st.integers(0, 8),
    facets=st.just(("region", "unit", "form")),
)
steps = st.lists(
    st.tuples(
        st.lists(documents(), max_size=8), st.lists(st.integers(1, 12), max_size=3), st.lists(queries, max_size=4)
    ),
    min_size=1,
    max_size=4,
)


@given(steps)
@settings(max_examples=60, deadline=None)
def test_every_answer_is_that_of_a_scan(
    steps: list[tuple[list[SearchDocument], list[int], list[EngineQuery]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = EmbeddedEngine(Path(folder))
        engine.begin_build().activate()
        stored: dict[str, SearchDocument] = {}
        for written, deleted, asked in steps:
            engine.upsert(written)
            engine.delete(f"notice:{number}" for number in deleted)
            stored.update({one.key: one for one in written})
            for number in deleted:
                stored.pop(f"notice:{number}", None)
            for query in asked:
                expected, answer = reference.search(stored.values(), query), engine.search(query)
                assert answer.total == expected.total
                assert answer.facets == expected.facets
                assert [one.key for one in answer.documents] == [one.key for one in expected.documents]
        engine.close()
