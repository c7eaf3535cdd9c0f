"""A notice before it becomes a page: plain values that the writers make and `home.demo.pages` publishes."""

from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import Any

from home.demo.people import invented_names
from home.demo.records import CaseRecord

Block = tuple[str, Any]


#: Where the cases of a notice stand in its text.
CASES: Block = ("cases", None)


def paragraphs(*texts: str) -> Block:
    """A block of ordinary paragraphs."""
    return "paragraph", "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def numbered(texts: list[str]) -> Block:
    """A block with a numbered list."""
    return "paragraph", "<ol>" + "".join(f"<li>{escape(text, quote=False)}</li>" for text in texts) + "</ol>"


@dataclass(slots=True, kw_only=True)
class Draft:
    """What is written of a notice; codes stand for units, regions and terms."""

    title: str
    day: date
    unit: str
    region: str
    blocks: list[Block]
    summary: str = ""
    #: The cases that it makes public, or that a warning warns from.
    cases: tuple[CaseRecord, ...] = ()
    violations: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    #: Notices of one topic become related notices of each other.
    topic: str = ""
    #: Whether the issuing unit gives it a number; the number itself follows from the order of the days.
    has_number: bool = False
    #: Codes of the units that may read it; empty for public notices.
    audience: tuple[str, ...] = ()
    audience_includes_subunits: bool = False
    batch: str = ""
    #: Fields that only warnings have; None for case notices.
    warning: dict[str, Any] | None = None
    #: What to add when it is published: ``picture``, or the kind of an attachment.
    extras: tuple[str, ...] = ()


@dataclass(slots=True)
class Titles:
    """Sees to it that no two titles are alike, and that no full name is given to two persons."""

    taken: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=invented_names)

    def unique(self, title: str, day: date) -> str:
        """The title, or where it is taken, the title with its year and then its place in the year."""
        candidates = [title, f"{title}（{day.year}年）"]
        candidates += [f"{title}（{day.year}年第{number}期）" for number in range(2, 60)]
        free = next(candidate for candidate in candidates if candidate not in self.taken)
        self.taken.add(free)
        return free
