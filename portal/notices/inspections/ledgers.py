"""The ledger of a round as anybody may read it, and what it adds up to today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.cases.lists import listed_term, listed_terms
from portal.notices.models import InspectedUnit, RectificationItem

DONE, OVERDUE, LONG_TERM = "done", "overdue", "longterm"
#: States of the list that a day gone by does not turn into "overdue".
SETTLED = frozenset({DONE, "basic", LONG_TERM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One problem of the ledger; who accepted its rectification has no place here."""

    number: int
    unit: str
    problem: str
    measure: str
    owner: str
    due: date | None
    state: str
    state_label: str
    evidence: str
    file_title: str
    file_url: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many problems there are, and how many in each state of the list; overdue ones count as such alone."""

    total: int
    states: tuple[tuple[str, str, int], ...]

    @property
    def done(self) -> int:
        """Those that are rectified."""
        return sum(count for code, _label, count in self.states if code == DONE)

    @property
    def percent(self) -> Decimal | None:
        """Rectified of all, with one decimal; None where there is nothing to rectify."""
        if not self.total:
            return None
        return (Decimal(self.done) * 100 / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)


def lines_of(inspected: InspectedUnit, items: Iterable[RectificationItem], on: date, *, first: int = 1) -> list[Line]:
    """The ledger of a unit as it stands on a day, numbered from ``first``."""
    return [_line(item, inspected, on, number) for number, item in enumerate(items, start=first)]


def state_of(item: RectificationItem, on: date) -> str:
    """The code of its state on a day: what is not settled after its day is overdue."""
    term = listed_term(item.state_id)
    code = term.code if term else ""
    return OVERDUE if code not in SETTLED and item.due and item.due < on else code


def tally(lines: Iterable[Line], labels: Iterable[tuple[str, str]]) -> Tally:
    """Count these; ``labels`` are codes and names of the states in their order."""
    counts = Counter(line.state for line in lines)
    return Tally(counts.total(), tuple((code, label, counts[code]) for code, label in labels))


def _line(item: RectificationItem, inspected: InspectedUnit, on: date, number: int) -> Line:
    code = state_of(item, on)
    file = item.evidence_file
    return Line(
        number=number,
        unit=inspected.unit.label,
        problem=item.problem,
        measure=item.measure,
        owner=_owner(item, inspected),
        due=item.due,
        state=code,
        state_label=state_labels().get(code, code),
        evidence=item.evidence,
        file_title=file.title if file else "",
        file_url=file.url if file else "",
    )


def _owner(item: RectificationItem, inspected: InspectedUnit) -> str:
    """The unit and the post responsible; of the unit whose ledger it is the post says enough."""
    is_own = item.owner_post and item.owner_unit_id == inspected.unit_id
    unit = item.owner_unit.label if item.owner_unit and not is_own else ""
    return " ".join(filter(None, (unit, item.owner_post)))


def state_labels() -> dict[str, str]:
    """Codes and names of the states in the order of the official list."""
    terms = [term for term in listed_terms().values() if term.taxonomy == "rectify_status"]
    return {term.code: term.label for term in sorted(terms, key=lambda term: (term.sort_order, term.code))}
