"""The code under which the term of a column counts, for questions that a database answers by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Case as Choose
from django.db.models import CharField, IntegerField, Value, When


def named(field: str, groups: Mapping[Any, Sequence[int]], *, empty: Any = "") -> Choose:
    """The code as an SQL expression.

    Grades are best asked for by this, not filtered by: a database without figures of its own takes their index for a
    filter, and walks all measures of a grade for every subject.
    """
    output = IntegerField() if isinstance(empty, int) else CharField()
    whens = [When(**{f"{field}__in": terms}, then=Value(code)) for code, terms in groups.items()]
    return Choose(*whens, default=Value(empty), output_field=output)
