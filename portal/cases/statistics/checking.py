"""Whether figures add up: the rules are data, the answer is a word for every row and column.

Rounded figures are judged by what they may stand for: they cannot be checked as long as some exact figures fit, and do
not add up where none does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.cases.statistics.compiling import TOTAL
from portal.cases.statistics.figures import Figure, Rounding
from portal.cases.statistics.layouts import rules_of
from portal.cases.statistics.tables import Ratio, Table, percent

#: How the parts, added up, stand to the total: ``>=`` where one thing may have several parts, ``<=`` for some of it.
Relation = Literal["=", ">=", "<="]
Axis = Literal["row", "column"]


class Verdict(models.TextChoices):
    """The checker's word."""

    ADDS_UP = "adds_up", _("adds up")
    DOES_NOT = "does_not", _("does not add up")
    ROUNDED = "rounded", _("cannot be checked (rounded)")
    HIDDEN = "hidden", _("cannot be checked (figures hidden)")
    MISSING = "missing", _("cannot be checked (figures missing)")


#: From the gravest to the lightest: a row's word is the gravest of its checks.
_GRAVITY = (Verdict.DOES_NOT, Verdict.ROUNDED, Verdict.HIDDEN, Verdict.MISSING, Verdict.ADDS_UP)


@dataclass(frozen=True, slots=True)
class Rule:
    """Parts and their total: columns checked in every row (axis "row"), or rows checked in every column."""

    total: str
    parts: tuple[str, ...]
    relation: Relation = "="
    axis: Axis = "row"


@dataclass(frozen=True, slots=True)
class Check:
    """What a rule says of one row or column."""

    axis: Axis
    #: Code of the row or column that was checked.
    place: str
    rule: Rule
    verdict: Verdict
    total: Figure | None
    #: The parts added up, as far as they are known.
    parts: int | None


def verdict(total: Figure | None, parts: Sequence[Figure | None], relation: Relation = "=") -> Verdict:
    """Whether the parts give the total."""
    figures = [total, *parts]
    if any(figure is not None and figure.suppressed for figure in figures):
        return Verdict.HIDDEN
    bounds = [figure.bounds for figure in figures if figure is not None]
    known = [bound for bound in bounds if bound is not None]
    if len(known) < len(figures) or not parts:
        return Verdict.MISSING
    (least, most), sums = known[0], known[1:]
    low, high = sum(bound[0] for bound in sums), sum(bound[1] for bound in sums)
    possible = {"=": low <= most and least <= high, ">=": high >= least, "<=": low <= most}[relation]
    if not possible:
        return Verdict.DOES_NOT
    is_rounded = any(figure.rounding != Rounding.EXACT for figure in figures if figure)
    certain = {"=": not is_rounded, ">=": low >= most, "<=": high <= least}[relation]
    return Verdict.ADDS_UP if certain else Verdict.ROUNDED


def rules(table: Table) -> list[Rule]:
    """The rules of a table's layout, for the rows and columns that it has."""
    found = [rule for entry in rules_of(table.code) if (rule := _rule(entry, table))]
    places = [row.code for row in table.rows]
    if TOTAL in places and len(places) > 1:
        found.append(Rule(TOTAL, tuple(code for code in places if code != TOTAL), axis="column"))
    return found


def check(table: Table, among: Iterable[Rule] | None = None) -> list[Check]:
    """Every rule for every row and column that it speaks of; where no figure is given at all there is no check."""
    found: list[Check] = []
    for rule in rules(table) if among is None else among:
        for place in _places(table, rule):
            total = _figure(table, rule.axis, place, rule.total)
            parts = [_figure(table, rule.axis, place, part) for part in rule.parts]
            if total is None and not any(parts):
                continue
            values = [part.value for part in parts if part and part.value is not None]
            word = verdict(total, parts, rule.relation)
            found.append(Check(rule.axis, place, rule, word, total, sum(values) if values else None))
    return found


def words(checks: Iterable[Check]) -> dict[tuple[Axis, str], Verdict]:
    """The gravest verdict of each row and column."""
    found: dict[tuple[Axis, str], Verdict] = {}
    for each in checks:
        key = (each.axis, each.place)
        found[key] = min(found.get(key, each.verdict), each.verdict, key=_GRAVITY.index)
    return found


def change(now: Figure, before: Figure) -> Ratio:
    """By how many percent a figure changed."""
    if now.value is None or before.value is None:
        return Ratio(None, "missing")
    if before.value == 0:
        return Ratio(None, "base_zero")
    return Ratio(percent(now.value - before.value, before.value))


def _rule(entry: Mapping[str, Any], table: Table) -> Rule | None:
    axis: Axis = entry.get("axis", "row")
    there = [column.code for column in table.counted_columns()] if axis == "row" else [row.code for row in table.rows]
    if entry["parts"] == "roots":
        parts = tuple(row.code for row in table.rows if row.level == 0 and not row.is_total)
    elif isinstance(entry["parts"], str):
        parts = tuple(code for code in there if code.startswith(entry["parts"]))
    else:
        parts = tuple(code for code in entry["parts"] if code in there)
    return Rule(entry["total"], parts, entry["relation"], axis) if parts and entry["total"] in there else None


def _places(table: Table, rule: Rule) -> Iterator[str]:
    if rule.axis == "row":
        yield from (row.code for row in table.rows)
    else:
        yield from (column.code for column in table.counted_columns())


def _figure(table: Table, axis: Axis, place: str, part: str) -> Figure | None:
    return table.figure(place, part) if axis == "row" else table.figure(part, place)
