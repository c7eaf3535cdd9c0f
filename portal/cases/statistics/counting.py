"""Counts cases by everything that tables ask for: each row of a case is read once, and those alike are counted as one.

Asking the database for each cube by itself cost three times as much: every question walked the same subjects and
looked up their measures again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from portal.cases.models import Case, CaseQuerySet, Measure, MeasureScale, Subject
from portal.cases.statistics.codes import Codes
from portal.cases.statistics.cubes import Cube, Slot

#: Stands in the dimension that a count does not ask for.
_NOT_ASKED = "-"
#: Sorts an unknown rank behind all codes of known ones.
_LAST = "~"
_Columns = tuple[str, int | None, bool, str, int | None]
_LEADING = ("full", "main", "important")


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted."""

    #: By name: ``cases``, ``persons``, ``accountables``, ``winds_cases``, ``winds_persons``, ``forms``.
    cubes: Mapping[str, Cube]
    #: Where each case that counts is counted, by its primary key.
    slots: Mapping[int, Slot]
    #: The units of all cases looked at, within the scope or not.
    units: frozenset[int]


def count(cases: CaseQuerySet, codes: Codes, row_of: Callable[[int | None], str | None]) -> Counts:
    """Count these cases by the rows that their units belong to; None leaves a case out. Four queries."""
    slots, units = _slots(cases, row_of)
    counting = _Counting(codes, slots, _kinds(cases, slots, codes))
    for alike, numbers in _subjects(cases, slots):
        counting.add(alike, numbers)
    return Counts(counting.finished(), slots, units)


@dataclass(frozen=True, slots=True)
class _Alike:
    """What subjects have in common that count alike."""

    kind: str
    rank: int | None
    is_head: bool
    responsibility: str
    leadership: int | None
    #: Of their measures.
    scales: frozenset[str]
    grades: frozenset[int]

    @property
    def is_punished(self) -> bool:
        return MeasureScale.PARTY in self.scales or MeasureScale.GOVERNMENT in self.scales


@dataclass
class _Counting:
    """The cubes while they are filled, and the words that terms count under."""

    codes: Codes
    slots: Mapping[int, Slot]
    #: The kinds of the four winds in which a case counts.
    winds: Mapping[int, set[str]]
    cases: Cube = field(default_factory=lambda: Cube("which"))
    persons: Cube = field(default_factory=lambda: Cube("rank_code", "party", "government", "four_form", "punished"))
    accountables: Cube = field(default_factory=lambda: Cube("kind", "rank_code", "is_head", "leading"))
    winds_cases: Cube = field(default_factory=lambda: Cube("kind", "rank_code"))
    winds_persons: Cube = field(default_factory=lambda: Cube("kind", "rank_code", "punished"))
    forms: Cube = field(default_factory=lambda: Cube("kind", "form"))

    def __post_init__(self) -> None:
        self._rank = _by_term(self.codes.ranks())
        self._leading = _by_term(self.codes.of_list("acc_responsibility"))
        self._four_form = _by_term(self.codes.four_forms())
        self._form, self._grade = _by_term(self.codes.forms()), _by_term(self.codes.grades())
        self._held: dict[str, set[int]] = {"accountable": set(), "principal": set(), "supervisory": set()}
        self._highest: dict[int, str] = {}

    def add(self, alike: _Alike, numbers: Sequence[int]) -> None:
        """Count subjects that are alike, by the numbers of their cases."""
        if alike.kind == Subject.Kind.PERSON:
            self._add_persons(alike, numbers)
            self._add_winds(alike, [number for number in numbers if number in self.winds])
        if self._is_accountable(alike):
            self._add_accountables(alike, numbers)

    def finished(self) -> dict[str, Cube]:
        """The cubes, with what is counted by case."""
        self.cases.add(("all",), self.slots.values())
        for which, numbers in self._held.items():
            self.cases.add((which,), self._slots_of(numbers))
        for number, kinds in self.winds.items():
            slot = [self.slots[number]]
            self.winds_cases.add(("", self._highest.get(number, "")), slot)
            for kind in kinds:
                self.winds_cases.add((kind, _NOT_ASKED), slot)
        names = ("cases", "persons", "accountables", "winds_cases", "winds_persons", "forms")
        return {name: getattr(self, name) for name in names}

    def _add_persons(self, alike: _Alike, numbers: Sequence[int]) -> None:
        """Persons with what was done to each; somebody in two cases is two of them."""
        party, government = MeasureScale.PARTY in alike.scales, MeasureScale.GOVERNMENT in alike.scales
        form = max((self._four_form.get(grade, 0) for grade in alike.grades), default=0)
        key = (self._rank_of(alike), party, government, form, party or government)
        self.persons.add(key, self._slots_of(numbers))

    def _add_winds(self, alike: _Alike, numbers: Sequence[int]) -> None:
        """Persons dealt with for the four winds by rank and by kind, and the highest rank of each case."""
        rank = self._rank_of(alike)
        for number in numbers:
            self._highest[number] = min(self._highest.get(number, _LAST), rank or _LAST)
        if alike.scales - {MeasureScale.GAINS}:
            self.winds_persons.add(("", rank, alike.is_punished), self._slots_of(numbers))
            for number in numbers:
                for kind in self.winds[number]:
                    self.winds_persons.add((kind, _NOT_ASKED, alike.is_punished), [self.slots[number]])

    def _add_accountables(self, alike: _Alike, numbers: Sequence[int]) -> None:
        """Persons and organisations held to account; once in each form and grade, however many measures they got."""
        leading = self._leading.get(alike.leadership, "")
        key = (alike.kind, self._rank_of(alike), alike.is_head, leading)
        self.accountables.add(key, self._slots_of(numbers))
        found = {codes[grade] for codes in (self._form, self._grade) for grade in alike.grades if grade in codes}
        for form in found:
            self.forms.add((alike.kind, form), self._slots_of(numbers))
        self._held["accountable"].update(numbers)
        if alike.responsibility in self._held:
            self._held[alike.responsibility].update(numbers)

    def _is_accountable(self, alike: _Alike) -> bool:
        """Held to account as a leader or body, with a form that counts: not who answers for an act of their own."""
        answers = alike.responsibility in (Subject.Responsibility.PRINCIPAL, Subject.Responsibility.SUPERVISORY)
        leads = self._leading.get(alike.leadership) in _LEADING
        by_rule = MeasureScale.ACCOUNTABILITY in alike.scales
        return (answers or leads or by_rule) and any(grade in self._form for grade in alike.grades)

    def _rank_of(self, alike: _Alike) -> str:
        return self._rank.get(alike.rank, "")

    def _slots_of(self, numbers: Iterable[int]) -> Iterable[Slot]:
        return map(self.slots.__getitem__, numbers)


