"""A case before it becomes rows: plain values with codes for units, regions and terms, and dates as texts."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRecord:
    """One measure; ``grade`` is the list and the code of its term."""

    scale: str
    grade: tuple[str, str]
    text: str
    term: str = ""
    body: str = ""
    decided_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectRecord:
    """A person or an organisation."""

    name: str
    kind: str = "person"
    marker: str = ""
    post_then: str = ""
    post_now: str = ""
    unit: str = ""
    rank: str = ""
    rank_text: str = ""
    status: str = ""
    is_party_member: bool | None = None
    is_head: bool = False
    responsibility: str = "direct"
    leadership: str = ""
    measures: tuple[MeasureRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodRecord:
    """When acts took place; ``text`` only where the dates say less than the words."""

    start: str
    end: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """A re-examination and its outcome."""

    examined_on: date
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """One case with everything that hangs on it."""

    heading: str
    facts: str
    unit: str
    region: str
    violations: tuple[str, ...] = ()
    source: str = ""
    stage: str = ""
    concluded_on: str = ""
    other_problems: bool = False
    traced_up: str = ""
    look_back_on: date | None = None
    look_backs: tuple[LookBack, ...] = ()
    periods: tuple[PeriodRecord, ...] = ()
    #: Amounts as written, each with what it is.
    amounts: tuple[tuple[str, str], ...] = ()
    subjects: tuple[SubjectRecord, ...] = ()
