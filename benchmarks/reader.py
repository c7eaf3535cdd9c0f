"""The reader of notices on its labelled set: how much it reads rightly, and how long ten cases take."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.table import print_table, timed
from portal.notices.reader.reading import read
from portal.notices.reader.records import as_json

LABELLED = Path(__file__).parent.parent / "tests" / "notices" / "reader" / "labelled"
#: The rules were tuned on the first; the others were written before the rules had seen them, and counted blind
#: (docs/reader.md has those figures); what they showed was then mended. `layouts` has invented cases in those layouts
#: of real notices that were once read wrongly: it guards what was mended and says nothing of what was never seen.
SPLITS = ("tuned", "held_back", "blind_a", "blind_b", "blind_c", "blind_d", "official", "layouts")
#: What is asked for (issue 6).
ASKED = {"splitting": 0.99, "measures": 0.97, "dates": 0.97, "periods": 0.95, "amounts": 0.97}

#: What `official` is labelled with besides, and no issue asks for a figure of: the share that was reached.
REACHED = {"units": 0.89, "offices": 0.95}
#: 原局长, 时任局长, 该局局长: what says when, or whose, and is no part of an office.
_MARKERS = re.compile(r"\s|时任|现任|原任|原|^[系该]")

Case = dict[str, Any]


@dataclass
class Count:
    """Hits among what is labelled and among what was read."""

    hits: int = 0
    labelled: int = 0
    read: int = 0

    def add(self, labelled: Counter[Any], found: Counter[Any]) -> None:
        """Count one case."""
        self.hits += (labelled & found).total()
        self.labelled += labelled.total()
        self.read += found.total()

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hits / (self.labelled + self.read) if self.labelled + self.read else 1.0


@dataclass
class Score:
    """The figures of a set, and what was wrong."""

    counts: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in (*ASKED, *REACHED)})
    cases: int = 0
    faults: list[str] = field(default_factory=list)

    def figure(self, name: str) -> float:
        """From 0 to 1."""
        return self.counts[name].f1


def notices(split: str) -> Iterator[tuple[str, str, list[Case]]]:
    """The name, the text and the labelled cases of each notice."""
    for path in sorted((LABELLED / split).glob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8"), json.loads(path.with_suffix(".json").read_text("utf-8"))


def score(split: str) -> Score:
    """Read a set and count."""
    result = Score()
    for name, text, labelled in notices(split):
        result.cases += len(labelled)
        found = [as_json(case) for case in read(text).cases]
        pairs = _aligned(labelled, found)
        splitting = result.counts["splitting"]
        splitting.labelled += len(labelled)
        splitting.read += len(found)
        splitting.hits += sum(1 for expected, case in pairs if expected and case)
        for expected, case in pairs:
            if not (expected and case):
                result.faults.append(
                    f"{name} splitting: {'not read' if expected else 'no case'} {_names(expected or case or {})}"
                )
            _count(result, name, expected or {}, case or {})
            if expected and case and "unit" in expected:
                _count_offices(result, name, expected, case)
    return result


def _aligned(labelled: list[Case], found: list[Case]) -> list[tuple[Case | None, Case | None]]:
    """Cases of the same persons, each used once."""
    left = list(found)
    pairs: list[tuple[Case | None, Case | None]] = []
    for expected in labelled:
        wanted = _names(expected)
        match = next((case for case in left if _names(case) & wanted), None)
        if match is not None:
            left.remove(match)
        pairs.append((expected, match))
    return pairs + [(None, case) for case in left]


def _names(case: Case) -> set[str]:
    return {subject["name"] for subject in case["subjects"]}


def _count(result: Score, name: str, expected: Case, case: Case) -> None:
    for figure, values in _VALUES.items():
        labelled, found = Counter(values(expected)), Counter(values(case))
        result.counts[figure].add(labelled, found)
        if labelled != found:
            missing, added = labelled - found, found - labelled
            result.faults.append(f"{name} {figure}: missing {list(missing)}, added {list(added)}")


def _count_offices(result: Score, name: str, expected: Case, case: Case) -> None:
    """The unit of a case, and what each person of it was, where both are labelled."""
    unit = _bare(expected["unit"])
    _hit(result, "units", f"{name}: {case['unit']} for {unit}", hit=_bare(case["unit"]) == unit)
    read_of = {subject["name"]: subject for subject in case["subjects"]}
    for subject in expected["subjects"]:
        if (found := read_of.get(subject["name"])) is not None and "office" in subject:
            hit = _holds(found, _bare(subject["office"]), unit)
            _hit(result, "offices", f"{name}: {subject['name']} {subject['office']}", hit=hit)


def _hit(result: Score, figure: str, what: str, *, hit: bool) -> None:
    count = result.counts[figure]
    count.labelled, count.read, count.hits = count.labelled + 1, count.read + 1, count.hits + hit
    if not hit:
        result.faults.append(f"{what} ({figure})")


def _holds(found: Case, office: str, unit: str) -> bool:
    """Whether unit and post as read are the office; its sentence may leave the unit out, or say it shorter."""
    own = _bare(found["unit"])
    posts = [_bare(found[key]) for key in ("post_then", "post_now") if found[key]]
    is_of_it = bool(own) and (unit.startswith(own) or unit.endswith(own))
    return any(office in {own + post, post} or is_of_it and office.endswith(post) for post in posts)


def _bare(words: str) -> str:
    return _MARKERS.sub("", words)


def _measures(case: Case) -> list[tuple[str, ...]]:
    return [
        (subject["name"], measure["scale"], measure["grade"], measure["term"])
        for subject in case.get("subjects", [])
        for measure in subject["measures"]
    ]


def _dates(case: Case) -> list[tuple[str, ...]]:
    return [
        (subject["name"], measure["grade"], measure["date"])
        for subject in case.get("subjects", [])
        for measure in subject["measures"]
        if measure["date"]
    ]


_VALUES = {
    "measures": _measures,
    "dates": _dates,
    "periods": lambda case: [tuple(period) for period in case.get("periods", [])],
    "amounts": lambda case: case.get("amounts", []),
}


def main() -> None:
    """Both parts of the set, then the time."""
    rows = []
    for split in SPLITS:
        result = score(split)
        for name, asked in ASKED.items():
            rows.append([split, result.cases, name, result.figure(name), asked])
        rows += [[split, result.cases, name, result.figure(name), ""] for name in REACHED if result.counts[name].read]
    print_table("The reader of notices (F1)", ["set", "cases", "what", "figure", "asked"], rows)
    texts = [(text, len(labelled)) for split in SPLITS for _name, text, labelled in notices(split)]
    milliseconds = timed(lambda: [read(text) for text, _cases in texts])
    cases = sum(count for _text, count in texts)
    print_table("Time (asked: ten cases in 100 ms)", ["cases", "ms for ten"], [[cases, milliseconds / cases * 10]])


if __name__ == "__main__":
    main()
