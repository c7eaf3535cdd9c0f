"""What is public of a case. Names have passed the name rule here; nothing internal has a place."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from portal.cases.dates import displayed
from portal.cases.lists import ListedTerm
from portal.cases.mapping import found_under
from portal.cases.models import MeasureScale, Subject
from portal.cases.publication import Holding


class PublicMeasure(NamedTuple):
    """One measure."""

    scale: str
    grade: ListedTerm | None
    term: str
    body: str
    decided_on: str
    text: str

    @property
    def label(self) -> str:
        """The grade in full with its term: 党内警告, never 警告 alone; the published wording where there is no code."""
        if self.grade:
            return self.grade.label + (f"（{self.term}）" if self.term else "")
        return self.text or str(MeasureScale(self.scale).label)

    @property
    def decided_on_displayed(self) -> str:
        """The date in words, no more exact than it is known."""
        return displayed(self.decided_on)


class PublicSubject(NamedTuple):
    """A person or an organisation, under the name that anybody may read today."""

    kind: str
    name: str
    marker: str
    post_then: str
    post_now: str
    unit_name: str
    unit_code: str
    rank: ListedTerm | None
    rank_text: str
    responsibility: str
    leadership: ListedTerm | None
    is_head: bool
    measures: tuple[PublicMeasure, ...] = ()

    @property
    def responsibility_label(self) -> str:
        """What they answer for, in the reader's language."""
        return str(Subject.Responsibility(self.responsibility).label)

    @property
    def title(self) -> str:
        """Post and name as notices write them: 时任某局局长王某某."""
        post = self.post_then or self.post_now
        return f"{self.marker if post else ''}{post}{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """A case as a notice shows it."""

    number: int
    heading: str
    facts: str
    other_problems: bool
    subjects: tuple[PublicSubject, ...] = ()
    violations: tuple[ListedTerm, ...] = ()

    @property
    def violation_codes(self) -> tuple[str, ...]:
        """The codes of its violations and of what they count as today, with those above them."""
        return tuple(dict.fromkeys(code for term in self.violations for code in found_under("violation", term.number)))

    @property
    def paragraphs(self) -> list[str]:
        """The facts, parted at line ends."""
        return [line.strip() for line in self.facts.splitlines() if line.strip()]


class PublicPeriod(NamedTuple):
    """When acts took place."""

    start: str
    end: str
    text: str

    @property
    def displayed(self) -> str:
        """The period in words."""
        if self.text:
            return self.text
        start, end = displayed(self.start), displayed(self.end)
        return f"{start}—{end}" if start and end and start != end else start or end


class PublicReexamination(NamedTuple):
    """A look back and what it found."""

    examined_on: date
    outcome: ListedTerm | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCase(CaseSummary):
    """Everything that is public of a case."""

    unit_name: str
    unit_code: str
    unit_lineage: tuple[str, ...]
    region_name: str
    region_lineage: tuple[str, ...]
    source: ListedTerm | None
    stage: ListedTerm | None
    concluded_on: str
    quarter: str
    traced_up: str
    periods: tuple[PublicPeriod, ...] = ()
    amounts: tuple[tuple[str, str], ...] = ()
    reexaminations: tuple[PublicReexamination, ...] = ()
    holdings: list[Holding] = field(default_factory=list)

    @property
    def concluded_on_displayed(self) -> str:
        """When it was dealt with, in words."""
        return displayed(self.concluded_on)

    @property
    def published_on(self) -> date | None:
        """The day on which it first became public."""
        return min((held.date for held in self.holdings if held.makes_public), default=None)

    @property
    def notices(self) -> list[Holding]:
        """The notices that show it."""
        return [held for held in self.holdings if held.makes_public]

    @property
    def mentions(self) -> list[Holding]:
        """Warnings and others that draw on it."""
        return [held for held in self.holdings if not held.makes_public and held.kind != "clarification"]

    @property
    def clarifications(self) -> list[Holding]:
        """Those that clear it, or one of its subjects."""
        return [held for held in self.holdings if held.kind == "clarification"]

    @property
    def is_double(self) -> bool:
        """一案双查: whether those responsible above were held to account as well."""
        kinds = {subject.responsibility for subject in self.subjects}
        return "direct" in kinds and len(kinds) > 1
