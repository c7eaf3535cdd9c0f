"""The privacy scan: how much it finds of the labelled set, how much of that is right, and how fast it is."""

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import docx

from benchmarks.table import percentile, print_table, timed
from portal.privacy.scan.files import text_of
from portal.privacy.scan.findings import Kind
from portal.privacy.scan.texts import scan_text

FOLDER = Path(__file__).parent.parent / "tests" / "privacy" / "labelled"
SEEN = ("numbers", "addresses", "people", "negatives")
UNSEEN = ("unseen",)
_MARK = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")
#: A page of an official document in 仿宋 16 pt: 22 lines of 28 characters.
CHARACTERS_A_PAGE = 22 * 28


class Labelled(NamedTuple):
    """A text without its marks, and what they said: kind, start, end."""

    text: str
    wanted: list[tuple[str, int, int]]


class Score(NamedTuple):
    """Of one kind: found and right, found and wrong, missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """How much of what was found is right; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """How much of what is there was found; 1 where nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def labelled(name: str) -> Iterator[Labelled]:
    """The texts of one file of the set."""
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield _read(line.replace("\\n", "\n"))


def _read(line: str) -> Labelled:
    text, wanted, place = "", [], 0
    for match in _MARK.finditer(line):
        text += line[place : match.start()]
        wanted.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        place = match.end()
    return Labelled(text + line[place:], wanted)


def scores(names: tuple[str, ...]) -> dict[str, Score]:
    """By kind. Right is what has the very span and the kind of a mark."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in Kind.values}
    for name in names:
        for text, wanted in labelled(name):
            found = {(each.kind.value, each.start, each.end) for each in scan_text(text)}
            for kind, *_span in found & set(wanted):
                counts[kind]["right"] += 1
            for kind, *_span in found - set(wanted):
                counts[kind]["wrong"] += 1
            for kind, *_span in set(wanted) - found:
                counts[kind]["missed"] += 1
    return {kind: Score(count["right"], count["wrong"], count["missed"]) for kind, count in counts.items() if count}


def main() -> None:
    """Print the tables."""
    for title, names in (("seen while the detectors were written", SEEN), ("never seen by them", UNSEEN)):
        texts = sum(1 for name in names for _ in labelled(name))
        print_table(
            f"Privacy scan, {texts} labelled texts {title} (asked of numbered kinds: 0.97 and 0.97)",
            ["kind", "there", "found", "precision", "recall"],
            [
                [kind, score.right + score.missed, score.right + score.wrong, score.precision, score.recall]
                for kind, score in scores(names).items()
            ],
        )
    _speed()


def _speed() -> None:
    notice = "关于五起典型问题的通报。" + "经查，时任局长王某某违规收受礼品礼金，其妻李某某挂名领取薪酬2.9万元。" * 60
    document = hundred_pages()
    scan_text(notice)
    rows: list[list[object]] = []
    for what, work in (
        (f"a notice of {len(notice):,} characters", lambda: scan_text(notice)),
        ("a DOCX of 100 pages (asked: under 3,000)", lambda: scan_document(document)),
    ):
        samples = [timed(work) for _ in range(10)]
        rows.append([what, percentile(samples, 50), max(samples)])
    print_table("Privacy scan, ms", ["what", "p50", "slowest"], rows)


def hundred_pages() -> bytes:
    """A DOCX of a hundred full pages with a table on each tenth."""
    document = docx.Document()
    sentence = "经查，村民李某某的危房改造补助被截留5000元，群众反映强烈；2021年4月受到党内警告处分。"
    for page in range(100):
        for _ in range(4):
            document.add_paragraph(sentence * (CHARACTERS_A_PAGE // 4 // len(sentence) + 1))
        if page % 10 == 0:
            table = document.add_table(10, 4)
            for cell in table._cells:
                cell.text = "12345"
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def scan_document(content: bytes) -> int:
    """How many findings the file has."""
    return sum(len(scan_text(part.text)) for part in text_of(BytesIO(content), "attachment.docx"))


if __name__ == "__main__":
    main()
