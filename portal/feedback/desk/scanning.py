"""Forms of what everybody will read: what the privacy scan finds is told in its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.privacy.scan.findings import Finding, Kind
from portal.privacy.scan.texts import scan_text


def findings_in(form: Any, names: Iterable[str]) -> dict[str, list[Finding]]:
    """What stands in these fields of a form that was cleaned; only those with something in them."""
    found = {name: scan_text(form.cleaned_data.get(name) or "") for name in names}
    return {name: findings for name, findings in found.items() if findings}


def mark(form: Any, found: dict[str, list[Finding]]) -> None:
    """As errors of the fields."""
    for name, findings in found.items():
        text = "、".join(f"{Kind(each.kind).label} {each.text}" for each in findings)
        form.add_error(name, _("This looks like personal data: %(found)s") % {"found": text})
