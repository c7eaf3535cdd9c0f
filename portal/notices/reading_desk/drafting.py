"""Makes drafts of what was read: the reader's words as the values of forms."""

from __future__ import annotations

from typing import Any

from portal.cases.admin.choices import GradeField
from portal.cases.models import MeasureScale, Term
from portal.notices.importing.references import References
from portal.notices.importing.rows import RowError
from portal.notices.reader.reading import read
from portal.notices.reader.records import Field, ReadCase, ReadMeasure, ReadPeriod, ReadSubject, Span, Suggestion
from portal.notices.reading_desk.nodes import Hint, Node

_SCALES = {
    "党纪": MeasureScale.PARTY,
    "政务": MeasureScale.GOVERNMENT,
    "组织处理": MeasureScale.ORGANIZATIONAL,
    "问责": MeasureScale.ACCOUNTABILITY,
    "第一种形态": MeasureScale.FIRST_FORM,
    "司法": MeasureScale.JUDICIAL,
}
#: The reader's name of a list to that of the forms.
_LISTS = {"violation_types": Term.Taxonomy.VIOLATION.value}
#: 通报 stands in the lists of 2019 for organisations and for leaders.
_LISTS_BY_KIND = {"organisation": "acc_org_2019", "person": "acc_leader_2019"}
#: Characters that the columns hold.
LIMITS = {
    "heading": 300, "name": 120, "post_then": 200, "post_now": 200, "unit": 120, "unit_then": 120, "region": 120,
    "term": 20, "facts": 20_000,
}  # fmt: skip
MEASURE_TEXT, PERIOD_TEXT, AMOUNT_TEXT = 200, 100, 60


class Drafter:
    """Turns cases of one source into nodes; units, regions and codes are looked up in the lists."""

    def __init__(self, references: References, source: str) -> None:
        self._references = references
        self._source = source

    def cases(self, cases: tuple[ReadCase, ...] | list[ReadCase], offset: int = 0) -> list[Node]:
        """A node for each case; ``offset`` is where the text that was read begins in the source."""
        return [self._case(case, offset) for case in cases]

    def stretch(self, start: int, end: int) -> Node:
        """One case of a stretch of the source: what the reader finds in it, or its bare words."""
        found = self.cases(read(self._source[start:end]).cases, start)
        if not found:
            return self.bare(start, end)
        node = found[0]
        for other in found[1:]:
            node = joined(node, other)
        node.places[""] = [start, end]
        return node

    def bare(self, start: int, end: int) -> Node:
        """A case of which only the words are known."""
        text = self._source[start:end].strip()
        heading = text.split("\n", 1)[0].split("。", 1)[0][: LIMITS["heading"]]
        node = Node("case", places={"": [start, end]}, parts={"subjects": [], "periods": [], "amounts": []})
        node.values = {"heading": heading, "facts": text[: LIMITS["facts"]], "decision": ""}
        return node

    def _case(self, case: ReadCase, offset: int) -> Node:
        node = _Filling("case", offset, case.span)
        node.field("heading", case.heading)
        node.place("conduct", case.conduct[0].span if case.conduct else None)
        self._known(node, "unit", case.unit, is_unit=True)
        self._known(node, "region", case.region, is_unit=False)
        node.value("facts", case.facts[: LIMITS["facts"]])
        node.value("other_problems", case.other_problems is not None)
        if case.other_problems:
            node.place("other_problems", case.other_problems.span)
        for suggestion in case.suggestions:
            self._suggest(node, suggestion)
        for gain in case.gains:
            node.hint(gain.text, gain.span, why="gains")
        for words in case.unresolved:
            node.hint(words.text, words.span, why="unresolved")
        for measure in case.unassigned:
            node.hint(measure.text, measure.span, why="unassigned")
        made = node.done()
        made.values["decision"] = ""
        made.parts = {
            "subjects": [self._subject(subject, offset) for subject in case.subjects],
            "periods": [_period(period, offset) for period in case.periods],
            "amounts": [_amount(amount, offset) for amount in case.amounts],
        }
        return made

    def _known(self, node: _Filling, name: str, words: Field | None, *, is_unit: bool) -> None:
        """A unit or region of the lists; what is in none is left for the editor, with its words."""
        if words is None:
            return
        node.place(name, words.span)
        try:
            found = self._references.unit(words.text) if is_unit else self._references.region(words.text)
        except RowError:
            node.hint(words.text, words.span, why=name)
            return
        node.value(name, found.name, words.sure)

    def _suggest(self, node: _Filling, suggestion: Suggestion) -> None:
        taxonomy = _LISTS.get(suggestion.taxonomy, suggestion.taxonomy)
        if self._references.listed(taxonomy, suggestion.code) is not None:
            node.hint(suggestion.text, suggestion.span, value=f"{taxonomy}:{suggestion.code}")

    def _subject(self, subject: ReadSubject, offset: int) -> Node:
        node = _Filling("subjects", offset, subject.name.span)
        node.field("name", subject.name)
        node.value("kind", subject.kind)
        marker = self._references.listed("post_prefix", subject.marker) if subject.marker else None
        if marker is not None:
            node.value("marker", str(marker.pk))
        for name, words in (("post_then", subject.post_then), ("post_now", subject.post_now)):
            if words is not None and subject.kind == "person":
                node.field(name, words)
        self._known(node, "unit_then", subject.unit, is_unit=True)
        made = node.done()
        made.parts = {"measures": [self._measure(measure, subject.kind, offset) for measure in subject.measures]}
        return made

    def _measure(self, measure: ReadMeasure, kind: str, offset: int) -> Node:
        node = _Filling("measures", offset, measure.span)
        node.place("grade", measure.span)
        if grade := self._grade(measure, kind):
            node.value("grade", grade, measure.sure)
        else:
            node.unsure("grade")
        node.value("term", measure.term[: LIMITS["term"]])
        node.value("text", measure.text[:MEASURE_TEXT])
        node.place("text", measure.span)
        if measure.date:
            node.value("decided_on", measure.date)
            node.place("decided_on", measure.date_span)
        return node.done()

    def _grade(self, measure: ReadMeasure, kind: str) -> str:
        """The entry of the select: a grade, a scale without one, or nothing where the text decides no scale."""
        scale = _SCALES.get(measure.scale)
        if scale is None:
            return ""
        term = self._references.grade(scale, measure.grade)
        if term is None and scale == MeasureScale.ACCOUNTABILITY:
            term = self._references.listed(_LISTS_BY_KIND.get(kind, ""), measure.grade)
        return str(term.pk) if term is not None and term.is_offered else GradeField.value_of(scale)


