"""The embedded engine: building, a whole page per class of question, deep pages, and updating while it is read.

A page is what a reader gets: total, all counts, the best twenty ranked and with snippets. Each is measured with the
words looked up anew (as for the first reader who asks) and remembered (a filter clicked, a page turned). The floor is
the bare look-up of the words in the FTS5 table. ``BENCH_DOCUMENTS`` says how many documents (100,000 unless told).
"""

import os
import resource
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

from benchmarks.corpus import documents
from benchmarks.table import percentile, print_table, timed
from search.documents import SearchDocument
from search.engines.base import EngineQuery
from search.engines.embedded import EmbeddedEngine, reader
from search.parsing import exact, parse
from search.ranking import CANDIDATES, rank
from search.snippets import highlight, snippet

DOCUMENTS = int(os.environ.get("BENCH_DOCUMENTS") or 100_000)
ROUNDS = 10
BATCH = 500
FACETS = ("kind", "region", "unit", "violation", "form", "quarter")
TODAY = date(2026, 6, 1)
FILTERS = {"region": ("r3", "r4"), "kind": ("case",)}

CLASSES: dict[str, tuple[str, ...]] = {
    "one character": ("局", "酒", "的", "贪"),
    "two characters": ("礼金", "酒驾", "诫勉", "青禾"),
    "in almost every document": ("违规", "问题", "处分", "受到"),
    "names": ("赵明", "王志强", "陈建国", "许立新"),
    "long phrases": ("违规收受礼品礼金", "受到党内严重警告处分", "截留挪用惠民资金", "形式主义官僚主义"),
    "several terms": ("党支部书记 礼金", "村委会主任 惠民资金", "违规 处分 问题", "堵塞漏洞 教育局"),
    "exclusion": ("违规 -礼金", "酒驾 -局长"),
    "digits": ("2024", "2024年3月", "5.1万元"),
    "nothing": ("八项规定", "不存在", "ＡＢＣ"),
}

Work = Callable[[], object]


