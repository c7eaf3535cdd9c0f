"""The structured cases of a notice: JSON objects checked key by key, with the place of what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.cases.dates import PartialDateFormField, validate
from portal.cases.entering import AmountData, CaseData, MeasureData, PeriodData, ReexaminationData, SubjectData
from portal.cases.models import Case, MeasureScale, Subject, Term
from portal.notices.importing.damage import Found, clean, clean_line
from portal.notices.importing.references import References
from portal.notices.importing.rows import RowError
from portal.notices.importing.values import parse_date
from portal.privacy.names import NameForm

T = TypeVar("T")

#: Entries of one list: cases of a notice, subjects of a case, measures of a subject.
MAX_ENTRIES = 200
_CASE = (
    "heading id unit region facts violations source stage concluded_on quarter other_problems traced_up look_back_on"
    " act_periods periods amounts reexaminations subjects"
)
_SUBJECT = (
    "kind name name_masked name_form name_public_until name_override_reason marker post_then post_now unit_then rank"
    " rank_text status is_party_member is_head responsibility leadership measures"
)
_MEASURE = "scale grade term body decided_on date text"
#: The words for scales that notices use, besides the codes.
_SCALES = {
    "党纪": MeasureScale.PARTY,
    "政务": MeasureScale.GOVERNMENT,
    "组织处理": MeasureScale.ORGANIZATIONAL,
    "问责": MeasureScale.ACCOUNTABILITY,
    "第一种形态": MeasureScale.FIRST_FORM,
    "司法": MeasureScale.JUDICIAL,
    "违纪所得处理": MeasureScale.GAINS,
}


class _Place:
    """An object inside the row: where it stands, and what it may hold."""

    def __init__(self, path: str, value: object, keys: str) -> None:
        if not isinstance(value, Mapping):
            raise RowError(path, _("must be a JSON object"))
        unknown = sorted(set(value) - set(keys.split()))
        if unknown:
            raise RowError(f"{path}.{unknown[0]}"[:120], _("unknown key"))
        self.path = path
        self.values: Mapping[str, Any] = value

    def error(self, key: str, reason: str) -> RowError:
        return RowError(f"{self.path}.{key}", reason)

    def text(self, key: str, limit: int, *, lines: bool = False) -> str:
        value = self.values.get(key)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.error(key, _("must be text"))
        cleaned = clean(value, Found()).strip() if lines else clean_line(value, Found())
        if len(cleaned) > limit:
            raise self.error(key, _("is longer than %(limit)d characters") % {"limit": limit})
        return cleaned

    def flag(self, key: str) -> bool | None:
        value = self.values.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.error(key, _("must be true or false"))
        return value

    def choice(self, key: str, choices: Mapping[str, str], default: str) -> str:
        written = self.text(key, 40)
        if not written:
            return default
        if written not in choices:
            raise self.error(key, _("must be one of: %(choices)s") % {"choices": ", ".join(choices)})
        return choices[written]

    def partial(self, key: str) -> str:
        """A date as exactly as it is known."""
        written = PartialDateFormField(required=False).to_python(self.text(key, 40))
        try:
            if written:
                validate(written)
        except ValidationError as error:
            raise self.error(key, " ".join(error.messages)) from error
        return written

    def day(self, key: str) -> date | None:
        written = self.text(key, 40)
        try:
            return parse_date(written) if written else None
        except ValueError as error:
            raise self.error(key, str(error)) from error

    def each(self, key: str, make: Callable[[str, object], T]) -> tuple[T, ...]:
        """The entries of a list."""
        value = self.values.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.error(key, _("must be a list"))
        if len(value) > MAX_ENTRIES:
            raise self.error(key, _("has more than %(limit)d entries") % {"limit": MAX_ENTRIES})
        return tuple(make(f"{self.path}.{key}[{number}]", entry) for number, entry in enumerate(value))


class CaseReader:
    """Makes records of the cases of rows, with the units, regions and terms that they name."""

    def __init__(self, references: References) -> None:
        self._references = references

    def read(self, value: object) -> list[CaseData]:
        """The cases of a notice. Raises `RowError` with the place of the first thing that is wrong."""
        if not isinstance(value, list):
            raise RowError("cases", _("must be a list"))
        if len(value) > MAX_ENTRIES:
            raise RowError("cases", _("has more than %(limit)d entries") % {"limit": MAX_ENTRIES})
        cases = [self._case(f"cases[{number}]", entry) for number, entry in enumerate(value)]
        _check_told_apart(cases)
        return cases

    def _case(self, path: str, value: object) -> CaseData:
        at = _Place(path, value, _CASE)
        heading = at.text("heading", 300)
        if not heading:
            raise at.error("heading", _("is missing"))
        unit, region = at.text("unit", 120), at.text("region", 120)
        return CaseData(
            heading=heading,
            external_id=at.text("id", 60) or None,
            unit=self._references.unit(unit, f"{path}.unit").pk if unit else None,
            region=self._references.region(region).pk if region else None,
            facts=at.text("facts", 20_000, lines=True),
            source=self._term(at, "source", "case_source"),
            stage=self._term(at, "stage", "case_stage"),
            concluded_on=at.partial("concluded_on"),
            quarter=at.text("quarter", 6),
            other_problems=bool(at.flag("other_problems")),
            traced_up=at.choice("traced_up", {value: value for value in Case.TracedUp.values}, ""),
            look_back_on=at.day("look_back_on"),
            violations=at.each("violations", lambda place, entry: self._code(place, entry, Term.Taxonomy.VIOLATION)),
            act_periods=(*at.each("act_periods", _period), *at.each("periods", _period)),
            amounts=at.each("amounts", _amount),
            reexaminations=at.each("reexaminations", self._reexamination),
            subjects=at.each("subjects", self._subject),
        )

    def _subject(self, path: str, value: object) -> SubjectData:
        at = _Place(path, value, _SUBJECT)
        unit = at.text("unit_then", 120)
        kinds = {**{kind: kind for kind in Subject.Kind.values}, "organization": Subject.Kind.ORGANISATION}
        return SubjectData(
            kind=at.choice("kind", kinds, Subject.Kind.PERSON),
            name=at.text("name", 120),
            name_masked=at.text("name_masked", 120),
            name_form=at.choice("name_form", {form: form for form in NameForm.values}, NameForm.FULL),
            name_public_until=at.day("name_public_until"),
            name_override_reason=at.text("name_override_reason", 500),
            marker=self._term(at, "marker", "post_prefix"),
            post_then=at.text("post_then", 200),
            post_now=at.text("post_now", 200),
            unit_then=self._references.unit(unit, f"{path}.unit_then").pk if unit else None,
            rank=self._term(at, "rank", "ranks"),
            rank_text=at.text("rank_text", 60),
            status=self._term(at, "status", "person_status"),
            is_party_member=at.flag("is_party_member"),
            is_head=bool(at.flag("is_head")),
            responsibility=at.choice(
                "responsibility", {kind: kind for kind in Subject.Responsibility.values}, Subject.Responsibility.DIRECT
            ),
            leadership=self._term(at, "leadership", "acc_responsibility"),
            measures=at.each("measures", self._measure),
        )

    def _measure(self, path: str, value: object) -> MeasureData:
        at = _Place(path, value, _MEASURE)
        scales = {**{scale: scale for scale in MeasureScale.values}, **_SCALES}
        scale, written = at.choice("scale", scales, ""), at.text("grade", 200)
        grade = self._references.grade(scale, written) if written else None
        if written and grade is None:
            raise at.error("grade", _("“%(name)s” is no grade of this scale") % {"name": written})
        if not scale and grade is None:
            raise at.error("scale", _("is missing"))
        return MeasureData(
            scale=scale or (grade.taxonomy.measure_scale if grade else ""),
            grade=grade.pk if grade else None,
            term=at.text("term", 20),
            body=at.text("body", 120),
            decided_on=at.partial("decided_on") or at.partial("date"),
            text=at.text("text", 200),
        )

    def _reexamination(self, path: str, value: object) -> ReexaminationData:
        at = _Place(path, value, "examined_on outcome note")
        day, outcome = at.day("examined_on"), self._term(at, "outcome", "reexamination_outcome")
        if day is None or outcome is None:
            raise at.error("outcome" if day else "examined_on", _("is missing"))
        return ReexaminationData(examined_on=day, outcome=outcome, note=at.text("note", 2000, lines=True))

    def _term(self, at: _Place, key: str, taxonomy: str) -> int | None:
        written = at.text(key, 200)
        return self._code(f"{at.path}.{key}", written, taxonomy) if written else None

    def _code(self, path: str, written: object, taxonomy: str) -> int:
        found = self._references.listed(taxonomy, written) if isinstance(written, str) else None
        if found is None:
            raise RowError(path, _("“%(name)s” is not in the official list") % {"name": str(written)[:60]})
        return found.pk


def _check_told_apart(cases: list[CaseData]) -> None:
    """Each is known again by its number, else by its heading; one that is another's would be written over."""
    numbers = Counter(case.external_id for case in cases if case.external_id)
    headings = Counter(case.heading for case in cases)
    for place, case in enumerate(cases):
        if case.external_id and numbers[case.external_id] > 1:
            raise RowError(f"cases[{place}].id", _("is given twice"))
        if not case.external_id and headings[case.heading] > 1:
            raise RowError(f"cases[{place}].heading", _("is given twice; tell the cases apart by an id"))


def _period(path: str, value: object) -> PeriodData:
    if isinstance(value, list) and len(value) == 2:
        value = dict(zip(("start", "end"), value, strict=True))
    at = _Place(path, value, "start end text")
    return PeriodData(start=at.partial("start"), end=at.partial("end"), text=at.text("text", 100))


def _amount(path: str, value: object) -> AmountData:
    at = _Place(path, {"text": value} if isinstance(value, str) else value, "text what")
    text = at.text("text", 60)
    if not text:
        raise at.error("text", _("is missing"))
    return AmountData(text=text, what=at.text("what", 120))