class _Filling:
    """A node while it is filled in."""

    def __init__(self, kind: str, offset: int, span: Span) -> None:
        self._node = Node(kind)
        self._offset = offset
        self.place("", span)

    def place(self, name: str, span: Span | None) -> None:
        if span is not None:
            self._node.places[name] = [span[0] + self._offset, span[1] + self._offset]

    def field(self, name: str, words: Field) -> None:
        self.place(name, words.span)
        self.value(name, " ".join(words.text.split())[: LIMITS.get(name, 200)], words.sure)

    def value(self, name: str, value: Any, sure: str = "") -> None:
        self._node.values[name] = self._node.read[name] = value
        if sure:
            self._node.sure[name] = str(sure)

    def unsure(self, name: str) -> None:
        self._node.sure[name] = "low"

    def hint(self, text: str, span: Span, *, value: str = "", why: str = "") -> None:
        place = [span[0] + self._offset, span[1] + self._offset]
        self._node.hints.append(Hint(text[:80], place, value, why))

    def done(self) -> Node:
        return self._node


def _period(period: ReadPeriod, offset: int) -> Node:
    node = _Filling("periods", offset, period.span)
    node.value("start", period.start, period.sure)
    node.value("end", period.end)
    node.value("text", " ".join(period.text.split())[:PERIOD_TEXT])
    for name in ("start", "end", "text"):
        node.place(name, period.span)
    return node.done()


def _amount(amount: Field, offset: int) -> Node:
    node = _Filling("amounts", offset, amount.span)
    node.value("text", amount.text[:AMOUNT_TEXT], amount.sure)
    node.place("text", amount.span)
    return node.done()


def joined(first: Node, second: Node) -> Node:
    """Two neighbours as one case, with what was typed into both; the heading is that of the first."""
    facts = [first.values.get("facts", ""), second.values.get("heading", ""), second.values.get("facts", "")]
    first.values["facts"] = "\n".join(text for text in facts if text)[: LIMITS["facts"]]
    first.values["other_problems"] = bool(first.values.get("other_problems") or second.values.get("other_problems"))
    first.values["codes"] = [*first.values.get("codes", []), *second.values.get("codes", [])]
    first.values["decision"] = ""
    seen = {hint.value for hint in first.hints if hint.value}
    first.hints.extend(hint for hint in second.hints if hint.value not in seen)
    for name, parts in second.parts.items():
        first.parts.setdefault(name, []).extend(parts)
    first.places[""] = [first.span[0], max(first.span[1], second.span[1])]
    first.read["facts"] = first.values["facts"]
    first.is_recut = True
    return first
