"""Where the public texts of a case may name its persons, and what takes hidden names out of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db import models

from portal.cases.models import ActPeriod, Amount, Case, Measure, Subject
from portal.privacy.masking import NameMask
from portal.privacy.names import NOBODY

#: All public text of a case, by table. The names themselves go through `Subject.public_name`.
TEXTS: dict[type[models.Model], tuple[str, ...]] = {
    Case: ("heading", "facts"),
    Subject: ("post_then", "post_now", "rank_text"),
    Measure: ("body", "term", "text"),
    ActPeriod: ("text",),
    Amount: ("text", "what"),
}


def mask_of(subjects: Iterable[Subject], *, also: Mapping[str, str] = MappingProxyType({})) -> NameMask:
    """What takes the hidden names of these subjects out of a text; names that are shown protect themselves.

    So do organisations and units: 高峰 is hidden, 高峰镇 is not. ``also`` gives other hidden names and their forms.
    """
    known = list(subjects)
    hidden = {subject.name: subject.public_name or NOBODY for subject in known if _is_hidden(subject)}
    hidden |= also
    if not hidden:
        return NameMask({})
    shown = {subject.name for subject in known if subject.name}
    shown |= {subject.unit_then.name for subject in known if subject.unit_then}
    return NameMask({**dict(zip(shown, shown, strict=True)), **hidden})


def mask_row(row: models.Model, mask: NameMask) -> list[str]:
    """Take names out of the public texts of a row in memory; the names of the fields that changed."""
    changed = []
    for name in TEXTS[type(row)]:
        before = getattr(row, name)
        after = mask.text(before)[: getattr(row._meta.get_field(name), "max_length", None)]
        if after != before:
            setattr(row, name, after)
            changed.append(name)
    return changed


def _is_hidden(subject: Subject) -> bool:
    return bool(subject.name) and subject.public_name != subject.name