class Bench:
    def __init__(self, folder: Path, count: int = DOCUMENTS) -> None:
        self.engine = EmbeddedEngine(folder)
        self.count = count

    def build(self) -> None:
        """Index the documents, and say how fast, and in how much memory."""
        started = perf_counter()
        making, memory = self.index()
        rows = [
            ("documents a second, made included", self.count / (perf_counter() - started)),
            ("documents a second", self.count / making),
            ("memory after a tenth, MB", memory[len(memory) // 10]),
            ("memory at the end, MB", memory[-1]),
            ("MB on disk per 1,000 documents", self.size() / self.count * 1000),
        ]
        print_table(f"Embedded build, {self.count} documents (asked: 3,000 a second)", ("what", "figure"), rows)

    def index(self, clock: Callable[[], float] = perf_counter) -> tuple[float, list[float]]:
        """The seconds of a clock that the engine took for all documents, and the memory after each batch, in MB."""
        build = self.engine.begin_build()
        batch: list[SearchDocument] = []
        memory: list[float] = []
        making = 0.0
        for document in documents(self.count):
            batch.append(document)
            if len(batch) == BATCH:
                making -= clock()
                build.add(batch)
                making += clock()
                batch = []
                memory.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        making -= clock()
        build.add(batch)
        build.activate()
        return making + clock(), memory

    def size(self) -> float:
        """MB on disk."""
        return sum(path.stat().st_size for path in self.engine._generations.folder.iterdir()) / 1e6

    def forget(self) -> None:
        """Let no words be remembered."""
        index = self.engine._opened()
        index._columns._masks = type(index._columns._masks)()

    def page(self, text: str, **values: object) -> object:
        """All that a page shows."""
        query = replace(EngineQuery(match=exact(text, parse(text), lambda _term: ()), facets=FACETS), **values)  # type: ignore[arg-type]
        ranked = bool(query.match.groups) and not query.offset
        found = self.engine.search(replace(query, limit=CANDIDATES if ranked else 20)).documents
        phrases = [phrase.text for group in query.match.groups for phrase in group]
        best = rank(found, query.match, TODAY)[:20] if ranked else found
        return [highlight(document.title, phrases) + snippet(document.body, phrases) for document in best]

    def floor(self, text: str) -> object:
        """The number of rows that have the words, and nothing else."""
        with self.engine._opened().connection() as connection:
            groups = exact(text, parse(text), lambda _term: ()).groups
            return [
                connection.execute("select count(*) from tokens where tokens match ?", (expression,)).fetchone()
                for group in groups
                if (expression := reader._expression(group))
            ]

    def cold(self, work: Work) -> list[float]:
        """Times of a piece of work when nothing is remembered."""
        times = []
        for _ in range(ROUNDS):
            self.forget()
            times.append(timed(work))
        return times

    def questions(self) -> None:
        """Every class of question."""
        rows = []
        everything: dict[str, list[float]] = {"floor": [], "new": [], "known": []}
        for name, texts in CLASSES.items():
            times: dict[str, list[float]] = {"floor": [], "new": [], "known": []}
            for text in texts:
                self.page(text)
                times["floor"] += [timed(lambda text=text: self.floor(text)) for _ in range(ROUNDS)]  # type: ignore[misc]
                times["new"] += self.cold(lambda text=text: self.page(text))  # type: ignore[misc]
                times["known"] += [timed(lambda text=text: self.page(text, filters=FILTERS)) for _ in range(ROUNDS)]  # type: ignore[misc]
            rows.append((name, *self.figures(times)))
            for kind, found in times.items():
                everything[kind] += found
        rows.append(("all", *self.figures(everything)))
        header = ("question", "floor p50", "p95", "page p50", "p95", "known+filter p50", "p95", "page : floor")
        print_table(f"Embedded, {self.count} documents, ms (asked: page p95 under 40)", header, rows)

    @staticmethod
    def figures(times: dict[str, list[float]]) -> tuple[float, ...]:
        """p50 and p95 of each kind, and the ratio of the sums."""
        pairs = [percentile(found, percent) for found in times.values() for percent in (50, 95)]
        return (*pairs, sum(times["new"]) / sum(times["floor"]))

    def others(self) -> None:
        """Pages without words, with filters, and far from the first."""
        works: dict[str, Work] = {
            "everything": lambda: self.page(""),
            "everything, filtered": lambda: self.page("", filters=FILTERS),
            "filtered": lambda: self.page("礼金", filters=FILTERS),
            "dates": lambda: self.page("礼金", date_from=date(2024, 1, 1), date_to=date(2024, 3, 31)),
            "by date": lambda: self.page("违规", by_date=True),
            "offset 5,000": lambda: self.page("违规", offset=5_000),
            "offset 50,000": lambda: self.page("违规", offset=50_000),
            "beyond the end": lambda: self.page("违规", offset=900_000),
        }
        rows = []
        for name, work in works.items():
            times = self.cold(work)
            rows.append((name, percentile(times, 50), percentile(times, 95)))
        print_table("Embedded, other pages, ms", ("page", "p50", "p95"), rows)

    def updates(self) -> None:
        """One document changed, and the first page after it, which sees the change."""
        changed = [replace(document, title="改 " + document.title) for document in documents(300)]
        writes, pages = [], []
        for document in changed:
            writes.append(timed(lambda document=document: self.engine.upsert([document])))  # type: ignore[misc]
            pages.append(timed(lambda: self.page("礼金")))
        rows = [
            (name, percentile(times, 50), percentile(times, 95), max(times))
            for name, times in (("update of one document", writes), ("page after it", pages))
        ]
        print_table("Embedded, updates, ms (asked: p50 under 1)", ("what", "p50", "p95", "max"), rows)

    def start(self) -> None:
        """The first page of a process."""
        self.engine.close()
        print_table(
            "Embedded, first page of a process, ms", ("what", "ms"), [("礼金", timed(lambda: self.page("礼金")))]
        )


def main() -> None:
    """Everything, in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        with suppress(KeyboardInterrupt):
            bench.build()
            bench.start()
            bench.questions()
            bench.others()
            bench.updates()
        bench.engine.close()
