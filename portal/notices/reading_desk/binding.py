"""Nodes and their forms: what a browser sends goes into the nodes, and the nodes become records of cases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from portal.cases.entering import AmountData, CaseData, MeasureData, PeriodData, SubjectData
from portal.notices.importing.references import References
from portal.notices.reading_desk.forms import FORMS, PartForm
from portal.notices.reading_desk.nodes import ACCEPTED, LISTS, Node, prefix_of


class Bound:
    """A node with its form and those of its parts. ``checks``: the form says what is wrong."""

    def __init__(self, node: Node, prefix: str, references: References, *, checks: bool = False) -> None:
        self.node = node
        self.prefix = prefix
        self._references = references
        self._checks = checks
        self.form = self._form()
        self.lists: dict[str, list[Bound]] = {
            name: [
                Bound(part, f"{prefix}-{name}-{number}", references, checks=checks)
                for number, part in enumerate(node.parts.get(name, []))
            ]
            for name in LISTS.get(node.kind, ())
        }

    def _form(self) -> PartForm:
        given: dict[str, Any] = {"prefix": self.prefix, "references": self._references, "hints": self.node.hints}
        if not self._checks or not self.node.counts:
            return FORMS[self.node.kind](initial={**self.node.values, "is_removed": self.node.is_removed}, **given)
        data = {f"{self.prefix}-{name}": value for name, value in self.node.values.items()}
        defaults = {"responsibility": "direct", "kind": "person"}
        data = {f"{self.prefix}-{name}": value for name, value in defaults.items()} | data
        return FORMS[self.node.kind](data, **given)

    def walk(self) -> Iterator[Bound]:
        """This and all below it."""
        yield self
        for parts in self.lists.values():
            for part in parts:
                yield from part.walk()

    def kept(self, name: str) -> list[Bound]:
        """The parts of a list that count."""
        return [part for part in self.lists.get(name, []) if part.node.counts]

    def kept_below(self) -> Iterator[Bound]:
        """This and those below it that count."""
        yield self
        for name in self.lists:
            for part in self.kept(name):
                yield from part.kept_below()

    @property
    def has_errors(self) -> bool:
        """Whether anything is wrong in this case."""
        return any(part.form.is_bound and not part.form.is_valid() for part in self.walk())


def bind(nodes: list[Node], references: References, *, checks: bool = False) -> list[Bound]:
    """All cases; ``checks`` looks at those that were accepted."""
    return [
        Bound(node, prefix_of(number), references, checks=checks and node.values.get("decision") == ACCEPTED)
        for number, node in enumerate(nodes)
    ]


def take(nodes: list[Node], data: QueryDict, references: References) -> None:
    """Put what a browser sent into the nodes, as it was typed."""
    for number, node in enumerate(nodes):
        for prefix, part in node.walk(prefix_of(number)):
            form = FORMS[part.kind](prefix=prefix, references=references, hints=part.hints)
            for name, field in form.fields.items():
                key = form.add_prefix(name)
                value = field.widget.value_from_datadict(data, {}, key)
                if name == "is_removed":
                    part.is_removed = bool(value)
                elif isinstance(value, str):
                    part.values[name] = value.replace("\r\n", "\n")
                elif value is not None:
                    part.values[name] = value


def case_data(case: Bound) -> CaseData:
    """The record of a case whose forms are valid."""
    cleaned = case.form.cleaned_data
    return CaseData(
        heading=cleaned["heading"],
        unit=cleaned["unit_key"],
        region=cleaned["region_key"],
        facts=cleaned["facts"],
        stage=cleaned["stage_key"],
        concluded_on=cleaned["concluded_on"],
        other_problems=cleaned["other_problems"],
        violations=cleaned["violation_keys"],
        act_periods=tuple(PeriodData(**_part(each, "start", "end", "text")) for each in case.kept("periods")),
        amounts=tuple(AmountData(**_part(each, "text", "what")) for each in case.kept("amounts")),
        subjects=tuple(_subject(each) for each in case.kept("subjects")),
    )


def _subject(subject: Bound) -> SubjectData:
    cleaned = subject.form.cleaned_data
    return SubjectData(
        **_part(subject, "kind", "name", "post_then", "post_now", "responsibility"),
        marker=cleaned["marker"].pk if cleaned["marker"] else None,
        unit_then=cleaned["unit_key"],
        measures=tuple(_measure(each) for each in subject.kept("measures")),
    )


def _measure(measure: Bound) -> MeasureData:
    grade = measure.form.cleaned_data["grade"]
    return MeasureData(**_part(measure, "scale", "term", "decided_on", "text"), grade=grade.pk if grade else None)


def _part(bound: Bound, *names: str) -> dict[str, Any]:
    return {name: bound.form.cleaned_data[name] for name in names}
