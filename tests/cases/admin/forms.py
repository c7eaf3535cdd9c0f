"""What a browser sends of the form of a case."""

from collections.abc import Sequence
from typing import Any

from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.cases.models import Term


def grade(code: str) -> int:
    """The primary key of a grade."""
    return Term.objects.exclude(taxonomy__measure_scale="").get(code=code).pk


def term(taxonomy: str, code: str) -> int:
    """The primary key of a term."""
    return Term.objects.get(taxonomy=taxonomy, code=code).pk


def measure(**fields: Any) -> dict[str, Any]:
    """A measure."""
    defaults = {
        "grade": grade("pd1"),
        "term": "",
        "body": "",
        "decided_on": "2026-07",
        "text": "",
        "influence_until": "",
    }
    return {**defaults, **fields}


def subject(measures: Sequence[dict[str, Any]] = (), initial: int = 0, **fields: Any) -> dict[str, Any]:
    """A subject; ``initial`` of its measures are there already."""
    defaults = {
        "kind": "person",
        "name": "甄士测",
        "name_form": "full",
        "responsibility": "direct",
        "is_party_member": "unknown",
        "measures": inline_formset(measures, initial=initial),
    }
    return {**defaults, **fields}


def case_data(**fields: Any) -> dict[str, Any]:
    """A whole form; parts are lists."""
    parts = {name: fields.pop(name, ()) for name in ("subjects", "act_periods", "amounts", "reexaminations")}
    kept = fields.pop("initial", {})
    violations = fields.pop("violations", [])
    data = {
        "heading": "某镇原负责人违规收受礼品问题",
        "facts": "",
        "concluded_on": "",
        "quarter": "",
        **fields,
        **{name: inline_formset(forms, initial=kept.get(name, 0)) for name, forms in parts.items()},
    }
    return {**nested_form_data(data), "violations": violations}