def _slots(cases: CaseQuerySet, row_of: Callable[[int | None], str | None]) -> tuple[dict[int, Slot], frozenset[int]]:
    places: dict[tuple[str, int | None], Slot | None] = {}
    slots: dict[int, Slot] = {}
    for number, quarter, unit in cases.order_by("pk").values_list("pk", "quarter", "unit_id"):
        place = (quarter, unit)
        if place not in places:
            row = row_of(unit)
            places[place] = None if row is None else (quarter, row)
        slot = places[place]
        if slot:
            slots[number] = slot
    return slots, frozenset(unit for _quarter, unit in places if unit is not None)


def _kinds(cases: CaseQuerySet, slots: Mapping[int, Slot], codes: Codes) -> dict[int, set[str]]:
    """The kinds of the four winds by case; a case in none of them is left out."""
    named = _by_term(codes.winds())
    rows = Case.violations.through.objects.filter(case__in=cases.values("pk"), term__in=list(named))
    found: dict[int, set[str]] = {}
    for number, term in rows.values_list("case_id", "term_id"):
        if number in slots:
            found.setdefault(number, set()).add(named[term])
    return found


def _subjects(cases: CaseQuerySet, slots: Mapping[int, Slot]) -> Iterator[tuple[_Alike, list[int]]]:
    """The subjects that are alike, and the case of each."""
    done, meaning = _measures(cases)
    rows = Subject.objects.filter(case__in=cases.values("pk")).order_by()
    columns = ("kind", "rank_id", "is_head", "responsibility", "leadership_id")
    alike: dict[tuple[Any, ...], list[int]] = {}
    for number, subject, *values in rows.values_list("case_id", "pk", *columns):
        if number in slots:
            alike.setdefault((*values, done.get(subject, 0)), []).append(number)
    for (*values, bits), numbers in alike.items():
        pairs = [pair for pair, bit in meaning.items() if bits & bit]
        grades = frozenset(grade for _scale, grade in pairs if grade is not None)
        scales = frozenset(scale for scale, _grade in pairs)
        yield _Alike(*cast(_Columns, tuple(values)), scales, grades), numbers


def _measures(cases: CaseQuerySet) -> tuple[dict[int, int], dict[tuple[str, int | None], int]]:
    """What was done to each subject, as a number with a bit for every pair of scale and grade; and those bits."""
    meaning: dict[tuple[str, int | None], int] = {}
    done: dict[int, int] = {}
    rows = Measure.objects.filter(subject__case__in=cases.values("pk")).order_by()
    for subject, scale, grade in rows.values_list("subject_id", "scale", "grade_id"):
        bit = meaning.setdefault((scale, grade), 1 << len(meaning))
        done[subject] = done.get(subject, 0) | bit
    return done, meaning


def _by_term(groups: Mapping[Any, Sequence[int]]) -> dict[int | None, Any]:
    return {term: code for code, terms in groups.items() for term in terms}
